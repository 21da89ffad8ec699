"""The main flow: from a request to a draft in which every number is traced. Read this file first.

request → ``outline`` → ``create`` → ``draft``, and for each section of it: find past phrasing → write it (a model, or the
offline composer) → put the numbers in → check → save. Then ``check`` over the whole, and ``revise`` as the writer asks.
"""

import asyncio
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from drafting.borrowed_reports import borrowable_for
from drafting.chat import Chat
from drafting.checking.draft_check import DraftCheck, check_draft
from drafting.checking.supplied import Supplied, supplied_for
from drafting.composer import compose
from drafting.composer.prose import written_sentences
from drafting.draft import Author, Draft, DraftSection, Outline, OutlineSection, SectionState
from drafting.draft_store import DraftStore
from drafting.endpoint import Endpoint
from drafting.errors import ChatError, DraftNotFoundError, RequestError, SettingsError
from drafting.genre import Genre
from drafting.locked_return import quoted, take_back
from drafting.locked_text import render_with_locked
from drafting.outline import assign, propose_outline
from drafting.outline_writing import write_outline
from drafting.past_figures import past_figures
from drafting.past_phrasing import own_phrasing
from drafting.patience import Patience
from drafting.request import Request
from drafting.revision import Revision, revise_section
from drafting.section_context import SectionContext
from drafting.section_material import Material, gather, nearest
from drafting.section_record import Listener, SectionRecord, usage_meter
from drafting.section_writing import Writing, write_section
from knowledge_base.library import Library
from knowledge_base.report import Period, Report, Role, UsualIndicator

#: These sum up the others, and come last in the queue: by the time a place is free for them the others mostly stand.
FRAMING = frozenset({Role.OPENING, Role.CLOSING})


class Drafter:
    """Drafts reports. Everything that it needs is given to it; it keeps nothing but what it stores."""

    def __init__(
        self,
        *,
        library: Library,
        genres: Mapping[str, Genre],
        store: DraftStore,
        chat: Chat | None = None,
        patience: Patience | None = None,
        parallel: int = 4,
    ) -> None:
        self._library = library
        self._genres = genres
        self._store = store
        self._endpoint = Endpoint(chat, patience or Patience()) if chat is not None else None
        self._parallel = parallel

    @property
    def model(self) -> str:
        """Return the name of the model that drafts, or an empty string where the offline composer does."""
        return self._endpoint.name if self._endpoint is not None else ""

    def genre(self, genre_id: str) -> Genre:
        """Return a genre by its id. Raises RequestError that names those there are."""
        if genre_id not in self._genres:
            names = "、".join(genre.name for genre in self._genres.values())
            raise RequestError(f"没有“{genre_id}”这个文种；可用的文种有：{names}。")
        return self._genres[genre_id]

    def prefill(self, genre_id: str, unit: str, period: Period) -> tuple[UsualIndicator, ...]:
        """Return the indicators that this unit's reports of the genre usually carry, with last period's values.

        The genre's own indicators follow where no past report carried them.
        """
        genre = self.genre(genre_id)
        seen = self._library.usual_indicators(genre_id, unit, period.half)
        known = {indicator.name for indicator in seen}
        topics = {name: section.heading for section in genre.sections for name in section.indicators}
        rest = [
            UsualIndicator(name, "", "", "", seen_in=0, out_of=0, topic=topic)
            for name, topic in topics.items()
            if name not in known
        ]
        return (*seen, *rest)

    def outline(self, request: Request) -> Outline:
        """Return the headings of the report, its figures and themes assigned to them."""
        return propose_outline(request, self.genre(request.genre), nearest(self._library, request))

    def outline_anew(self, draft: Draft) -> Outline:
        """Return a new outline for a draft under way: a heading that it had before keeps its section, and so its text."""
        return _with_ids(self.outline(draft.request), draft)

    async def outline_by_model(self, draft: Draft) -> Outline:
        """Return an outline for the draft as the model writes it; a heading that the draft has keeps its section.

        Raises SettingsError where no model is configured, ChatError where it gave no outline; the draft's own still stands.
        """
        if self._endpoint is None:
            raise SettingsError(
                "没有配置模型，不能由模型拟写提纲；请使用按往年报告得出的提纲，或设置 OPENAI_BASE_URL 和 ZHIBI_MODEL。"
            )
        request, genre = draft.request, self.genre(draft.request.genre)
        reports = await asyncio.to_thread(nearest, self._library, request)
        usual = await asyncio.to_thread(propose_outline, request, genre, reports)
        meter = usage_meter(self._store, draft.id, "", self.model)
        written = await write_outline(request, genre, usual, draft.title, self._endpoint.run(), meter)
        numbered = _with_ids(written, draft)
        return await asyncio.to_thread(assign, numbered, request, genre, reports)

    def title(self, request: Request) -> str:
        """Return the request's title, or the genre's for this unit and period."""
        pattern = self.genre(request.genre).title
        return request.title or pattern.format(unit=request.unit, period=request.period.label)

    def create(self, request: Request, outline: Outline | None = None, *, owner: str = "") -> Draft:
        """Store a new draft of the request, every section waiting, and return it."""
        return self._store.create(request, outline or self.outline(request), title=self.title(request), owner=owner)

    async def draft(
        self,
        draft_id: str,
        section_ids: Iterable[str] | None = None,
        *,
        author: Author | None = None,
        listener: Listener | None = None,
    ) -> Draft:
        """Write sections of a draft and return it as it then stands: the given ones, or all that are not done.

        Each section is stored as it comes. One that fails is marked with the reason, and the others go on. The model
        writes where one is configured, unless ``author`` is COMPOSER. Cancelled, it leaves unfinished sections waiting.
        """
        draft = self._store.get(draft_id)
        sections = _to_write(draft, section_ids)
        genre = self.genre(draft.request.genre)
        material = await asyncio.to_thread(gather, self._library, genre, draft.request)
        records = {
            section.id: SectionRecord(
                self._store, draft, section.id, model=self.model, listener=listener, chinese_up_to=genre.chinese_up_to
            )
            for section in sections
        }
        if author is Author.COMPOSER or self._endpoint is None:
            await self._compose(draft, sections, material, records)
        else:
            await self._ask_model(draft, sections, material, records, self._endpoint.run())
        return self._store.get(draft_id)

    def check(self, draft: Draft) -> DraftCheck:
        """Return the verdict on every number of a draft, and the findings about it as a whole."""
        reports = nearest(self._library, draft.request)
        return check_draft(draft, self._supplied(draft.request, reports), borrowable_for(self._library, draft, reports))

    async def revise(
        self, draft: Draft, section_id: str, instruction: str, *, paragraph: int | None = None
    ) -> DraftSection:
        """Return a proposal of a section changed as the writer says; nothing is stored until the writer accepts it.

        ``paragraph`` (from 0) limits the change to one paragraph. Raises SettingsError where no model is configured.
        """
        if self._endpoint is None:
            raise SettingsError(
                "没有配置模型，不能按要求修改；可以直接在文中修改，或用离线方式重新拟写这一节。"
                "要使用模型，请设置 OPENAI_BASE_URL 和 ZHIBI_MODEL。"
            )
        if not instruction.strip():
            raise RequestError("没有写修改要求；请写明怎样改，例如“压缩到两百字”。")
        genre = self.genre(draft.request.genre)
        revision = Revision(
            draft=draft,
            heading=_outline_section(draft, section_id),
            section=_section(draft, section_id),
            instruction=instruction,
            tone=genre.tone,
            paragraph=paragraph,
            chinese_up_to=genre.chinese_up_to,
        )
        record = SectionRecord(self._store, draft, section_id, model=self.model)
        return await revise_section(revision, self._endpoint.run(), record.meter)

    def recompose(self, draft: Draft, section_id: str) -> DraftSection:
        """Return a proposal of a section written by the offline composer; nothing is stored."""
        material = gather(self._library, self.genre(draft.request.genre), draft.request)
        written = _written_elsewhere(draft, section_id)
        return _composed(material.context(draft, _outline_section(draft, section_id), written=written))

    def _supplied(self, request: Request, reports: Sequence[Report]) -> Supplied:
        """Return what numbers are traced to, and the past reports' figures that they must not be."""
        return supplied_for(request, past_figures(reports, request.figures.figures))

    async def _compose(
        self,
        draft: Draft,
        sections: Sequence[OutlineSection],
        material: Material,
        records: Mapping[str, SectionRecord],
    ) -> None:
        """Compose section after section, each knowing the sentences that the others have."""
        for section in sections:
            with records[section.id] as record:
                written = _written_elsewhere(self._store.get(draft.id), section.id)
                context = await asyncio.to_thread(material.context, draft, section, written=written)
                record.finish(await asyncio.to_thread(_composed, context))

    async def _ask_model(
        self,
        draft: Draft,
        sections: Sequence[OutlineSection],
        material: Material,
        records: Mapping[str, SectionRecord],
        endpoint: Endpoint,
    ) -> None:
        """Have sections written side by side, those that frame the others last.

        None waits for another: what each one covers is known from the outline, and said in every prompt. With a place for
        every section a draft takes no longer than its slowest section.
        """
        places = asyncio.Semaphore(self._parallel)
        supplied = self._supplied(draft.request, material.reports)

        def context_of(section: OutlineSection) -> SectionContext:
            covered = _covered(self._store.get(draft.id))
            elsewhere = tuple(line for section_id, line in covered.items() if section_id != section.id)
            context = material.context(draft, section, neighbours=elsewhere)
            return replace(context, passages=own_phrasing(context.passages, section, draft.outline.sections))

        async def write(section: OutlineSection) -> None:
            async with places:
                with records[section.id] as record:
                    context = await asyncio.to_thread(context_of, section)
                    writing = Writing(draft, endpoint, supplied, record.progress, record.meter)
                    try:
                        record.finish(await write_section(writing, context))
                    except ChatError as error:
                        record.fail(error)

        try:
            async with asyncio.TaskGroup() as group:
                for section in sorted(sections, key=lambda section: section.role in FRAMING):
                    group.create_task(write(section))
        except ExceptionGroup as errors:
            # Not the endpoint's failures, those are the section's: the library or the store cannot be used.
            raise errors.exceptions[0] from errors


def _with_ids(outline: Outline, draft: Draft) -> Outline:
    """Return an outline whose headings have the ids that the draft knows them by, and new ones where it knows none."""
    held = {(section.level, section.heading, section.role): section.id for section in draft.outline.sections}
    taken = frozenset(held.values())
    fresh = (f"s{number}" for number in itertools.count(1) if f"s{number}" not in taken)
    sections = []
    for section in outline.sections:
        key = (section.level, section.heading, section.role)
        sections.append(replace(section, id=held.pop(key) if key in held else next(fresh)))
    return Outline(tuple(sections))


def _to_write(draft: Draft, section_ids: Iterable[str] | None) -> list[OutlineSection]:
    """Return the sections to write in the outline's order: those asked for, else those that are not done."""
    drafted = [section for section in draft.outline.sections if section.drafted]
    if section_ids is None:
        done = {section.id for section in draft.sections if section.state is SectionState.DONE}
        return [section for section in drafted if section.id not in done]
    wanted = frozenset(section_ids)
    for section_id in wanted:
        _outline_section(draft, section_id)
    return [section for section in drafted if section.id in wanted]


def _composed(context: SectionContext) -> DraftSection:
    """Return a section as the offline composer writes it, its numbers put in."""
    composed = compose(context)
    text = take_back(composed.text, context.locked).text
    rendered = render_with_locked(text, context.request.figures.figures, context.locked, context.genre.chinese_up_to)
    kept = (f"本节锁定的话已原样放进新稿：{quoted(one.text for one in context.locked)}；请看前后是否通顺。",)
    section = DraftSection(
        id=context.section.id,
        text=rendered.text,
        state=SectionState.DONE,
        author=Author.COMPOSER,
        bindings=rendered.bindings,
        source_ids=composed.source_ids,
        notes=tuple(
            dict.fromkeys(
                (
                    *composed.notes,
                    *(kept if context.locked else ()),
                    *(problem.message for problem in rendered.problems),
                )
            )
        ),
        locks=rendered.locks,
    )
    if rendered.text.strip():
        return section
    return DraftSection(
        id=context.section.id,
        state=SectionState.FAILED,
        error="没有找到可借鉴的往年材料，也没有这一节的要点和数据，离线方式写不出这一节；请补充要点，或直接填写。",
    )


def _covered(draft: Draft) -> dict[str, str]:
    """Return, by section, what each written section covers: its heading and how it begins."""
    headings = {section.id: section.heading for section in draft.outline.sections}
    return {
        section.id: f"{headings[section.id] or '导语'}：{section.text.strip()[:60]}"
        for section in draft.sections
        if section.state is SectionState.DONE and section.text.strip()
    }


def _written_elsewhere(draft: Draft, section_id: str) -> frozenset[str]:
    """Return the sentences that the other sections have, so that none is written twice."""
    return frozenset().union(
        *(written_sentences(section.text) for section in draft.sections if section.id != section_id)
    )


def _outline_section(draft: Draft, section_id: str) -> OutlineSection:
    for section in draft.outline.sections:
        if section.id == section_id:
            return section
    raise DraftNotFoundError(f"草稿里没有编号为“{section_id}”的一节；请刷新页面后重试。")


def _section(draft: Draft, section_id: str) -> DraftSection:
    return next(section for section in draft.sections if section.id == section_id)
