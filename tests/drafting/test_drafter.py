"""The main flow, with the real library, the real check and a real HTTP endpoint that behaves as it is told."""

import asyncio
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drafting.draft import Author, Draft, DraftSection, Outline, SectionState
from drafting.drafting_job import JobState
from drafting.errors import DraftNotFoundError, RequestError, SettingsError
from drafting.examples import write_example
from drafting.request import Request
from drafting.request_file import load_request
from drafting.section_record import SectionProgress
from drafting.settings import load_settings
from drafting.workspace import Workspace
from knowledge_base.report import Period, Role
from tests import scripted_endpoint as scripted
from tests.scripted_endpoint import Reply, ScriptedEndpoint, good_section, prompt_of, says, section_for

Opened = Callable[..., Workspace]
GENRES = ("work_summary", "model_organ", "party_governance", "party_building_status", "work_priorities")


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    Workspace.open(load_settings(home=home)).close()
    return home


@pytest.fixture
def opened(filled_home: Path, tmp_path: Path) -> Iterator[Opened]:
    """Open a workspace on a copy of the starter library, with an endpoint or without; it is closed after the test."""
    open_ones: list[Workspace] = []

    def open_one(endpoint: ScriptedEndpoint | None = None, **settings: object) -> Workspace:
        home = tmp_path / "home"
        if not home.exists():
            shutil.copytree(filled_home, home)
        if endpoint is not None:
            settings |= {"base_url": endpoint.url, "model": "scripted", "backoff": 0.01, "retries": 1}
        workspace = Workspace.open(load_settings(home=home, **settings))
        open_ones.append(workspace)
        return workspace

    yield open_one
    for workspace in open_ones:
        workspace.close()


def request_of(workspace: Workspace, genre: str, folder: Path) -> Request:
    write_example(genre, folder)
    return load_request(folder / "request.yaml", workspace.genres)


@pytest.fixture
def request_for(tmp_path: Path) -> Callable[[Workspace], Request]:
    return lambda workspace: request_of(workspace, "work_summary", tmp_path / "example")


def drafted(workspace: Workspace, request: Request, **options: Author) -> Draft:
    draft = workspace.drafter.create(request)
    return asyncio.run(workspace.drafter.draft(draft.id, **options))


def sections_of(draft: Draft) -> list[DraftSection]:
    """Return the sections that are to be drafted."""
    return [section for section, heading in zip(draft.sections, draft.outline.sections, strict=True) if heading.drafted]


def sections_asked(endpoint: ScriptedEndpoint) -> list[str]:
    """Return the prompts that asked for a section, without those that asked for a correction."""
    return [prompt for prompt in endpoint.prompts if "找不到依据" not in prompt]


def failures(workspace: Workspace, draft: Draft) -> list[str]:
    report = workspace.drafter.check(draft).report
    return [f"{item.text} {item.message}" for item in report.findings if item.severity == "fail"]


class TestOffline:
    @pytest.mark.parametrize("genre", GENRES)
    def test_every_genre_is_drafted_whole_and_without_a_wrong_number(
        self, opened: Opened, tmp_path: Path, genre: str
    ) -> None:
        workspace = opened()
        draft = drafted(workspace, request_of(workspace, genre, tmp_path / genre))

        assert {section.state for section in sections_of(draft)} == {SectionState.DONE}
        assert all(section.text.strip() for section in sections_of(draft))
        assert {section.author for section in sections_of(draft)} == {Author.COMPOSER}
        assert failures(workspace, draft) == []

    def test_no_sentence_is_written_twice(self, opened: Opened, request_for: Callable[[Workspace], Request]) -> None:
        workspace = opened()
        draft = drafted(workspace, request_for(workspace))

        sentences = [
            sentence
            for section in draft.sections
            for sentence in re.split(r"[。；\n]", section.text)
            if len(sentence) > 12
        ]
        assert len(sentences) == len(set(sentences))

    def test_every_bound_number_stands_where_its_binding_says(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        workspace = opened()
        draft = drafted(workspace, request_for(workspace))

        bound = [section.text[b.start : b.end] for section in draft.sections for b in section.bindings]
        assert len(bound) > 30
        assert all(re.search(r"[0-9一二三四五六七八九十]", text) for text in bound)

    def test_revision_by_instruction_says_that_it_needs_a_model(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        workspace = opened()
        draft = drafted(workspace, request_for(workspace))

        with pytest.raises(SettingsError, match=r"没有配置模型.*离线方式重新拟写"):
            asyncio.run(workspace.drafter.revise(draft, sections_of(draft)[1].id, "写短些"))

    def test_a_section_can_be_composed_anew_without_storing_it(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        workspace = opened()
        draft = drafted(workspace, request_for(workspace))
        section = sections_of(draft)[2]
        workspace.store.edit_text(draft.id, section.id, "写稿人的话。")

        proposal = workspace.drafter.recompose(workspace.store.get(draft.id), section.id)

        assert proposal.text == section.text
        assert workspace.store.section(draft.id, section.id).text == "写稿人的话。"


class TestAnOutlineProposedAnew:
    def test_keeps_each_text_under_its_own_heading(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        workspace = opened()
        draft = drafted(workspace, request_for(workspace))
        before = {
            heading.heading: section.text
            for heading, section in zip(draft.outline.sections, draft.sections, strict=True)
        }
        shortened = workspace.store.save_outline(draft.id, Outline(draft.outline.sections[3:]))

        again = workspace.store.save_outline(draft.id, workspace.drafter.outline_anew(shortened))

        after = {
            heading.heading: section.text
            for heading, section in zip(again.outline.sections, again.sections, strict=True)
        }
        kept = [heading.heading for heading in shortened.outline.sections]
        assert after.keys() == before.keys()
        assert {heading: after[heading] for heading in kept} == {heading: before[heading] for heading in kept}
        assert len({section.id for section in again.sections}) == len(again.sections)


class TestThePrefilledForm:
    def test_holds_the_units_usual_indicators_with_last_periods_values(self, opened: Opened) -> None:
        indicators = opened().drafter.prefill("work_summary", "云岚工业园区党政办公室", Period(2026, 1))

        seen = [indicator for indicator in indicators if indicator.last_value]
        assert len(seen) > 15
        assert any("收文" in indicator.name for indicator in seen)
        assert len({indicator.name for indicator in indicators}) == len(indicators)

    def test_of_a_genre_that_does_not_exist_is_refused(self, opened: Opened) -> None:
        with pytest.raises(RequestError, match="可用的文种有"):
            opened().drafter.prefill("poem", "", Period(2026))


class TestAGoodModel:
    def test_drafts_every_section_with_every_number_traced(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            assert {section.state for section in sections_of(draft)} == {SectionState.DONE}
            assert {section.author for section in sections_of(draft)} == {Author.MODEL}
            assert len(sections_asked(endpoint)) == len(sections_of(draft))
            assert failures(workspace, draft) == []
            used = {binding.figure_id for section in draft.sections for binding in section.bindings}
            assert used == {figure.id for figure in draft.request.figures.figures}

    def test_is_never_shown_a_value_of_a_past_report(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            drafted(workspace, request_for(workspace))
            past = {
                slot.text
                for summary in workspace.library.list()
                for passage in workspace.library.show(summary.id).passages
                for slot in passage.slots
                if re.search(r"\d\D*\d|\d{2}", slot.text)
            }
            fenced = [
                piece
                for prompt in endpoint.prompts
                for piece in re.findall(r"(?s)<往年材料>\n(.*?)\n</往年材料>", prompt)
            ]

        assert len(past) > 200
        assert len(fenced) > 20
        assert [(value, piece) for piece in fenced for value in past if value in piece] == []
        assert [piece for piece in fenced if re.search(r"[0-9０-９]", piece)] == []

    def test_is_shown_no_value_of_this_period_either(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            request = request_for(workspace)
            drafted(workspace, request)

        listed = "\n".join(
            line for prompt in endpoint.prompts for line in prompt.splitlines() if line.startswith("{{F")
        )
        values = [figure.value_text for figure in request.figures.figures if len(figure.value_text) > 2]
        assert [value for value in values if value in listed] == []

    def test_writes_sections_side_by_side_up_to_the_limit(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def slow(request: scripted.Request) -> Reply:
            return replace(good_section(request), before=0.15)

        with ScriptedEndpoint(slow) as endpoint:
            workspace = opened(endpoint, parallel=3)
            drafted(workspace, request_for(workspace))

            assert endpoint.most_at_once == 3

    def test_writes_the_opening_last_when_the_rest_is_known(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint, parallel=1)
            draft = drafted(workspace, request_for(workspace))

        assert draft.outline.sections[0].role is Role.OPENING
        assert "【本节标题】导语" in endpoint.prompts[-1]
        assert "其他各节已写的内容" in endpoint.prompts[-1]

    def test_keeps_no_section_waiting_for_another_where_there_is_a_place_for_each(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def slow(request: scripted.Request) -> Reply:
            return replace(good_section(request), before=1.5)

        with ScriptedEndpoint(slow) as endpoint:
            workspace = opened(endpoint, parallel=32)
            draft = drafted(workspace, request_for(workspace))

            assert endpoint.most_at_once == len(sections_of(draft))

    def test_is_told_what_each_other_section_covers(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            request = request_for(workspace)
            drafted(workspace, request)

        shown = {prompt.split("【全文各节】")[1].split("【本节标题】")[0] for prompt in sections_asked(endpoint)}
        assert len(shown) == 1, "the same in every prompt, so that a provider's prefix cache hits"
        assert all(theme.name in shown.copy().pop() for theme in request.themes)

    def test_is_paid_for_and_the_count_is_kept(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(lambda request: says(section_for(prompt_of(request)), usage=(1000, 200))) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            used = workspace.store.usage(draft.id)
            assert (used.sent, used.received) == (1000 * used.calls, 200 * used.calls)
            assert not used.estimated

    def test_is_watched_as_it_writes_with_the_numbers_in(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        seen: list[SectionProgress] = []
        with ScriptedEndpoint(lambda request: replace(good_section(request), pause=0.02)) as endpoint:
            workspace = opened(endpoint, parallel=16)
            draft = workspace.drafter.create(request_for(workspace))
            asyncio.run(workspace.drafter.draft(draft.id, listener=seen.append))

        partial = [progress.section.partial for progress in seen if progress.section.partial]
        assert len(partial) > 20
        assert any(re.search(r"\d+次", text) for text in partial)
        # One brace of a token may have come without the rest of it, never a whole token.
        assert not any(re.search(r"\{\{F\d+\}\}", text) for text in partial)


class TestAWrongNumber:
    WRONG = "全年开展专项督导87场。"

    def test_is_named_to_the_model_which_puts_it_right(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            if "找不到依据" in prompt_of(request):
                return says(section_for(request["messages"][1]["content"]))
            return says(section_for(prompt_of(request)) + self.WRONG)

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            repairs = [prompt for prompt in endpoint.prompts if "找不到依据" in prompt]
            assert len(repairs) == len(sections_of(draft))
            assert all("开展专项督导87场”：数据里没有这一项" in prompt for prompt in repairs)
            assert not any("87场" in section.text for section in draft.sections)
            assert not any("逐处核对" in " ".join(section.notes) for section in sections_of(draft))

    def test_is_named_with_the_token_that_belongs_there_and_without_a_value(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            return says(re.sub(r"党工委会议\{\{F\d+\}\}", "党工委会议3次", section_for(prompt_of(request))))

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            request = request_for(workspace)
            drafted(workspace, request)

        (asked,) = [r["messages"][-1]["content"] for r in endpoint.requests if "找不到依据" in prompt_of(r)]
        (figure,) = [figure for figure in request.figures.figures if figure.name == "党工委会议"]
        (line,) = [line for line in asked.splitlines() if "党工委会议3次" in line]
        assert f"这里应写 {{{{{figure.id}}}}}" in line
        scopes = {figure.scope for figure in request.figures.figures if figure.scope}
        without_scopes = re.sub("|".join(map(re.escape, scopes)), "", asked)
        assert set(re.findall(r"\d+", re.sub(r"F\d+", "", without_scopes))) == {"3"}

    def test_that_is_not_put_right_stays_visible_as_a_finding(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(scripted.section_with(self.WRONG)) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            assert all("87场" in section.text for section in sections_of(draft))
            assert all("请逐处核对" in " ".join(section.notes) for section in sections_of(draft))
            assert sum("87" in text for text in failures(workspace, draft)) >= len(sections_of(draft))
            assert len(endpoint.requests) == 2 * len(sections_of(draft))

    def test_is_not_repaired_by_dropping_the_figures_that_were_right(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            if "找不到依据" in prompt_of(request):
                return says("全面完成各项任务，工作取得新的进展，得到上级的充分肯定，群众满意度不断提升，成效明显。")
            return says(section_for(prompt_of(request)) + self.WRONG)

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            used = {binding.figure_id for section in draft.sections for binding in section.bindings}
            assert used == {figure.id for figure in draft.request.figures.figures}

    def test_token_of_a_figure_that_does_not_exist_is_a_finding(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(scripted.section_with("另完成其他事项{{F999}}。")) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

            assert all("F999" in " ".join(section.notes) for section in sections_of(draft))
            assert failures(workspace, draft) != []


def fails_at(heading: str, trouble: Reply) -> scripted.Script:
    """Return a script that fails at one section and writes the others well."""

    def script(request: scripted.Request) -> Reply:
        return trouble if f"【本节标题】{heading}" in prompt_of(request) else good_section(request)

    return script


class TestAnEndpointThatFails:
    HEADING = "存在问题"

    @pytest.mark.parametrize(
        ("trouble", "says_so"),
        [
            (scripted.dies_halfway("一是参谋辅政能力"), "写到一半"),
            (scripted.ends_without_finish("一是参谋辅政能力"), "没有写完"),
            (scripted.finishes_with("length", "一是参谋辅政能力"), "长度上限"),
            (scripted.finishes_with("content_filter", "一是参谋辅政能力"), "内容审查"),
            (scripted.repeats(), "反复写同一句话"),
            (scripted.says("好的。"), "太短"),
            (scripted.says("抱歉，我无法完成这个请求，因为内容涉及政治。"), "不能写这一节"),
            (scripted.reasons("想" * 40), "没有写出正文"),
            (scripted.empty_choices(), "没有返回任何内容"),
            (scripted.login_page(), "网页"),
            (scripted.refuses(400, "Input may contain", code="data_inspection_failed"), "内容审查"),
            (scripted.refuses(400, "maximum context length is 4096"), "能读的长度"),
            (scripted.html_error(), "暂时出错"),
            (scripted.rate_limited(), "过于频繁"),
            (scripted.broken_json(), "不完整"),
        ],
    )
    def test_at_one_section_leaves_the_others_whole_and_says_why(
        self, opened: Opened, request_for: Callable[[Workspace], Request], trouble: Reply, says_so: str
    ) -> None:
        with ScriptedEndpoint(fails_at(self.HEADING, trouble)) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

        headings = {section.id: section.heading for section in draft.outline.sections}
        states = {headings[section.id]: section.state for section in sections_of(draft)}
        failed = next(section for section in sections_of(draft) if headings[section.id] == self.HEADING)
        assert states.pop(self.HEADING) is SectionState.FAILED
        assert set(states.values()) == {SectionState.DONE}
        assert says_so in failed.error
        assert "<" not in failed.error
        assert failed.text == ""
        if "一是参谋辅政能力" in "".join(trouble.lines).replace("\n", "") or failed.partial:
            assert failed.partial

    def test_keeps_the_part_aside_and_never_in_the_text(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        trouble = scripted.dies_halfway("一是参谋辅政能力有待")
        with ScriptedEndpoint(fails_at(self.HEADING, trouble)) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

        failed = next(section for section in draft.sections if section.state is SectionState.FAILED)
        assert (failed.text, failed.partial) == ("", "一是参谋辅政能力有待")

    def test_may_be_made_up_for_by_a_second_try_or_by_the_composer(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(fails_at(self.HEADING, scripted.refuses(401))) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))
            (failed,) = [section.id for section in draft.sections if section.state is SectionState.FAILED]

            composed = asyncio.run(workspace.drafter.draft(draft.id, [failed], author=Author.COMPOSER))
            endpoint.script = good_section
            before = len(endpoint.requests)
            written = asyncio.run(workspace.drafter.draft(draft.id, [failed]))

        states = [next(s for s in version.sections if s.id == failed) for version in (composed, written)]
        assert [(state.state, state.author) for state in states] == [
            (SectionState.DONE, Author.COMPOSER),
            (SectionState.DONE, Author.MODEL),
        ]
        assert len(endpoint.requests) == before + 1

    def test_leaves_a_text_that_stood_before_as_it_was(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))
            section = sections_of(draft)[2]
            endpoint.script = [scripted.dies_halfway("换一种写法")]

            again = asyncio.run(workspace.drafter.draft(draft.id, [section.id]))

        after = next(item for item in again.sections if item.id == section.id)
        assert (after.state, after.text, after.partial) == (SectionState.FAILED, section.text, "换一种写法")

    def test_by_a_context_too_small_is_answered_with_less_past_phrasing(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def small(request: scripted.Request) -> Reply:
            if prompt_of(request).count("</往年材料>\n") > 1:
                return scripted.refuses(400, "This model's maximum context length is 2048 tokens")
            return good_section(request)

        with ScriptedEndpoint(small) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

        assert {section.state for section in sections_of(draft)} == {SectionState.DONE}
        assert any("已减少参考的段落" in " ".join(section.notes) for section in draft.sections)

    def test_by_inspection_of_one_passage_drops_passages_one_by_one(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def inspected(request: scripted.Request) -> Reply:
            shown = len(re.findall(r"(?m)^<往年材料>$", prompt_of(request)))
            return scripted.refuses(400, "", code="data_inspection_failed") if shown > 2 else good_section(request)

        with ScriptedEndpoint(inspected) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

        assert {section.state for section in sections_of(draft)} == {SectionState.DONE}
        assert any("内容审查" in " ".join(section.notes) for section in draft.sections)

    def test_that_refuses_everything_ends_soon(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        started = time.monotonic()
        with ScriptedEndpoint([scripted.refuses(401, "Incorrect API key")]) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))

        assert {section.state for section in sections_of(draft)} == {SectionState.FAILED}
        assert time.monotonic() - started < 15


class TestAnswersThatNeedCleaning:
    @pytest.mark.parametrize(
        "wrapped",
        [
            "好的，以下是“{heading}”一节的正文：\n\n{text}",
            "```\n{text}\n```",
            "## 二、{heading}\n{text}",
            "二、{heading}\n{text}",
            "**{text}**",
            "{text}\n\n（注：以上内容仅供参考，可根据实际情况调整）",
            "<think>先列提纲，大约12条</think>{text}",
        ],
    )
    def test_become_the_text_alone(
        self, opened: Opened, request_for: Callable[[Workspace], Request], wrapped: str
    ) -> None:
        text = "对照高质量发展要求，参谋辅政的前瞻性还不够强，督查督办的闭环机制还不够严密，服务企业的办法还不够多。"

        def script(_: scripted.Request) -> Reply:
            return says(wrapped.format(heading="存在问题", text=text))

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            (section_id,) = [section.id for section in draft.outline.sections if section.heading == "存在问题"]
            done = asyncio.run(workspace.drafter.draft(draft.id, [section_id]))

        assert next(section.text for section in done.sections if section.id == section_id) == text


class TestRevision:
    def test_proposes_a_text_with_the_same_figures_and_stores_nothing(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            prompt = prompt_of(request)
            if "【修改要求】" not in prompt:
                return good_section(request)
            original = prompt.split("<原文>\n")[1].split("\n</原文>")[0]
            return says("经过努力，" + original)

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))
            section = sections_of(draft)[2]

            proposal = asyncio.run(workspace.drafter.revise(draft, section.id, "开头加“经过努力”"))

        asked = endpoint.prompts[-1].split("<原文>\n")[1].split("\n</原文>")[0]
        assert proposal.text == "经过努力，" + section.text
        assert len(proposal.bindings) == len(section.bindings)
        assert proposal.notes == ()
        assert not re.search(r"\d(?!\d*(?:\.\w+)?\}\})", re.sub(r"“[^”]*”", "", asked))
        assert workspace.store.section(draft.id, section.id).text == section.text

    def test_says_which_figures_it_would_lose(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            return says("各项工作有序推进。") if "【修改要求】" in prompt_of(request) else good_section(request)

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))
            section = next(section for section in draft.sections if section.bindings)
            proposal = asyncio.run(workspace.drafter.revise(draft, section.id, "写短些"))

        assert "修改稿少了这些数据" in " ".join(proposal.notes)

    def test_of_one_paragraph_leaves_the_others(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint([says("第二段改过了。")]) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            section_id = draft.outline.sections[2].id
            workspace.store.edit_text(draft.id, section_id, "第一段。\n第二段。\n第三段。")
            draft = workspace.store.get(draft.id)

            proposal = asyncio.run(workspace.drafter.revise(draft, section_id, "改", paragraph=1))

        assert proposal.text == "第一段。\n第二段改过了。\n第三段。"
        assert proposal.notes == ()

    def test_that_stops_in_the_middle_of_a_sentence_is_noted(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint([says("第二段改过了，下一步将")]) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            section_id = draft.outline.sections[2].id
            workspace.store.edit_text(draft.id, section_id, "第一段。\n第二段。\n第三段。")
            draft = workspace.store.get(draft.id)

            proposal = asyncio.run(workspace.drafter.revise(draft, section_id, "改", paragraph=1))

        assert proposal.notes == ("修改稿停在半句上，可能没有写完；请核对后再采纳。",)

    @pytest.mark.parametrize("instruction", ["", "  "])
    def test_without_an_instruction_asks_for_one(
        self, opened: Opened, request_for: Callable[[Workspace], Request], instruction: str
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))

            with pytest.raises(RequestError, match="没有写修改要求"):
                asyncio.run(workspace.drafter.revise(draft, draft.sections[0].id, instruction))


class TestTheJob:
    def test_writes_in_the_background_and_saves_each_section_as_it_comes(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(lambda request: replace(good_section(request), before=0.1)) as endpoint:
            workspace = opened(endpoint, parallel=2)
            draft = workspace.drafter.create(request_for(workspace))

            started = workspace.jobs.start(draft.id)
            counts = []
            while workspace.jobs.status(draft.id).running:
                counts.append(workspace.jobs.status(draft.id).done)
                time.sleep(0.02)
            ended = workspace.jobs.wait(draft.id)

        assert started.running
        assert (ended.state, ended.done, ended.failed) == (JobState.DONE, ended.total, 0)
        assert len(set(counts)) > 3

    def test_cancelled_keeps_what_is_written_and_can_go_on_after_a_restart(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(lambda request: replace(good_section(request), pause=0.05)) as endpoint:
            workspace = opened(endpoint, parallel=2)
            draft = workspace.drafter.create(request_for(workspace))
            workspace.jobs.start(draft.id)
            while workspace.jobs.status(draft.id).done < 2:
                time.sleep(0.01)

            workspace.jobs.cancel(draft.id)
            stopped = workspace.jobs.status(draft.id)
            states = {section.state for section in workspace.store.get(draft.id).sections}
            workspace.close()
            endpoint.script = good_section
            again = opened(endpoint)
            found = again.jobs.unfinished()
            again.jobs.start(draft.id)
            ended = again.jobs.wait(draft.id)

        assert stopped.state is JobState.CANCELLED
        assert SectionState.WRITING not in states
        assert found == (draft.id,)
        assert (ended.state, ended.done) == (JobState.DONE, ended.total)

    def test_started_twice_writes_each_section_once(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(lambda request: replace(good_section(request), before=0.05)) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            workspace.jobs.start(draft.id)
            workspace.jobs.start(draft.id)
            ended = workspace.jobs.wait(draft.id)

            assert len(sections_asked(endpoint)) == ended.total

    def test_asked_for_one_section_while_writing_writes_it_afterwards(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(lambda request: replace(good_section(request), before=0.05)) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            workspace.jobs.start(draft.id)
            workspace.jobs.start(draft.id, [draft.outline.sections[2].id])
            ended = workspace.jobs.wait(draft.id)

            assert (ended.done, len(sections_asked(endpoint))) == (ended.total, ended.total + 1)

    def test_of_a_draft_that_does_not_exist_is_refused(self, opened: Opened) -> None:
        with pytest.raises(DraftNotFoundError):
            opened().jobs.start("gone")

    def test_of_a_section_that_does_not_exist_ends_with_a_reason(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        workspace = opened()
        draft = workspace.drafter.create(request_for(workspace))
        workspace.jobs.start(draft.id, ["s99"])

        ended = workspace.jobs.wait(draft.id)

        assert (ended.state, "s99" in ended.error) == (JobState.FAILED, True)


def test_a_request_with_nothing_in_it_is_drafted_with_places_to_fill(opened: Opened) -> None:
    workspace = opened()
    draft = drafted(workspace, Request("work_summary", "云岚工业园区党政办公室", Period(2026, 1), date(2026, 7, 1)))

    assert {section.state for section in sections_of(draft)} == {SectionState.DONE}
    assert not re.search(r"\d+(?:次|份|场|人|家)", "".join(section.text for section in draft.sections))


class TestAnOutlineByTheModel:
    def test_is_drafted_with_every_figure_and_theme_in_it_and_its_cost_is_kept(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        def script(request: scripted.Request) -> Reply:
            if "请输出本期报告的提纲" in prompt_of(request):
                return says("一、工作开展情况\n（一）加强政治建设\n（二）提升服务保障\n二、存在问题\n三、下步打算")
            return good_section(request)

        with ScriptedEndpoint(script) as endpoint:
            workspace = opened(endpoint)
            draft = workspace.drafter.create(request_for(workspace))
            outline = asyncio.run(workspace.drafter.outline_by_model(draft))
            draft = workspace.store.save_outline(draft.id, outline)
            done = asyncio.run(workspace.drafter.draft(draft.id))

            assert workspace.store.usage(draft.id).calls == len(endpoint.requests)
        # A theme that fits under none of them gets a heading of its own behind them.
        assert [section.heading for section in outline.sections if section.level == 2][:2] == [
            "加强政治建设",
            "提升服务保障",
        ]
        assigned = {figure_id for section in outline.sections for figure_id in section.figure_ids}
        assert assigned == {figure.id for figure in draft.request.figures.figures}
        assert {section.state for section in sections_of(done)} == {SectionState.DONE}

    def test_half_way_keeps_the_texts_whose_headings_stay(
        self, opened: Opened, request_for: Callable[[Workspace], Request]
    ) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            workspace = opened(endpoint)
            draft = drafted(workspace, request_for(workspace))
            before = {o.heading: s.text for o, s in zip(draft.outline.sections, draft.sections, strict=True)}
            endpoint.script = [says("一、工作开展情况\n（一）换了的标题内容\n二、存在问题\n三、下步打算")]

            outline = asyncio.run(workspace.drafter.outline_by_model(draft))
            again = workspace.store.save_outline(draft.id, outline)

        after = {o.heading: s for o, s in zip(again.outline.sections, again.sections, strict=True)}
        assert after["存在问题"].text == before["存在问题"]
        assert after["换了的标题内容"].state is SectionState.WAITING

    def test_without_a_model_says_so(self, opened: Opened, request_for: Callable[[Workspace], Request]) -> None:
        workspace = opened()
        draft = workspace.drafter.create(request_for(workspace))

        with pytest.raises(SettingsError, match="没有配置模型"):
            asyncio.run(workspace.drafter.outline_by_model(draft))
