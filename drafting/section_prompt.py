"""From what is known of a section to the messages that a model is sent.

Figures go in by token with their meaning, never by value; past phrasing goes in as templates, fenced.
"""

import re
from collections.abc import Sequence, Set

from drafting.chat import Message
from drafting.checking.finding import MentionVerdict, Relation, Verdict
from drafting.draft import OutlineSection
from drafting.enumerator import write_ordinal
from drafting.figure import Figure
from drafting.figure_share import declared_wholes
from drafting.figure_writing import change_of
from drafting.genre import Genre
from drafting.locked_text import LockedSentence
from drafting.past_phrasing import shown_phrasing, unfenced, without_values
from drafting.request import Request, Theme
from drafting.section_context import SectionContext
from drafting.tokens import Rendered, share_token
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Role
from prompts import Prompt, render

MAX_PASSAGES = 6
MAX_NOTES_CHARACTERS = 3000
#: What one line of the outline names of a section's themes and figures: enough to keep off them.
MAX_COVERED = 5
MAX_WHOLES = 2

_PURPOSES = {
    Role.OPENING: "导语：交代背景和总的情况，引出下文",
    Role.GUIDANCE: "指导思想和总体要求",
    Role.PROGRESS: "写做了什么、怎么做的、取得什么结果",
    Role.ECONOMY: "经济运行情况，以数据为主",
    Role.PROBLEMS: "实事求是写存在的问题和不足，不写成绩",
    Role.PLANS: "下一步打算，写将要做什么，不写已完成的数据",
    Role.TASKS: "写本年度要完成的任务，用“要”“推动”“落实”等将来的说法",
    Role.REQUIREMENTS: "写组织保障和工作要求",
    Role.CLOSING: "结尾，一两句收束全文",
}
_LEADING = "领起下文的一小段，不展开"
_LEADING_LENGTH = (20, 120)
_LENGTHS = {
    Role.OPENING: (50, 200),
    Role.CLOSING: (5, 60),
    Role.GUIDANCE: (200, 400),
    Role.PROBLEMS: (150, 400),
    Role.REQUIREMENTS: (150, 400),
    Role.PLANS: (120, 350),
}
#: Where this year's figures may be set beside last year's.
_COMPARING = frozenset({Role.PROGRESS, Role.ECONOMY})
_FRAMING = frozenset({Role.OPENING, Role.GUIDANCE, Role.PLANS})
#: Says that a figure's .previous and .change may be used; the prompts name it.
_ON_RECORD = "有上年数"
_FAULTS = {
    Relation.STALE: "是上年的数",
    Relation.SWAPPED: "是另一项数据的数",
    Relation.INVENTED: "数据里没有这一项",
    Relation.CONTRADICTS: "与数据不符",
    Relation.PLACEHOLDER: "没有填上",
    Relation.STRUCTURE: "与所列的项数不一致",
}
_KINDS = {
    Kind.PERCENT: "百分比",
    Kind.DATE: "日期",
    Kind.PERIOD: "时间",
    Kind.DOCUMENT_NUMBER: "文号",
    Kind.FORMULA: "代称",
    Kind.CODE: "号码",
    Kind.RANGE: "区间",
    Kind.ORDINAL: "序次",
    Kind.MULTIPLE: "倍数",
    Kind.FRACTION: "分数",
}


def section_messages(
    context: SectionContext, outline: Sequence[OutlineSection], title: str, *, passages: int = MAX_PASSAGES
) -> tuple[Message, ...]:
    """Return the messages that ask for one section, with at most ``passages`` pieces of past phrasing, the best first."""
    section, request = context.section, context.request
    leads = leads_in(context, outline)
    low, high = length_of(section, len(context.figures), context.themes, leads=leads)
    prompt = render(
        "section",
        title=_plain(title),
        unit=_plain(request.unit),
        recipient=_plain(request.recipient).rstrip("：:"),
        period=request.period.label,
        genre=context.genre.name,
        tone=context.genre.tone,
        outline=[_outline_line(item, request) for item in outline if item.heading],
        heading=_heading_of(section),
        purpose=purpose_of(context, leads=leads),
        length=f"约{low}—{high}字",
        figures=figure_lines(context.figures, compared=section.role in _COMPARING),
        themes=_theme_lines(context.themes),
        current="；".join(_plain(theme.name) for theme in request.themes) if _names_themes(section) else "",
        locked=_locked_lines(context.locked),
        covered=[without_values(_plain(line)) for line in context.neighbours],
        passages=shown_phrasing(context.passages[:passages]),
    )
    return _messages(prompt)


def outline_messages(request: Request, genre: Genre, title: str, usual: Sequence[str]) -> tuple[Message, ...]:
    """Return the messages that ask for an outline. ``usual`` are the headings that past reports had, with their numbers."""
    return _messages(
        render(
            "outline",
            title=_plain(title),
            unit=_plain(request.unit),
            period=request.period.label,
            genre=genre.name,
            tone=genre.tone,
            outline=[_plain(line) for line in usual],
            themes=_theme_lines(request.themes),
            figures="、".join(_plain(figure.name) for figure in request.figures.figures) or "（没有数据）",
        )
    )


def repair_lines(rendered: Rendered, verdicts: Sequence[MentionVerdict], figures: Sequence[Figure]) -> tuple[str, ...]:
    """Return a line for each number that cannot stand and each token that could not be rendered as written.

    A line says what is wrong and which token belongs there. What the checker knows besides (这一项本期为14次，上年为13次) is
    for the writer's eyes: a value, this year's or last, has no place in a prompt.
    """
    offered = {figure.id for figure in figures}
    lines = [_repair_line(rendered, item, offered) for item in verdicts if item.verdict is Verdict.FAIL]
    lines += [f"“{problem.token}”：{without_values(problem.message)}" for problem in rendered.problems]
    return tuple(dict.fromkeys(lines))


def _repair_line(rendered: Rendered, item: MentionVerdict, offered: Set[str]) -> str:
    start, end = item.mention.start, item.mention.end
    bound = [binding for binding in rendered.bindings if binding.start < end and start < binding.end]
    wrote = f"{{{{{bound[0].figure_id}}}}}" if bound else item.mention.text
    before = without_values(re.split(r"[，。；：、\n]", rendered.text[max(0, start - 30) : start])[-1])
    right = f"，这里应写 {{{{{item.figure_id}}}}}" if item.figure_id in offered else ""
    return f"“{before}{wrote}”：{_FAULTS.get(item.relation, '数据里找不到依据')}{right}"


def repair_messages(
    asked: Sequence[Message], answer: str, findings: Sequence[str], figures: Sequence[Figure]
) -> tuple[Message, ...]:
    """Return the conversation that asks for one correction of ``answer``, naming each number without a source."""
    prompt = render("repair", findings=list(findings), figures=figure_lines(figures))
    return (*asked, Message("assistant", answer), Message("user", prompt.user))


def revision_messages(
    request: Request,
    section: OutlineSection,
    tone: str,
    text: str,
    instruction: str,
    figures: Sequence[Figure],
    title: str,
    locked: Sequence[LockedSentence] = (),
) -> tuple[Message, ...]:
    """Return the messages that ask for ``text`` (figures and locked sentences as tokens) to be changed as the writer says."""
    return _messages(
        render(
            "revise",
            title=_plain(title or request.title),
            heading=_heading_of(section),
            tone=tone,
            figures=figure_lines(figures),
            locked=_locked_lines(locked),
            text=unfenced(text),
            instruction=instruction.strip(),
        )
    )


def figure_lines(figures: Sequence[Figure], *, compared: bool = True) -> list[str]:
    """Return a line for each figure: its token, what it means, and what else may be said of it. The value is not in it.

    A share is offered only of a whole that stands among ``figures`` too. ``compared`` is false where a section sets
    targets: 4个以上（比上年减少） would have a plan excuse itself.
    """
    return [_figure_line(figure, declared_wholes(figure, figures), compared) for figure in figures]


def _locked_lines(locked: Sequence[LockedSentence]) -> list[str]:
    """Return a line for each locked sentence: its token, where it stood and what it says, without its numbers."""
    return [
        f"{one.token}（原在第{write_ordinal(min(one.paragraph, 98) + 1)}段）：{without_values(_plain(one.text))}"
        for one in locked
    ]


def leads_in(context: SectionContext, outline: Sequence[OutlineSection]) -> bool:
    """Tell whether a section only leads up to those under it: it has headings below, and no matter of its own."""
    if context.figures or context.themes or not context.section.level:
        return False
    ids = [item.id for item in outline]
    after = ids.index(context.section.id) + 1 if context.section.id in ids else len(ids)
    return after < len(ids) and outline[after].level > context.section.level


def purpose_of(context: SectionContext, *, leads: bool = False) -> str:
    """Return what a section is for: what its role asks, and the genre's hint for its heading."""
    section = context.section
    if section.role is Role.OPENING and section.level == 0:
        return f"{_PURPOSES[Role.OPENING]}。{context.genre.opening}"
    if section.role is Role.CLOSING:
        return f"{_PURPOSES[Role.CLOSING]}。{context.genre.ending}"
    purpose = _LEADING if leads else _PURPOSES[section.role]
    for known in context.genre.sections:
        if known.heading == section.heading and known.hint:
            return f"{purpose}。{known.hint}"
    return purpose


def length_of(
    section: OutlineSection, figures: int, themes: Sequence[Theme], *, leads: bool = False
) -> tuple[int, int]:
    """Return the characters a section should have at least and at most: more figures and notes need more room."""
    if leads:
        return _LEADING_LENGTH
    low, high = _LENGTHS.get(section.role, (200, 450))
    notes = sum(len(theme.notes) for theme in themes)
    more = figures * 20 + notes
    return _round(low + more // 2), _round(high + more)


def _names_themes(section: OutlineSection) -> bool:
    """Tell whether a section speaks of the whole: there past reports named their campaigns, and this one has its own."""
    return section.role in _FRAMING or (section.role is Role.PROGRESS and section.level <= 1)


def _figure_line(figure: Figure, wholes: Sequence[Figure], compared: bool) -> str:
    about = [f"单位：{figure.unit}"] if figure.unit else []
    if figure.value.kind in _KINDS:
        about.append(_KINDS[figure.value.kind])
    about += [part for part in (figure.scope, figure.note) if part]
    forms = f"；{_ON_RECORD}{_direction(figure)}" if compared and _has_past(figure) else ""
    forms += "".join(f"；占{_plain(whole.name)}的比重用 {share_token(figure, whole)}" for whole in wholes[:MAX_WHOLES])
    described = f"（{'；'.join(_plain(part) for part in about)}）" if about else ""
    return f"{{{{{figure.id}}}}} = {_plain(figure.name)}{described}{forms}"


def _has_past(figure: Figure) -> bool:
    """Tell whether last year's value says anything beside this year's: that of a document number does not."""
    return figure.previous is not None and figure.previous.value is not None


def _direction(figure: Figure) -> str:
    if change_of(figure).problem:
        return "（算不出同比）"
    now, before = figure.value.value, figure.previous.value if figure.previous else None
    if now is None or before is None or now == before:
        return "（与上年持平）" if now is not None and now == before else ""
    return "（比上年增加）" if now > before else "（比上年减少）"


def _theme_lines(themes: Sequence[Theme]) -> list[str]:
    lines: list[str] = []
    room = MAX_NOTES_CHARACTERS
    for theme in themes:
        lines.append(f"主题：{_plain(theme.name)}")
        for note in theme.notes.splitlines():
            if note.strip() and room > 0:
                lines.append(f"  - {_plain(note.strip()[:room])}")
                room -= len(note)
    return lines


def _outline_line(section: OutlineSection, request: Request) -> str:
    """Return a heading with what its section will cover: the same in every prompt of a draft, whatever is written yet."""
    names = {figure.id: figure.name for figure in request.figures.figures}
    covers = [*section.theme_names, *(names[figure_id] for figure_id in section.figure_ids if figure_id in names)]
    shown = "、".join(covers[:MAX_COVERED]) + ("等" if len(covers) > MAX_COVERED else "")
    line = f"{'　' * max(0, section.level - 1)}- {section.heading}" + (f"（写{shown}）" if shown else "")
    return _plain(line)


def _heading_of(section: OutlineSection) -> str:
    return _plain(section.heading) or {Role.OPENING: "导语", Role.CLOSING: "结尾"}.get(section.role, "正文")


def _plain(text: str) -> str:
    """Return text that cannot pass for a figure token or open a fence."""
    return unfenced(text).replace("\n", " ")


def _messages(prompt: Prompt) -> tuple[Message, ...]:
    return Message("system", prompt.system), Message("user", prompt.user)


def _round(count: int) -> int:
    return (count + 5) // 10 * 10
