"""Replays: what a careful, a middling and a careless answer become, and that the files say what they are."""

import re
from functools import cache

import pytest

from drafting.answer_text import unwrapped
from drafting.checking.finding import Verdict
from drafting.draft import SectionState
from drafting.manuscript import manuscript_of, to_markdown
from evals.replay import QUALITIES, REPLAYS, Replay, answers, genres, name_of, run
from tests.conftest import ROOT


@cache
def replayed(genre: str, quality: str) -> Replay:
    return run(genre, quality)


def told(replay: Replay, section: str) -> str:
    """Return all that the writer is told of a section: why it failed, its notes, its findings."""
    (outlined,) = (one for one in replay.draft.outline.sections if one.drafted and name_of(one) == section)
    (written,) = (one for one in replay.draft.sections if one.id == outlined.id)
    found = replay.check.sections[outlined.id].findings if outlined.id in replay.check.sections else ()
    return "\n".join([written.error, *written.notes, *(finding.message for finding in found)])


def test_every_genre_has_a_replay_that_says_by_whom_it_was_written() -> None:
    assert set(genres()) == {
        "model_organ",
        "party_building_status",
        "party_governance",
        "work_priorities",
        "work_summary",
    }
    for genre in genres():
        assert "不是任何一个具名模型的输出" in (REPLAYS / f"{genre}.yaml").read_text(encoding="utf-8").splitlines()[0]


@pytest.mark.parametrize("genre", genres())
def test_every_drafted_section_is_replayed_and_no_other(genre: str) -> None:
    drafted = [name_of(section) for section in replayed(genre, "good").draft.outline.sections if section.drafted]

    for quality in QUALITIES:
        assert list(answers(genre, quality)) == drafted


@pytest.mark.parametrize("genre", genres())
def test_the_finished_drafts_are_kept_to_be_read_and_say_what_they_are(genre: str) -> None:
    folder = ROOT / "docs" / "drafts"
    for quality in QUALITIES:
        page = (folder / f"{genre}-{quality}.md").read_text(encoding="utf-8")
        assert "全文是为回放逐节手写的" in page
        assert "不是任何具名模型的输出" in page
        assert all(f"- {section}：" in page for section in answers(genre, quality))
        assert page.endswith(to_markdown(manuscript_of(replayed(genre, quality).draft)).rstrip() + "\n")
    prompts = (folder / f"{genre}-prompts.md").read_text(encoding="utf-8")
    assert all(prompts.count(f"【本节标题】{section}\n") == 1 for section in answers(genre, "good"))


@pytest.mark.parametrize("genre", genres())
def test_a_careful_answer_becomes_a_section_without_a_failure_and_states_every_figure(genre: str) -> None:
    good = replayed(genre, "good")

    drafted = {section.id for section in good.draft.outline.sections if section.drafted}
    assert {section.state for section in good.draft.sections if section.id in drafted} == {SectionState.DONE}
    assert [finding.message for finding in good.check.report.findings if finding.severity is Verdict.FAIL] == []
    assert good.check.report.unused_figure_ids == ()
    assert [finding.message for finding in good.check.general] == []
    assert [section.notes for section in good.draft.sections if section.notes] == []
    assert len(good.requests) == len(drafted), "none had to be put right"
    assert not re.search(r"[{}〔〕]", re.sub(r"〔20\d\d〕", "", to_markdown(manuscript_of(good.draft))))


@pytest.mark.parametrize("genre", genres())
def test_a_careful_answer_is_plain_text_already(genre: str) -> None:
    for section, answer in answers(genre, "good").items():
        assert unwrapped(answer) == answer, section


@pytest.mark.parametrize(
    ("genre", "section", "fault"),
    [
        ("work_summary", "强化政治引领，抓实学习教育", "单位是“名”，文中写成了“人”"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "主任办公会议14次"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "实际同比增长8.5%，文中写作“下降”"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "收文同比"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "跳到了“五”"),
        ("work_summary", "紧扣中心工作，助力园区改革发展", "诉求办结率98.6%"),
        ("work_summary", "存在问题", "后面列了2项"),
        ("work_summary", "在作风建设上持续用力", "“在服务保障上持续用力”一节的一句相同"),
        ("model_organ", "强化政治建设，创建绝对忠诚的政治机关", "“5次”"),
        ("model_organ", "强化队伍建设，创建清正廉洁的文明机关", "党支部书记培训8期"),
        ("model_organ", "突出服务中心，持续提升服务质效", "99%以上"),
        ("party_governance", "抓实基层党建，筑牢战斗堡垒根基", "文中写作“减少”，已改正"),
        ("party_governance", "抓实队伍建设，筑牢干事创业根基", "其中博士3名"),
        ("party_governance", "差距和不足", "后面列了3项"),
        ("party_building_status", "聚焦“两个覆盖”，夯实组织基础", "单独组建1个"),
        ("party_building_status", "聚焦融合发展，服务企业生产经营", "近亿元"),
        ("party_building_status", "配强工作力量，提升业务能力", "300元"),
        ("work_priorities", "落实意识形态工作责任制", "2小时"),
        ("work_priorities", "加强党员教育管理", "党务培训22名以上"),
        ("work_priorities", "持续优化营商环境", "单位是“项”，文中写成了“件”"),
    ],
)
def test_a_middling_answer_is_put_right_or_its_fault_is_told(genre: str, section: str, fault: str) -> None:
    assert fault in told(replayed(genre, "middling"), section)


@pytest.mark.parametrize(
    ("genre", "section", "fault"),
    [
        ("work_summary", "强化政治引领，抓实学习教育", "F55"),
        ("work_summary", "强化政治引领，抓实学习教育", "{热线:件}"),
        ("work_summary", "强化政治引领，抓实学习教育", "4次是上年的数"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "收文2400余份"),
        ("work_summary", "聚焦主责主业，提升服务保障质效", "“〔〕”没有填上"),
        ("work_summary", "紧扣中心工作，助力园区改革发展", "云工委〔2025〕8号"),
        ("work_summary", "紧扣中心工作，助力园区改革发展", "6月8日"),
        ("work_summary", "坚持从严从实，加强自身建设", "公务接待费支出5.9万元"),
        ("work_summary", "存在问题", "占比11%"),
        ("work_summary", "在作风建设上持续用力", "太短"),
        ("model_organ", "强化政治建设，创建绝对忠诚的政治机关", "党纪学习教育"),
        ("model_organ", "强化组织建设，创建开拓进取的创新机关", "占六成"),
        ("model_organ", "强化责任落实，创建务实高效的服务机关", "近千家次"),
        ("model_organ", "强化队伍建设，创建清正廉洁的文明机关", "**人次"),
        ("model_organ", "强化载体创新，打造特色鲜明的品牌机关", "23场"),
        ("model_organ", "存在问题", "不能写这一节"),
        ("model_organ", "下一步打算", "{下一年度}"),
        ("party_governance", "导语", "连续两年"),
        ("party_governance", "抓实思想教育，筑牢政治建设根基", "处置网络舆情32条"),
        ("party_governance", "抓实队伍建设，筑牢干事创业根基", "翻了一番"),
        ("party_governance", "抓实作风建设，筑牢廉洁从政根基", "警示教育十二次"),
        ("party_governance", "以党建引领推动园区经济发展", "到位资金53.1万元"),
        ("party_governance", "进一步深化正风肃纪", "相同"),
        ("party_building_status", "导语", "云组发〔2026〕31号"),
        ("party_building_status", "聚焦融合发展，服务企业生产经营", "只有思考过程"),
        ("party_building_status", "聚焦阵地建设，提升服务能力", "百分点"),
        ("party_building_status", "党务工作力量还不够强", "占八成"),
        ("party_building_status", "培育党建品牌，促进融合发展", "空的回答"),
        ("work_priorities", "导语", "{中华人民共和国成立:周年}"),
        ("work_priorities", "全力抓好经济运行", "税收突破20亿元"),
        ("work_priorities", "持续优化营商环境", "32项是上年的数"),
        ("work_priorities", "深化作风和廉政建设", "{{谈话}}"),
        ("work_priorities", "注重宣传引导", "反复写同一句话"),
    ],
)
def test_the_fault_of_a_careless_answer_is_told(genre: str, section: str, fault: str) -> None:
    assert fault in told(replayed(genre, "careless"), section)


@pytest.mark.parametrize("genre", genres())
def test_a_careless_draft_is_asked_once_more_for_each_section_and_does_not_pass(genre: str) -> None:
    careless = replayed(genre, "careless")

    assert careless.check.failed
    asked = [re.search(r"【本节标题】(.+)", str(one["messages"][1]["content"])) for one in careless.requests]
    counted = [match[1] for match in asked if match is not None]
    assert max(counted.count(section) for section in counted) == 2
