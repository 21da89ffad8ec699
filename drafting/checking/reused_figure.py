"""One figure told twice in different words: as 党工委会议14次 here and 专题会议14次 there it passes for two achievements."""

from collections.abc import Iterator, Sequence

from drafting.change_words import core_name
from drafting.checking.binding import holds_in_order
from drafting.checking.derived import Bound
from drafting.checking.finding import Finding, Relation, Verdict
from drafting.checking.judged import Judged
from drafting.checking.same_thing import plain_name
from drafting.checking.wording import quoted

_SHORTEST_NAME = 2


def reused_figures(text: str, judged: Sequence[Judged]) -> Iterator[Finding]:
    """Yield a finding for each place that tells a figure told before by another name, or in another paragraph by another number.

    Both places agree with the data (2136份 and 2100余份), so neither is wrong by itself. The same words again are the
    repetition's concern.
    """
    told: dict[tuple[str, int | None], Bound] = {}
    for item in judged:
        bound = item.bound
        if bound is None or item.verdict.verdict is not Verdict.PASS or item.verdict.relation is not Relation.MATCHES:
            continue
        first = told.setdefault((bound.known.figure_id, bound.known.frame.offset), bound)
        difference = _difference(first, bound, text)
        if difference:
            mention = bound.statement.mention
            message = f"{quoted(bound.known.name)}{bound.known.text}在前面{difference}，同一项数据前后说法不一，请核对说的是不是同一件事"
            yield Finding(
                "figure_reworded", Verdict.WARN, mention.start, mention.end, mention.text, message, "统一说法，或删去一处",
                bound.known.figure_id,
            )  # fmt: skip


def _difference(first: Bound, again: Bound, text: str) -> str:
    one, other = first.statement.mention, again.statement.mention
    apart = "\n" in text[one.end : other.start]  # 办件4.2万余件, then 42156件, is one paragraph's way to say it
    if apart and (one.value, one.high, one.hedge) != (other.value, other.high, other.hedge):
        return f"写作{quoted(one.text)}，这里写作{quoted(other.text)}"
    earlier, here = first.statement.label.indicator, again.statement.label.indicator
    if _is_one_name(earlier, here) or _begins_with(here, earlier + "　" + again.known.name):
        return ""
    return f"说的是{quoted(earlier)}，这里说的是{quoted(here)}"


def _begins_with(name: str, names: str) -> bool:
    """Tell whether a name opens with a word of another's: 实事件件有回音 speaks of the 民生实事 again, 专题会议 of something else."""
    return plain_name(core_name(name))[:2] in names


def _is_one_name(one: str, other: str) -> bool:
    short, long = sorted((plain_name(core_name(one)), plain_name(core_name(other))), key=len)
    return len(short) < _SHORTEST_NAME or short in long or holds_in_order(long, short)
