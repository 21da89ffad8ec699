"""Locked sentences through the whole flow: a model that alters, drops or doubles them, the composer, a new draft, a stop."""

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drafting.draft import Author, Draft, DraftSection, SectionState
from drafting.errors import RequestError
from drafting.examples import EXAMPLES_DIR, REQUEST_FILE
from drafting.locking import locks_with
from drafting.request_file import load_request
from drafting.section_record import SectionProgress
from drafting.settings import load_settings
from drafting.workspace import Workspace
from tests import scripted_endpoint as scripted
from tests.scripted_endpoint import Reply, ScriptedEndpoint, good_section, prompt_of, says, section_for

Opened = Callable[..., Workspace]

HEADING = "聚焦主责主业，提升服务保障质效"
FIRST = "一是加强会议服务。"
LEADER = "服务保障党工委会议14次，会议组织零差错。"
MIDDLE = "二是规范公文办理，累计收文2600余份。"
CALL = "园区党工委强调：“办文办会无小事。要一丝不苟。”"
LAST = "公文差错率明显下降。"
TEXT = f"{FIRST}{LEADER}{MIDDLE}\n{CALL}{LAST}"
#: The same with the number of the figure sheet as a token, as a model is sent it.
SENT = f"{FIRST}{{{{L1}}}}{MIDDLE}\n{{{{L2}}}}{LAST}"


@pytest.fixture
def opened(starter_home: Path, tmp_path: Path) -> Iterator[Opened]:
    """Open a workspace on a copy of the starter library, with an endpoint or without; it is closed after the test."""
    open_ones: list[Workspace] = []

    def open_one(endpoint: ScriptedEndpoint | None = None) -> Workspace:
        home = tmp_path / "home"
        if not home.exists():
            shutil.copytree(starter_home, home)
        settings: dict[str, object] = {}
        if endpoint is not None:
            settings = {"base_url": endpoint.url, "model": "scripted", "backoff": 0.01, "retries": 1}
        open_ones.append(Workspace.open(load_settings(home=home, **settings)))
        return open_ones[-1]

    yield open_one
    for workspace in open_ones:
        workspace.close()


def locked(workspace: Workspace, text: str = TEXT, *sentences: str) -> tuple[Draft, str]:
    """Return a draft one section of which has this text and these locked sentences, and that section's id."""
    request = load_request(EXAMPLES_DIR / "work_summary" / REQUEST_FILE, workspace.genres)
    draft = workspace.drafter.create(request)
    section_id = next(section.id for section in draft.outline.sections if section.heading == HEADING)
    workspace.store.edit_text(draft.id, section_id, text)
    for sentence in sentences or (LEADER, CALL):
        section = workspace.store.section(draft.id, section_id)
        at = text.index(sentence) + 1
        workspace.store.save_locks(draft.id, section_id, text, locks_with(section, at, at))
    return workspace.store.get(draft.id), section_id


def revised(workspace: Workspace, instruction: str = "压缩", **options: int) -> DraftSection:
    draft, section_id = locked(workspace)
    return asyncio.run(workspace.drafter.revise(draft, section_id, instruction, **options))


def fenced(prompt: str) -> str:
    return prompt.split("<原文>\n")[1].split("\n</原文>")[0]


class TestRevision:
    def test_sends_a_token_for_each_locked_sentence_and_says_what_it_says(self, opened: Opened) -> None:
        with ScriptedEndpoint(lambda request: says(fenced(prompt_of(request)))) as endpoint:
            proposal = revised(opened(endpoint))

        (prompt,) = endpoint.prompts
        assert fenced(prompt) == SENT
        assert "{{L1}}（原在第一段）：服务保障党工委会议〔〕，会议组织零差错。" in prompt
        assert (proposal.text, proposal.locked, proposal.notes) == (TEXT, (LEADER, CALL), ())

    @pytest.mark.parametrize(
        ("answer", "text", "told"),
        [
            (f"{FIRST}{{{{L1}}}}收发文办理规范。\n{{{{L2}}}}", f"{FIRST}{LEADER}收发文办理规范。\n{CALL}", ""),
            (f"{FIRST}{MIDDLE}\n{{{{L2}}}}{LAST}", TEXT, "漏掉了锁定的话"),
            (f"{FIRST}服务保障党工委会议，组织做到零差错。{MIDDLE}\n{{{{L2}}}}{LAST}", TEXT, "改动了锁定的话"),
            (f"{FIRST}{{{{L1}}}}{MIDDLE}{{{{L1}}}}\n{{{{L2}}}}{LAST}", TEXT, "重复了锁定的话"),
            (f"{FIRST}{{{{L1}}}}{MIDDLE}\n{{{{L2}}}}{CALL}{LAST}", TEXT, "重复了锁定的话"),
            (f"{FIRST}{{{{L2}}}}{MIDDLE}\n{{{{L1}}}}{LAST}", f"{FIRST}{LEADER}{CALL}{MIDDLE}\n{LAST}", "次序"),
            ("各项工作有序推进。", f"各项工作有序推进。{LEADER}{CALL}", "漏掉了锁定的话"),
            (f"```\n{FIRST}**{{{{L1}}}}**{MIDDLE}\n{{{{L2}}}}{LAST}\n```", TEXT, ""),
        ],
    )
    def test_gives_back_every_locked_sentence_whatever_the_model_makes_of_it(
        self, opened: Opened, answer: str, text: str, told: str
    ) -> None:
        with ScriptedEndpoint([says(answer)]) as endpoint:
            proposal = revised(opened(endpoint))

        assert (proposal.text, proposal.locked) == (text, (LEADER, CALL))
        assert told in "".join(proposal.notes)
        assert bool(told) == any("锁定" in note for note in proposal.notes)

    def test_of_one_paragraph_leaves_the_locks_of_the_others(self, opened: Opened) -> None:
        with ScriptedEndpoint([says("{{L2}}{{L1}}差错率下降。")]) as endpoint:
            proposal = revised(opened(endpoint), paragraph=1)

        assert fenced(endpoint.prompts[0]) == f"{{{{L2}}}}{LAST}"
        assert proposal.text == f"{FIRST}{LEADER}{MIDDLE}\n{CALL}差错率下降。"
        assert proposal.locked == (LEADER, CALL)

    def test_of_one_paragraph_puts_back_there_what_the_model_left_out(self, opened: Opened) -> None:
        with ScriptedEndpoint([says("办文质量持续提升。")]) as endpoint:
            proposal = revised(opened(endpoint), paragraph=1)

        assert proposal.text == f"{FIRST}{LEADER}{MIDDLE}\n{CALL}办文质量持续提升。"

    def test_says_that_what_was_asked_for_is_locked(self, opened: Opened) -> None:
        with ScriptedEndpoint(lambda request: says(fenced(prompt_of(request)))) as endpoint:
            proposal = revised(opened(endpoint), "把“会议组织零差错”改成“会议组织周密”")

        assert proposal.text == TEXT
        assert "已锁定，没有改；要改，请先解除锁定" in proposal.notes[0]

    def test_of_what_is_locked_as_a_whole_is_refused_before_a_model_is_asked(self, opened: Opened) -> None:
        with ScriptedEndpoint([says("不会问到这里。")]) as endpoint:
            workspace = opened(endpoint)
            draft, section_id = locked(workspace, f"{LEADER}\n{LAST}", LEADER)

            with pytest.raises(RequestError, match="先解除锁定"):
                asyncio.run(workspace.drafter.revise(draft, section_id, "压缩", paragraph=0))

        assert endpoint.prompts == []


class TestANewDraftByAModel:
    def redrafted(self, workspace: Workspace, **options: Callable[[SectionProgress], None]) -> DraftSection:
        draft, section_id = locked(workspace)
        asyncio.run(workspace.drafter.draft(draft.id, [section_id], **options))
        return workspace.store.section(draft.id, section_id)

    def test_holds_the_locked_sentences_where_the_model_puts_them(self, opened: Opened) -> None:
        def script(request: scripted.Request) -> Reply:
            return says("{{L1}}" + section_for(prompt_of(request)) + "\n{{L2}}")

        with ScriptedEndpoint(script) as endpoint:
            section = self.redrafted(opened(endpoint))

        assert "{{L2}}（原在第二段）：园区党工委强调" in endpoint.prompts[0]
        assert "14次" not in endpoint.prompts[0]
        assert section.state is SectionState.DONE
        assert section.locked == (LEADER, CALL)
        assert section.text.startswith(LEADER)
        assert section.text.endswith(CALL)
        assert not any("锁定" in note for note in section.notes)

    def test_holds_them_though_the_model_forgets_them_and_says_so(self, opened: Opened) -> None:
        with ScriptedEndpoint(good_section) as endpoint:
            section = self.redrafted(opened(endpoint))

        assert section.locked == (LEADER, CALL)
        assert section.text.count(LEADER) == section.text.count(CALL) == 1
        assert "模型漏掉了锁定的话" in "".join(section.notes)

    def test_is_not_asked_to_put_right_what_is_locked(self, opened: Opened) -> None:
        wrong = "服务保障党工委会议41次，会议组织零差错。"
        with ScriptedEndpoint(lambda request: says("{{L1}}" + section_for(prompt_of(request)))) as endpoint:
            workspace = opened(endpoint)
            draft, section_id = locked(workspace, f"{FIRST}{wrong}", wrong)
            asyncio.run(workspace.drafter.draft(draft.id, [section_id]))

            found = workspace.drafter.check(workspace.store.get(draft.id)).sections[section_id].findings

        assert len(endpoint.requests) == 1
        assert workspace.store.section(draft.id, section_id).locked == (wrong,)
        assert [finding.severity for finding in found if finding.text == "41次"] == ["fail"]

    def test_shows_them_while_it_is_being_written(self, opened: Opened) -> None:
        seen: list[str] = []
        with ScriptedEndpoint(lambda request: says("{{L1}}" + section_for(prompt_of(request)))) as endpoint:
            self.redrafted(opened(endpoint), listener=lambda progress: seen.append(progress.section.partial))

        assert any(text.startswith(LEADER) for text in seen)

    def test_that_fails_leaves_the_section_and_its_locks(self, opened: Opened) -> None:
        with ScriptedEndpoint([scripted.dies_halfway("{{L1}}写到一半")]) as endpoint:
            section = self.redrafted(opened(endpoint))

        assert section.state is SectionState.FAILED
        assert (section.text, section.locked) == (TEXT, (LEADER, CALL))
        assert section.partial.startswith(LEADER)

    def test_may_be_nothing_but_what_is_locked(self, opened: Opened) -> None:
        with ScriptedEndpoint([says("{{L1}}")]) as endpoint:
            workspace = opened(endpoint)
            draft, section_id = locked(workspace, LEADER + MIDDLE, LEADER, MIDDLE)
            asyncio.run(workspace.drafter.draft(draft.id, [section_id]))

        assert workspace.store.section(draft.id, section_id).text == LEADER + MIDDLE


class TestOffline:
    def test_a_section_composed_anew_holds_its_locked_sentences_once_and_in_order(self, opened: Opened) -> None:
        workspace = opened()
        draft, section_id = locked(workspace)

        proposal = workspace.drafter.recompose(draft, section_id)

        assert proposal.locked == (LEADER, CALL)
        assert proposal.text.count(LEADER) == proposal.text.count(CALL) == 1
        assert "锁定的话已原样放进新稿" in "".join(proposal.notes)
        assert workspace.store.section(draft.id, section_id).text == TEXT

    def test_a_sentence_of_the_composer_that_is_locked_stays_in_its_place(self, opened: Opened) -> None:
        workspace = opened()
        draft, section_id = locked(workspace)
        draft = asyncio.run(workspace.drafter.draft(draft.id))
        composed = workspace.store.section(draft.id, section_id)
        workspace.store.save_locks(draft.id, section_id, composed.text, ())
        composed = workspace.drafter.recompose(workspace.store.get(draft.id), section_id)
        workspace.store.save_section(draft.id, composed)
        sentence = next(one for one in re.findall(r"[^。]+。", composed.text) if "收文" in one)
        at = composed.text.index(sentence) + 1
        workspace.store.save_locks(draft.id, section_id, composed.text, locks_with(composed, at, at))

        again = workspace.drafter.recompose(workspace.store.get(draft.id), section_id)

        assert (again.text, again.bindings, again.locked) == (composed.text, composed.bindings, (sentence,))

    def test_the_job_keeps_them_too(self, opened: Opened) -> None:
        workspace = opened()
        draft, section_id = locked(workspace)
        workspace.jobs.start(draft.id, [section_id], author=Author.COMPOSER)
        workspace.jobs.wait(draft.id)

        section = workspace.store.section(draft.id, section_id)
        assert (section.author, section.locked) == (Author.COMPOSER, (LEADER, CALL))
        assert section.text != TEXT
        assert workspace.drafter.check(workspace.store.get(draft.id)).sections[section_id].mentions
