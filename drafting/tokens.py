"""Figure tokens: a text refers to figures by name, and code writes the numbers.

``{{F3}}`` is the figure's value with its unit and hedge, ``{{F3.previous}}`` last period's value, ``{{F3.change}}`` the
change against it (同比增长12.5%), ``{{F3.difference}}`` how many more or fewer (比上年同期增加4个), ``{{F3/F1}}`` its share of
another (占党员的37.5%), ``{{F3.rounded}}`` the value rounded (2100余份), ``{{F3.hedged}}`` hedged (约2100份), ``{{F3.chinese}}`` in
Chinese numerals. Whoever wrote the text, a model or the composer, never writes a digit of its own; the direction, the
unit and the hedge of a number are the figure's as well, whatever the text around the token says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from drafting.checking.left_mark import LEFT_MARK
from drafting.checking.wording import quoted
from drafting.draft import Binding, Lock
from drafting.figure import Figure
from drafting.figure_forms import written_chinese, written_hedged, written_in_genre, written_rounded
from drafting.figure_share import Share, declared_wholes, share_of
from drafting.figure_writing import Change, Direction, change_of, difference_of, is_hedged
from knowledge_base.quantities.units import unit_class

#: A token as models really write it: stray spaces, full-width braces and letters, one brace too few or too many.
_TOKEN = re.compile(
    r"[{｛]{1,3}\s*(?P<id>[FfＦｆ]\s*[0-9０-９]+)\s*(?:[/／÷]\s*(?P<whole>[FfＦｆ]\s*[0-9０-９]+)\s*)?"
    r"(?:[.．。·]\s*(?P<form>[A-Za-z一-鿿]+)\s*)?[}｝]{1,3}"
)
_QUOTES = {"“": "”", "‘": "’", '"': '"'}
_FORMS = {
    "": "",
    "value": "",
    "previous": "previous",
    "prev": "previous",
    "last": "previous",
    "上年": "previous",
    "change": "change",
    "yoy": "change",
    "同比": "change",
    "share": "share",
    "占比": "share",
    "比重": "share",
    "difference": "difference",
    "diff": "difference",
    "增减": "difference",
    "rounded": "rounded",
    "约数": "rounded",
    "hedged": "hedged",
    "about": "hedged",
    "约": "hedged",
    "chinese": "chinese",
    "汉字": "chinese",
}
#: How the forms that state a value in a way of their own are written. None states more than the figure.
_WRITTEN = {"rounded": written_rounded, "hedged": written_hedged, "chinese": written_chinese}
_COMPARISON = r"同比|较上年同期|比上年同期|较去年同期|比去年同期|较上年|比上年|较去年|比去年"
_RISE = "增长|增加|上升|提高|提升|上涨|多"
_FALL = "下降|减少|降低|下滑|回落|少"
_ADVERB = "大幅|小幅|稳步|明显|显著|持续|快速|逐步|略有"
_LEAD = re.compile(rf"(?P<comparison>{_COMPARISON})?(?P<adverb>{_ADVERB})?(?:(?P<word>{_RISE}|{_FALL})了?)?$")
#: The words that make a percentage a share; 占地 and 率队 do not.
_SHARED = re.compile(r"占(?![地用有领据])|比重|比例|份额|率(?:分别)?(?:为|是|约|达到?|达到了)?$")
_REMARK = re.compile(r"（[^（）\n]*）")
_CLAUSE_END = re.compile(r"[，。；：、（\n]")
_PREFIX_HEDGES = ("大约", "约", "将近", "近", "超过", "突破", "逾", "不少于", "至少")
_SUFFIX_HEDGES = r"(?:余|多|左右|以上)?"
_SCALES = r"[十百千万亿]*"
_DIGITS = "0123456789０１２３４５６７８９.．"


@dataclass(frozen=True, slots=True)
class TokenProblem:
    """A token that could not be rendered as it stood. ``start``/``end`` are offsets in the rendered text."""

    start: int
    end: int
    token: str
    message: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text with its tokens rendered, where each number and each locked sentence stands, and what went wrong."""

    text: str
    bindings: tuple[Binding, ...] = ()
    problems: tuple[TokenProblem, ...] = ()
    locks: tuple[Lock, ...] = ()


def token(figure: Figure, form: str = "") -> str:
    """Return the token of a figure: ``{{F3}}``, or ``{{F3.previous}}`` and ``{{F3.change}}`` for the other forms."""
    return f"{{{{{figure.id}.{form}}}}}" if form else f"{{{{{figure.id}}}}}"


def share_token(part: Figure, whole: Figure) -> str:
    """Return the token of a share: ``{{F3/F1}}``."""
    return f"{{{{{part.id}/{whole.id}}}}}"


def tokens_in(text: str) -> tuple[str, ...]:
    """Return the ids of the figures that the text refers to, in order, with repetitions; a share refers to two."""
    ids = ((match["id"], match["whole"]) for match in _TOKEN.finditer(text))
    return tuple(_normal_id(figure_id) for pair in ids for figure_id in pair if figure_id)


def says_share(text: str) -> bool:
    """Tell whether the clause that a text ends with makes a share of the number to come: 占党员总数的, 整改率达."""
    return _SHARED.search(_CLAUSE_END.split(_REMARK.sub("", text))[-1]) is not None


def render_tokens(text: str, figures: Sequence[Figure], chinese_up_to: int = 0) -> Rendered:
    """Return the text with every token replaced by what its figure says.

    A unit or hedge written around a token is not doubled, and a direction word before a change is put right. A token
    that no figure answers to stays visible, and is a problem; so is a change or a share that cannot be computed. Counts up
    to ``chinese_up_to`` are written in Chinese numerals, as the genre has them.
    """
    by_id = {_normal_id(figure.id): figure for figure in figures}
    rendering = _Rendering(text)
    for match in _TOKEN.finditer(text):
        figure = by_id.get(_normal_id(match["id"]))
        whole = by_id.get(_normal_id(match["whole"])) if match["whole"] else None
        form = _FORMS.get((match["form"] or ("share" if match["whole"] else "")).lower())
        rendering.copy_until(match.start())
        if figure is None or (match["whole"] and whole is None):
            missing = _normal_id(match["id"] if figure is None else match["whole"])
            rendering.leave(match, f"没有编号为“{missing}”的数据，请核对或删去这一处引用。")
        elif form is None or (match["whole"] and form != "share"):
            rendering.leave(
                match,
                f"“{match['form']}”不是可用的引用方式，请改用数值、上年数值（previous）、同比（change）、增减（difference）、"
                "占比（部分/总数，如 F3/F1）、约数（rounded、hedged）或汉字（chinese）。",
            )
        elif _touches_digits(text, match):
            rendering.leave(match, f"{quoted(figure.name)}的引用紧挨着别的数字，连在一起会变成另一个数，请分开。")
        elif form == "change":
            rendering.put_change(match, figure, change_of(figure), "同比")
        elif form == "difference":
            rendering.put_change(match, figure, difference_of(figure), "比上年同期")
        elif form == "share":
            rendering.put_share(match, figure, whole, declared_wholes(figure, figures))
        elif form in _WRITTEN:
            rendering.put_value(match, figure, _WRITTEN[form](figure))
        else:
            written = written_in_genre(figure, chinese_up_to, previous=form == "previous")
            rendering.put_value(match, figure, written)
    return rendering.finish()


class _Rendering:
    """The text under way: what has been written, and how far the source has been read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.read = 0
        self.out = ""
        self.bindings: list[Binding] = []
        self.problems: list[TokenProblem] = []

    def copy_until(self, end: int) -> None:
        self.out += self.source[self.read : max(end, self.read)]
        self.read = max(end, self.read)

    def write(self, text: str, figure: Figure) -> None:
        self.bindings.append(Binding(len(self.out), len(self.out) + len(text), figure.id))
        self.out += text

    def leave(self, match: re.Match[str], message: str, instead: str | None = None) -> None:
        shown = match[0] if instead is None else instead
        self.report(len(self.out), len(shown), match[0], message)
        self.out += shown
        self.read = match.end()

    def report(self, start: int, length: int, shown: str, message: str) -> None:
        self.problems.append(TokenProblem(start, start + length, shown, message))

    def put_value(self, match: re.Match[str], figure: Figure, text: str) -> None:
        if not text:
            message = f"{quoted(figure.name)}没有上年数值，请在数据表中补上，或删去这一处。"
            self.leave(match, message, f"【待补：{figure.name}上年数】")
            return
        for hedge in _PREFIX_HEDGES:
            # 约 before 约300 or 2000余 would hedge twice
            if self.out.endswith(hedge) and is_hedged(text):
                self.out = self.out[: -len(hedge)]
                break
        start = len(self.out)
        closing = _QUOTES.get(self.out[-1:], "")
        if (
            closing
            and text.startswith(self.out[-1:])
            and text.endswith(closing)
            and self.source.startswith(closing, match.end())
        ):
            # “{{F39}}” with the value “1+6+N”: the quotation marks are the value's own.
            text = text[1:-1]
        self.write(text, figure)
        self.read = match.end()
        after = self.source[match.end() :]
        swallowed, differs = _unit_after(after, text, figure.unit)
        self.read += swallowed
        if differs:
            stated = after[:swallowed]
            self.report(
                start,
                len(text),
                match[0],
                f"{quoted(figure.name)}的单位是“{figure.unit}”，文中写成了“{stated}”，已按数据表改正。",
            )

    def put_change(self, match: re.Match[str], figure: Figure, change: Change, usual: str) -> None:
        """Write a change with its comparison, ``usual`` where the text names none, and its direction."""
        if change.problem:
            # 收文同比下降【待补】 would say which way it went, and nobody knows.
            unknown = _LEAD.search(self.out)
            self.out = self.out[: unknown.start()] if unknown else self.out
            self.leave(match, change.problem, f"【待补：{figure.name}同比】")
            return
        lead = _LEAD.search(self.out)
        comparison, adverb, word = (lead["comparison"], lead["adverb"], lead["word"]) if lead else (None, None, None)
        if lead:
            self.out = self.out[: lead.start()]
        stated = _direction_of(word)
        start = len(self.out)
        if comparison or not self._compares_already():
            compared = comparison or usual
            level = change.direction is Direction.LEVEL and compared[0] in "比较"
            self.out += f"与{compared[1:]}" if level else compared
        if change.direction is Direction.LEVEL:
            self.write("持平", figure)
        else:
            agrees = stated is None or stated is change.direction
            self.out += ((adverb or "") if agrees else "") + (word if word and agrees else change.word)
            self.write(change.amount, figure)
        self.read = match.end()
        after = self.source[match.end() :]
        swallowed = re.match(r"\s*(?:%|％|个?百分点)", after)
        self.read += swallowed.end() if swallowed else _unit_after(after, change.amount, figure.unit)[0]
        if stated is not None and stated is not change.direction:
            message = f"{quoted(figure.name)}实际{change.sentence}，文中写作“{word}”，已改正，请核对前后文。"
            self.report(start, len(self.out) - start, match[0], message)

    def put_share(self, match: re.Match[str], part: Figure, whole: Figure | None, declared: Sequence[Figure]) -> None:
        """Write 占党员总数的32.1%, or the percentage alone where the words around say already what it is of."""
        if whole is None:
            whole = declared[0] if declared else None
        share = (
            share_of(part, whole)
            if whole is not None
            else Share(problem=f"数据表没有注明“{part.name}”是哪一项的一部分，算不出占比。")
        )
        if whole is None or share.problem:
            self.leave(match, share.problem, f"【待补：{part.name}占比】")
            return
        for hedge in _PREFIX_HEDGES:  # the percentage is computed: 超过66.7% is wrong of two thirds
            self.out = self.out.removesuffix(hedge)
        start = len(self.out)
        if not says_share(self.out):
            self.out += f"占{whole.name}的"
        self.write(share.percent, part)
        self.read = match.end()
        swallowed = re.match(r"\s*(?:%|％|个?百分点)", self.source[match.end() :])
        self.read += swallowed.end() if swallowed else 0
        if whole not in declared:
            message = f"数据表没有注明“{part.name}”是“{whole.name}”的一部分，请核对这个占比。"
            self.report(start, len(self.out) - start, match[0], message)

    def _compares_already(self) -> bool:
        """Tell whether the clause under way has named its comparison: 同比，大幅{{F3.change}} has not, 同比大幅 has."""
        clause = _CLAUSE_END.split(self.out)[-1]
        return re.search(rf"{_COMPARISON}|与[上去]年", clause) is not None

    def finish(self) -> Rendered:
        self.copy_until(len(self.source))
        known = {(problem.start, problem.end) for problem in self.problems}
        for match in LEFT_MARK.finditer(self.out):
            if match.span() not in known:
                self.report(match.start(), len(match[0]), match[0], f"“{match[0]}”没有填上数据，请补上或删去。")
        return Rendered(self.out, tuple(self.bindings), tuple(sorted(self.problems, key=lambda problem: problem.start)))


def _unit_after(after: str, rendered: str, unit: str) -> tuple[int, bool]:
    """Return how much of the text after a token repeats its unit, and whether it states another one.

    ``{{F3}}人次`` with a figure in 人 must not become 12人人次, nor pass as 12人次: the figure's unit stands, and the
    difference is reported. Another measure word counts where the clause ends behind it: ``{{F3}}项目`` is 12个项目.
    """
    if not unit:
        return 0, False
    match = re.match(rf"\s*{_SUFFIX_HEDGES}{_SCALES}{re.escape(unit.lstrip('十百千万亿'))}", after)
    if match is None:
        other = re.match(r"\s*(?P<unit>[一-龥]{0,2}[一-龥%％])(?=[，。；：、）)\n]|$)", after)
        if other is not None and other["unit"] != "等" and unit_class(other["unit"]):
            return other.end(), True  # 16次期 is what a model leaves that takes the token for a bare number
        hedge = re.match(r"(?:余|左右|以上)(?=[，。；、）])", after)
        return (hedge.end() if hedge and rendered.endswith(hedge[0]) else 0), False
    longer = re.match("次", after[match.end() :]) if unit in ("人", "家", "户") else None
    return (match.end() + (1 if longer else 0)), longer is not None


def _touches_digits(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return (bool(before) and before[-1] in _DIGITS) or (bool(after) and after[0] in _DIGITS[:20])


def _direction_of(word: str | None) -> Direction | None:
    if not word:
        return None
    return Direction.UP if word in _RISE.split("|") else Direction.DOWN


def _normal_id(figure_id: str) -> str:
    """Return ``F3`` for ``ｆ ３``: full-width letters and digits are the same characters to a writer."""
    return re.sub(r"\s", "", figure_id).translate(_HALF_WIDTH).upper()


_HALF_WIDTH = {ord(wide): ord(narrow) for wide, narrow in zip("Ｆｆ０１２３４５６７８９", "Ff0123456789", strict=True)}
