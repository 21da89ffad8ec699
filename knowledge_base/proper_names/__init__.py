"""The names that a report holds: of people, places, units and of its own brands and activities."""

from knowledge_base.proper_names.names import BRAND, PERSON, PLACE, UNIT, ProperName, proper_names
from knowledge_base.proper_names.words import is_word

__all__ = ["BRAND", "PERSON", "PLACE", "UNIT", "ProperName", "is_word", "proper_names"]
