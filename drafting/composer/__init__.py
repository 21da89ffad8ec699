"""The offline composer: a section drafted from the best past phrasing, without a model."""

from drafting.composer.compose import Composed, compose
from drafting.composer.prose import normalised, written_sentences

__all__ = ["Composed", "compose", "normalised", "written_sentences"]
