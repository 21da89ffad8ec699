"""What a draft is told besides its numbers: themes left out, sentences twice, other units' words and names, marks left."""

from datetime import date

import pytest

from drafting.checking.borrowed_text import Borrowable, PastText, copied_sentences
from drafting.checking.draft_check import check_draft
from drafting.checking.finding import Finding, Verdict
from drafting.checking.foreign_name import foreign_names
from drafting.checking.left_mark import left_marks
from drafting.checking.supplied import supplied_for
from drafting.checking.theme_coverage import missing_themes
from drafting.draft import Draft, DraftSection, Outline, OutlineSection, SectionState
from drafting.request import Request, Theme
from knowledge_base.report import Period, Role

THEME = Theme("优化营商环境", "推行帮办代办，企业开办实现当日办结\n建立企业诉求闭环办理机制，定期回访")
SAID = "持续优化营商环境，推行帮办代办服务，企业开办做到当日办结。建立企业诉求闭环办理机制，定期开展回访。"
OTHER = (
    "全面落实意识形态工作责任制，把意识形态工作纳入年度目标考核，与中心工作同部署、同落实、同检查、同考核，压实各方责任。"
    "组织党员到青石镇党性教育基地参观，联合华兴公司开展共建，周建国书记讲授专题党课。"
)
PAST = Borrowable((PastText("临江高新区", "临江高新区党建工作总结", OTHER),), own="云岚工业园区党政办公室")


def draft(*texts: str, themes: tuple[Theme, ...] = ()) -> Draft:
    request = Request("work_summary", "云岚工业园区党政办公室", Period(2026, 1), date(2026, 7, 1), themes=themes)
    names = tuple(theme.name for theme in themes)
    headings = [
        OutlineSection(f"s{at}", 1, f"第{'甲乙丙丁'[at]}节", Role.PROGRESS, theme_names=names if at == 0 else ())
        for at in range(len(texts))
    ]
    sections = tuple(DraftSection(f"s{at}", text, SectionState.DONE) for at, text in enumerate(texts))
    return Draft("d", "总结", request, Outline(tuple(headings)), sections)


def found(of: Draft, rule: str, borrowable: Borrowable | None = None) -> list[Finding]:
    check = check_draft(of, supplied_for(of.request), borrowable)
    return [finding for finding in check.report.findings if finding.rule.startswith(rule)]


class TestThemes:
    @pytest.mark.parametrize(
        ("text", "rules"),
        [
            (SAID, []),
            ("推行帮办代办，企业开办当日办结。建立企业诉求闭环办理机制并定期回访。", []),
            ("推行帮办代办服务，企业开办实现了当日办结。", ["theme_point_missing"]),
            ("机关党建工作有序推进，干部队伍建设不断加强。", ["theme_missing"]),
            ("", ["theme_missing"]),
        ],
    )
    def test_that_a_text_leaves_out_are_named(self, text: str, rules: list[str]) -> None:
        assert [finding.rule for finding in missing_themes(text, [THEME])] == rules

    @pytest.mark.parametrize(("text", "missing"), [("深入实施“零碳园区”建设。", 0), ("各项工作有序推进。", 1)])
    def test_without_notes_are_looked_for_by_name(self, text: str, missing: int) -> None:
        assert len(list(missing_themes(text, [Theme("零碳园区建设")]))) == missing

    def test_are_findings_about_the_whole_draft(self) -> None:
        check = check_draft(
            draft("机关工作平稳有序。", themes=(THEME,)), supplied_for(draft("", themes=(THEME,)).request)
        )

        assert [finding.message for finding in check.general] == ["主题“优化营商环境”没有写进稿子"]
        assert not check.failed

    def test_of_a_section_that_is_not_written_are_told_with_the_section(self) -> None:
        assert found(draft("", "机关工作平稳有序。", themes=(THEME,)), "theme") == []


class TestRepetition:
    SENTENCE = "坚持把政治建设摆在首位，严格落实第一议题制度"

    @pytest.mark.parametrize(
        ("first", "second", "times"),
        [
            (f"{SENTENCE}。", f"{SENTENCE}。", 1),
            (f"{SENTENCE}，召开会议12次。", f"{SENTENCE}，召开会议9次。", 1),
            (f"{SENTENCE}，推动各项部署落地见效。", f"始终{SENTENCE}，推动各项部署落地落实。", 1),
            (f"{SENTENCE}。", "聚焦主责主业，提升以文辅政和服务保障水平。", 0),
            ("强化学习。", "强化学习。", 0),
        ],
    )
    def test_between_sections_is_marked_at_the_second_place(self, first: str, second: str, times: int) -> None:
        findings = found(draft(first, second), "repeated")

        assert len(findings) == times
        assert all("“第甲节”一节" in finding.message for finding in findings)

    def test_stands_in_its_own_section(self) -> None:
        of = draft(f"{self.SENTENCE}。", f"先说别的事情，再往下写。{self.SENTENCE}。")
        check = check_draft(of, supplied_for(of.request))

        (finding,) = [f for f in check.sections["s1"].findings if f.rule == "repeated_sentence"]
        assert of.sections[1].text[finding.start : finding.end] == self.SENTENCE

    def test_of_list_points_worded_alike_in_one_section_is_none(self) -> None:
        text = "在理论武装工作方面持续用力推动学习走深走实。在服务保障工作方面持续用力推动服务走深走实。"

        assert found(draft(text), "repeated") == []


class TestAnotherUnitsWords:
    @pytest.mark.parametrize(
        ("text", "times"),
        [
            (OTHER[:58], 1),
            ("上半年，" + OTHER[:58].replace("年度", "2026年度"), 1),
            (OTHER[:38], 0),
            ("全面落实意识形态工作责任制，定期分析研判，守牢意识形态阵地。", 0),
        ],
    )
    def test_are_marked_beyond_forty_characters(self, text: str, times: int) -> None:
        findings = list(copied_sentences(text, PAST))

        assert len(findings) == times
        assert all("临江高新区" in finding.message and len(finding.text) > 40 for finding in findings)

    def test_are_the_units_own_where_its_own_reports_say_the_same(self) -> None:
        assert list(copied_sentences(OTHER, Borrowable(PAST.others, own=OTHER))) == []

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("组织党员到青石镇参观学习。", ["青石镇"]),
            ("联合华兴公司开展结对共建。", ["华兴公司"]),
            ("周建国书记讲授专题党课。", ["周建国"]),
            ("走访公司和街道，服务城镇建设。", []),
            ("联合明达公司开展结对共建。", []),
        ],
    )
    def test_names_that_only_they_know_are_marked(self, text: str, names: list[str]) -> None:
        assert [finding.text for finding in foreign_names(text, PAST)] == names

    def test_names_that_the_writer_gave_are_not(self) -> None:
        own = Borrowable(PAST.others, own="联合华兴公司开展共建")

        assert list(foreign_names("联合华兴公司开展结对共建。", own)) == []


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("累计收文{收文:份}。", ["{收文:份}"]),
        ("召开会议{{F99}}。", ["{{F99}}"]),
        ("讲党课{班子成员和支部书记讲专题党课:次}。", ["{班子成员和支部书记讲专题党课:次}"]),
        ("深入学习《条例》（修订版）。", []),
    ],
)
def test_marks_left_in_a_text_are_failures(text: str, marks: list[str]) -> None:
    findings = list(left_marks(text))

    assert [finding.text for finding in findings] == marks
    assert {finding.severity for finding in findings} <= {Verdict.FAIL}
