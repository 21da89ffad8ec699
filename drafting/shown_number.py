"""Which token a number on the page stands for, so that whoever rewrites the text around it cannot change it."""

from collections.abc import Sequence

from drafting.figure import Figure
from drafting.figure_forms import LARGEST_CHINESE, written_chinese, written_hedged, written_in_genre, written_rounded
from drafting.figure_share import declared_wholes, share_of
from drafting.figure_writing import difference_of, written_previous, written_value
from drafting.tokens import says_share, share_token, token

#: How far before a percentage its whole may be named.
MOST_WORDS = 40
_FORMS = {"": written_value, "rounded": written_rounded, "hedged": written_hedged, "chinese": written_chinese}


def token_shown(before: str, shown: str, figure: Figure, figures: Sequence[Figure]) -> str:
    """Return the token of a bound number, shown as ``shown`` behind the text ``before``."""
    whole = _whole(before, shown, figure, figures)
    return share_token(figure, whole) if whole else token(figure, _form(shown, figure))


def _form(shown: str, figure: Figure) -> str:
    for form, written in _FORMS.items():
        if shown == written(figure):
            return form
    before = written_in_genre(figure, LARGEST_CHINESE, previous=True)
    if figure.previous is not None and shown in (written_previous(figure), before):
        return "previous"
    counted = shown == difference_of(figure).amount and not shown.endswith("百分点")
    return "difference" if counted else "change"


def _whole(before: str, shown: str, part: Figure, figures: Sequence[Figure]) -> Figure | None:
    """Return the figure that a bound percentage is a share of, None where it is the figure's value or its change.

    The words before it decide where a change may come to the same percentage. One that nothing gives any more, the sheet
    having been changed, is a share of what the sheet declares, where the words make it one.
    """
    if not shown.endswith("%") or shown == written_value(part) or not says_share(before):
        return None
    declared = declared_wholes(part, figures)
    offered = (*declared, *(figure for figure in figures if figure not in declared))
    wholes = [whole for whole in offered if share_of(part, whole).percent == shown]
    clause = before[-MOST_WORDS:]
    named = [whole for whole in wholes or declared if whole.name in clause]
    return next(iter(named or wholes or declared), None)
