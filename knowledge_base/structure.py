"""A report's paragraphs as its parts: title, 主送, opening, section tree, closing, 署名, date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge_base.headings import Heading, heading_of, split_glued, titles_alone
from knowledge_base.report import Role, Section
from knowledge_base.roles import is_part_heading, opens_plans, role_of_child, role_of_heading

_TITLE_NOUN = r"(?:报告|总结|要点|汇报|方案|计划|意见|情况|打算|安排|材料|通知|讲话|纪要|规划|说明|自查|述职)"
_TITLE_END = re.compile(rf"{_TITLE_NOUN}(?:[（(][^（）()]{{1,16}}[）)])?$")
_GLUED_TITLE = re.compile(
    r"(.{4,60}?(?:总结|报告|要点|汇报|方案|计划))"
    r"(?=根据|为|按照|(?:19|20)[\dxX×*]{2}年|今年|一年来|近年来|现将|各|[^，。]{2,20}[:：]"
    r"|[^，。]{0,12}(?:坚持|深入|全面|紧紧|认真|在[^，。]{2,30}领导下))"
)
_DOCUMENT_NUMBER = re.compile(r"[\u4e00-\u9fffA-Za-zX×*]{1,16}[〔\[（(]\s*[\dxX×*]{2,4}\s*[〕\]）)]\s*[\dxX×*]+\s*号")
_LETTERHEAD = re.compile(r"[^，。；：]{4,40}文件|[^，。；：]{4,40}(?:办公室|委员会)文件")
_BYLINE = re.compile(
    r"——.*|[（(].{4,60}[)）]|.{0,20}(?:省长|市长|州长|主席|总理|书记|主任)\s*\S{2,4}\s*|\d{4}年\d{1,2}月\d{1,2}日.{0,60}(?:会议上|讲话)?.*"
)
_RECIPIENT = re.compile(r"[^，。；！？]{2,60}[:：]|[^。；！？]{2,60}(?:委|办|局|处|组|部|府|会|室|代表|同志)[:：]")
_NOT_RECIPIENT = re.compile(r"如下|以下|情况|指出|强调|要求[:：]|工作[:：]|方面[:：]|主要是|措施")
_DATE = re.compile(
    r"(?:[（(]?\s*)((?:(?:19|20)[\dxX×*]{2}|[二〇零○一九][〇零○一二三四五六七八九十]{3})\s*年\s*[\dxX×*〇一二三四五六七八九十]{1,3}\s*月\s*[\dxX×*〇一二三四五六七八九十]{1,3}\s*日)(?:\s*[)）])?"
)
_APPENDIX = re.compile(r"附\s*件?\s*\d*\s*[:：]|附件\s*\d*(?:\s.*)?$|名词解释|附录|注释[:：]?$")
_CLOSING = re.compile(
    r"(?:特此|专此|以上)(?:报告|汇报|总结|报送|情况)?[^。]{0,30}[。！]?|(?:妥否|当否|如无不妥)[^。]{0,20}[。！]?"
)
_ORGANISATION = re.compile(
    r".*(?:委员会|办公室|党工委|管委会|工委|党委|支部|总支|党组|政府|局|中心|处|科|部|公司|园区|办)(?:[（(].{1,8}[)）])?"
)


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """The parts of a report. What is missing is empty; ``notes`` say so in Chinese.

    ``sections`` begins with the opening (level 0) where there is one and may end with a closing (level 0). A section
    without number and title stands where the report has lost a heading.
    """

    title: str
    recipient: str
    sections: tuple[Section, ...]
    signature: str = ""
    date: str = ""
    document_number: str = ""
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Node:
    level: int
    number: str = ""
    title: str = ""
    role: Role = Role.PROGRESS
    paragraphs: list[str] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)
    unnumbered: bool = False  # told from the lines around it, its level from where it stands

    def frozen(self) -> Section:
        children = tuple(child.frozen() for child in self.children)
        return Section(self.level, self.number, self.title, self.role, tuple(self.paragraphs), children)


def parse_structure(
    paragraphs: Sequence[str], title_hint: str = "", outline: Mapping[str, int] | None = None
) -> ParsedReport:
    """Return the report's parts.

    ``title_hint`` is a title known from elsewhere (a site's banner, a .docx's title style). ``outline`` gives the level
    of paragraphs that the file itself calls headings, so that one without a number is known.
    """
    rest = list(paragraphs)
    title, document_number = _take_title(rest, title_hint)
    recipient = _take_recipient(rest)
    rest = [piece for paragraph in rest for piece in split_glued(paragraph)]
    signature, date = _take_signature(rest)
    closing = _take_closing(rest)
    sections, lost = _tree(rest, title, outline or {})
    notes = []
    if not title:
        notes.append("未找到标题")
    if lost:
        notes.append(f"疑似缺少标题 {lost} 处，已按内容分段")
    if not any(section.level for section in sections):
        notes.append("未找到分级标题，全文作为一段导语")
    if closing:
        sections.append(Section(0, "", "", Role.CLOSING, tuple(closing)))
    return ParsedReport(title, recipient, tuple(sections), signature, date, document_number, tuple(notes))


def _take_title(rest: list[str], hint: str) -> tuple[str, str]:
    """Remove title, letterhead, document number and byline from the front; return title and document number."""
    title, number, at = "", "", 0
    while at < min(len(rest), 12):
        line = rest[at].strip("《》 ")
        if heading_of(line) is not None:
            break
        if _DOCUMENT_NUMBER.fullmatch(line):
            number = line
        elif not title and (_is_title(line) or _continues_title(rest, at)):
            title = line
            if _continues_title(rest, at):
                at += 1
                title += rest[at].strip()
        elif not (_is_byline(line) or (not title and _LETTERHEAD.fullmatch(line))):
            break
        at += 1
    if title or number:
        del rest[:at]
    if not title and rest:
        title = _take_glued_title(rest, hint)
    return title, number


def _is_title(line: str) -> bool:
    return len(line) <= 60 and not re.search(r"[。；！？，]|[:：]$", line) and _TITLE_END.search(line) is not None


def _is_byline(line: str) -> bool:
    return len(line) <= 60 and _BYLINE.fullmatch(line) is not None


def _continues_title(rest: list[str], at: int) -> bool:
    """Tell whether a title is broken after this line: 中共云岚工业园区工作委员会 / 关于…的报告."""
    if at + 1 >= len(rest):
        return False
    line, following = rest[at].strip(), rest[at + 1].strip()
    return (
        len(line) <= 40
        and not re.search(r"[，。；：:！？]", line)
        and following.startswith(("关于", "20", "开展", "落实"))
        and _is_title(following)
        and not _TITLE_END.search(line)
    )


def _take_glued_title(rest: list[str], hint: str) -> str:
    first = rest[0]
    if hint and first.startswith(hint):
        rest[0] = first[len(hint) :].strip()
        if not rest[0]:
            rest.pop(0)
        return hint
    found = _GLUED_TITLE.match(first)
    if found and len(first) > 80 and not re.search(r"[，。；：]", found.group(1)) and heading_of(first) is None:
        rest[0] = first[found.end() :].strip()
        return found.group(1)
    return hint


def _take_recipient(rest: list[str]) -> str:
    if not rest or heading_of(rest[0]) is not None:
        return ""
    line = rest[0]
    if _RECIPIENT.fullmatch(line) and not _NOT_RECIPIENT.search(line):
        return rest.pop(0)
    glued = re.match(r"(各位(?:代表|同志|领导)[:：])(?=.)", line)
    if glued:
        rest[0] = line[glued.end() :].strip()
        return glued.group(1)
    return ""


def _take_signature(rest: list[str]) -> tuple[str, str]:
    """Remove 署名 and date from the end; both may stand on one line, or be missing."""
    if not rest:
        return "", ""
    last = rest[-1]
    dated = _DATE.fullmatch(last.strip())
    if dated:
        rest.pop()
        signature = ""
        if rest and len(rest[-1]) <= 40 and not re.search(r"[。；！？：]$", rest[-1]) and heading_of(rest[-1]) is None:
            signature = rest.pop().strip()
        return signature, dated.group(1)
    both = re.fullmatch(rf"([^，。；：]{{4,40}}?)\s*{_DATE.pattern}", last.strip())
    if both and _ORGANISATION.fullmatch(both.group(1)):
        rest.pop()
        return both.group(1), both.group(2)
    if (
        len(last) <= 30
        and len(rest) > 2
        and "：" not in last
        and _ORGANISATION.fullmatch(last)
        and heading_of(last) is None
    ):
        return rest.pop().strip(), ""
    return "", ""


def _take_closing(rest: list[str]) -> list[str]:
    closing: list[str] = []
    while len(rest) > 1 and len(rest[-1]) <= 40 and _CLOSING.fullmatch(rest[-1]):
        closing.insert(0, rest.pop())
    return closing


def _tree(paragraphs: Sequence[str], title: str, outline: Mapping[str, int]) -> tuple[list[Section], int]:
    root = _Node(0, role=Role.OPENING)
    path = [root]
    tops: list[_Node] = []
    lost = 0
    alone = titles_alone(paragraphs)
    deeper = 0  # 1 inside an unnumbered part (2023年工作回顾) whose own headings begin at 一、
    for at, paragraph in enumerate(paragraphs):
        following = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
        if _APPENDIX.match(paragraph) and len(paragraph) <= 40 and at > 2:
            # 名词解释 and lists numbered 1. 2. are no sections of the report
            tops.append(
                _Node(1, title=paragraph.rstrip("：:"), role=Role.CLOSING, paragraphs=list(paragraphs[at + 1 :]))
            )
            break
        heading = heading_of(paragraph)
        if heading is None and 0 < outline.get(paragraph, 0) <= 4 and len(paragraph) <= 60:
            heading = Heading(outline[paragraph], "", 0, paragraph.rstrip("：。"))
        elif heading is None and is_part_heading(paragraph, following):
            heading = Heading(1, "", 0, paragraph)
            deeper = 0
        elif heading is not None:
            under_part = len(path) > 1 and path[1].number == "" and path[1].title != ""
            if under_part and heading.level == 1 and heading.ordinal == 1:
                deeper = 1
            heading = replace(heading, level=heading.level + deeper)
        if heading is None and at in alone and (len(path) > 1 or not paragraph.endswith("。")):
            while path[-1].unnumbered:
                path.pop()
            heading = Heading(path[-1].level + 1, "", 0, paragraph.rstrip("。"))
            _place(heading, path, tops, title).unnumbered = True
            continue
        if heading is None:
            if _heading_lost(paragraph, path):
                node = _Node(1, role=Role.PLANS, paragraphs=[paragraph])
                tops.append(node)
                path = [root, node]
                lost += 1
            else:
                path[-1].paragraphs.append(paragraph)
            continue
        node = _place(heading, path, tops, title)
        if heading.rest:
            node.paragraphs.append(heading.rest)
    sections = [node.frozen() for node in tops]
    if root.paragraphs:
        sections.insert(0, root.frozen())
    return sections, lost


def _place(heading: Heading, path: list[_Node], tops: list[_Node], title: str) -> _Node:
    while path[-1].level >= heading.level:
        path.pop()
    parent = path[-1]
    role = role_of_heading(heading.title, title) if parent.level == 0 else role_of_child(heading.title, parent.role)
    node = _Node(heading.level, heading.number, heading.title, role)
    (tops if parent.level == 0 else parent.children).append(node)
    path.append(node)
    return node


def _heading_lost(paragraph: str, path: list[_Node]) -> bool:
    """Tell whether plans begin under a heading of problems: the report has lost the heading between them."""
    top = path[1] if len(path) > 1 else None
    return top is not None and top.role is Role.PROBLEMS and opens_plans(paragraph)
