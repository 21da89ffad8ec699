"""An outline written by the model, where the writer asks for one; what it may not leave out is put back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from drafting.answer_text import unwrapped
from drafting.chat import Usage
from drafting.draft import Outline, OutlineSection
from drafting.endpoint import Endpoint
from drafting.enumerator import heading_level, strip_enumerator
from drafting.errors import ChatBrokenError
from drafting.genre import Genre
from drafting.headings import ALIKE, likeness
from drafting.manuscript import numbered_headings
from drafting.request import Request
from drafting.section_prompt import outline_messages
from knowledge_base.quantities.mention import QUANTITY_KINDS
from knowledge_base.quantities.reader import read
from knowledge_base.report import Role
from knowledge_base.roles import role_of_child, role_of_heading

REASON = "模型拟写"
PUT_BACK = "模型未列，按往年报告补上"
FEWEST = 2
MOST = 40


async def write_outline(
    request: Request,
    genre: Genre,
    usual: Outline,
    title: str,
    endpoint: Endpoint,
    meter: Callable[[Usage], None] | None = None,
) -> Outline:
    """Return the outline as the model writes it after the usual one, without ids, figures and themes.

    First-level parts of the usual outline that it left out (problems, plans) are put back. Raises ChatError where no outline
    came.
    """
    lines = [line for line in numbered_headings(usual) if line]
    answer = await endpoint.ask(outline_messages(request, genre, title, lines), meter=meter)
    headings = _read(answer.text)
    if len(headings) < FEWEST:
        raise ChatBrokenError("模型没有给出可用的提纲；请重试，或使用按往年报告得出的提纲。", answer.text)
    own = _put_back([_section(level, text, usual, title) for level, text in headings[:MOST]], usual)
    opening = [section for section in usual.sections if section.level == 0 and section.role is not Role.CLOSING]
    closing = [section for section in usual.sections if section.level == 0 and section.role is Role.CLOSING]
    bare = (replace(section, figure_ids=(), theme_names=()) for section in (*opening, *_parted(own), *closing))
    return Outline(tuple(bare))


def _read(answer: str) -> list[tuple[int, str]]:
    """Return the headings of an answer with their levels; what is no heading is passed over, and a number in one cut out."""
    found: list[tuple[int, str]] = []
    for line in unwrapped(answer).splitlines():
        level = heading_level(line.strip())
        heading = strip_enumerator(line.strip()).rstrip("。；;")
        if level not in (1, 2) or not heading or any(mention.kind in QUANTITY_KINDS for mention in read(heading)):
            continue
        if (level, heading) not in found:
            found.append((level, heading))
    if found and found[0][0] == 2:
        return []  # the first part's own heading is lost, and with it what the rest belongs to
    return found


def _section(level: int, heading: str, usual: Outline, title: str) -> OutlineSection:
    alike = max(
        (section for section in usual.sections if section.level == level),
        key=lambda section: likeness(section.heading, heading),
        default=None,
    )
    if alike is not None and likeness(alike.heading, heading) >= ALIKE:
        reason = f"{REASON}；{alike.reason}" if alike.reason else REASON
        return OutlineSection("", level, heading, alike.role, reason=reason)
    return OutlineSection("", level, heading, role_of_heading(heading, title), reason=REASON)


def _put_back(sections: list[OutlineSection], usual: Outline) -> list[OutlineSection]:
    """Return the sections with the usual first-level parts whose role none of them has, each where it used to stand."""
    order = [section for section in usual.sections if section.level == 1]
    for place, part in enumerate(order):
        if any(section.level == 1 and section.role is part.role for section in sections):
            continue
        later = {following.role for following in order[place + 1 :]}
        at = next((i for i, s in enumerate(sections) if s.level == 1 and s.role in later), len(sections))
        sections[at:at] = [replace(section, reason=PUT_BACK) for section in _with_children(part, usual)]
    return sections


def _with_children(part: OutlineSection, usual: Outline) -> Sequence[OutlineSection]:
    at = usual.sections.index(part)
    end = next((i for i in range(at + 1, len(usual.sections)) if usual.sections[i].level != 2), len(usual.sections))
    return usual.sections[at:end]


def _parted(sections: Sequence[OutlineSection]) -> list[OutlineSection]:
    """Return the sections with their roles under their parts, a part being only a heading where others stand below it."""
    parted: list[OutlineSection] = []
    part: OutlineSection | None = None
    for place, section in enumerate(sections):
        if section.level == 1:
            has_own = place + 1 < len(sections) and sections[place + 1].level == 2
            part = replace(section, drafted=not has_own)
            parted.append(part)
        else:
            role = role_of_child(section.heading, part.role) if part is not None else section.role
            parted.append(replace(section, role=role, drafted=True))
    return parted
