"""A model's answer: what is taken off, what stays, and what is refused."""

import pytest

from drafting.answer_text import revised_text, section_text, unwrapped
from drafting.errors import ChatBrokenError, ChatRefusedError, ChatUnfitError
from drafting.think_tags import ThinkStripper
from knowledge_base.report import Role

BODY = (
    "坚持统筹推进、逐项落实，累计收文{{F1}}，召开党工委会议{{F2}}，各项工作平稳有序，取得新的进展，得到了各方面的肯定。"
)


class TestWhatIsTakenOff:
    @pytest.mark.parametrize(
        ("answer", "text"),
        [
            (f"好的，以下是正文：\n\n{BODY}", BODY),
            (f"根据您的要求，起草如下：\n{BODY}", BODY),
            (f"```markdown\n{BODY}\n```", BODY),
            (f"### （一）办文办会\n{BODY}", BODY),
            (f"（一）办文办会\n{BODY}", BODY),
            (f"办文办会：\n{BODY}", BODY),
            (f"{BODY}\n\n希望以上内容对您有帮助！", BODY),
            (f"{BODY}\n\n注：数据以标记表示。", BODY),
            (f"{BODY}\n全文约300字", BODY),
            (f"{BODY}\n（全文共300字）", BODY),
            (f"{BODY}\n云岚工业园区党政办公室\n2026年7月3日", BODY),
            (f"**一、办文办会**\n{BODY}", BODY),
            (f"- {BODY}\n- {BODY}", f"{BODY}\n{BODY}"),
            (f"**一是抓办文。**{BODY}", f"一是抓办文。{BODY}"),
            (f"一是**抓办文**，{BODY}", f"一是抓办文，{BODY}"),
            (f"{BODY}\r\n\r\n{BODY}", f"{BODY}\n{BODY}"),
        ],
    )
    def test_is_what_does_not_belong_to_the_report(self, answer: str, text: str) -> None:
        assert section_text(answer, "办文办会", Role.PROGRESS) == text

    @pytest.mark.parametrize(
        "text",
        [
            "开展**次，走访**家企业。",
            "张**和李**同志。",
            "**次会议研究，**家企业参加。",
            "当然，成绩的取得离不开各方面的支持：上下同心，共同努力。",
            "办文办会工作有序推进。",
            "以下是几点体会。",
            "一是抓办文。\n二是抓办会。",
        ],
    )
    def test_is_never_a_mask_or_a_sentence_of_the_report(self, text: str) -> None:
        assert unwrapped(text) == text

    def test_is_not_the_first_line_of_a_section_that_begins_like_its_heading(self) -> None:
        text = f"办文办会工作有序推进。\n{BODY}"

        assert section_text(text, "办文办会", Role.PROGRESS) == text

    def test_is_a_first_line_that_repeats_a_clause_of_the_heading(self) -> None:
        assert section_text(f"一、办文办会\n{BODY}", "办文办会，服务大局", Role.PROGRESS) == BODY


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        "answer",
        [
            "抱歉，我无法协助完成这个请求。",
            "很遗憾，我不能提供这类内容。",
            "作为一个人工智能助手，我没有立场撰写这样的内容，请谅解。",
            "I'm sorry, but I can't help with that.",
        ],
    )
    def test_is_an_answer_that_declines(self, answer: str) -> None:
        with pytest.raises(ChatRefusedError):
            section_text(answer, "办文办会", Role.PROGRESS)
        with pytest.raises(ChatRefusedError):
            revised_text(answer, "办文办会")

    @pytest.mark.parametrize("answer", ["好的。", "", "```\n```", "办文办会\n"])
    def test_is_an_answer_too_short_to_be_a_section(self, answer: str) -> None:
        with pytest.raises(ChatBrokenError, match="太短"):
            section_text(answer, "办文办会", Role.PROGRESS)

    @pytest.mark.parametrize(
        "end",
        [
            "固定资产投资12",
            "固定资产投资12.",
            "固定资产投资{{F3}}",
            "各项工作平稳有序推",
            "主要做了以下工作：",
            "落实“三会一课”",
            "一是",
        ],
    )
    def test_is_an_answer_that_stops_in_the_middle_of_a_sentence(self, end: str) -> None:
        with pytest.raises(ChatUnfitError, match="没有写完") as failure:
            section_text(BODY + end, "办文办会", Role.PROGRESS)

        assert failure.value.partial == BODY + end

    @pytest.mark.parametrize(
        "end", ["成效明显。", "成效明显！", "一是抓办文；", "叫响“园区铁军。”", "（详见附件。）", "等等……", "成效明显."]
    )
    def test_is_not_an_answer_that_ends_where_a_sentence_does(self, end: str) -> None:
        assert section_text(BODY + end, "办文办会", Role.PROGRESS) == BODY + end

    def test_is_not_an_opening_that_leads_over_to_what_follows(self) -> None:
        text = "按照有关要求，现将上半年工作情况报告如下："

        assert section_text(text, "", Role.OPENING) == text
        with pytest.raises(ChatUnfitError):
            section_text("按照有关要求，现将上半年工作情", "", Role.OPENING)

    def test_is_not_a_closing_without_a_mark(self) -> None:
        assert section_text("以上报告，请予审阅", "", Role.CLOSING) == "以上报告，请予审阅"

    def test_is_not_a_report_that_speaks_of_what_could_not_be_done(self) -> None:
        text = "部分企业反映用地指标不足，我们无法在短期内完成全部供地，对此已专题向上级请示。" + BODY

        assert section_text(text, "存在问题", Role.PROBLEMS) == text

    def test_is_not_a_short_closing(self) -> None:
        assert section_text("特此报告，请审阅。", "", Role.CLOSING) == "特此报告，请审阅。"
        assert section_text("特此报告。", "", Role.CLOSING) == "特此报告。"

    def test_is_not_the_sentence_that_leads_up_to_the_sections_below(self) -> None:
        text = "针对上述问题，提出以下建议。"

        assert section_text(text, "工作建议", Role.PLANS, leads=True) == text
        with pytest.raises(ChatBrokenError, match="太短"):
            section_text(text, "工作建议", Role.PLANS)

    def test_is_not_a_short_revision(self) -> None:
        assert revised_text("改好了。", "办文办会") == "改好了。"


class TestThinkingAloud:
    @pytest.mark.parametrize("size", [1, 2, 4, 100])
    @pytest.mark.parametrize(
        ("raw", "text"),
        [
            ("<think>想</think>正文", "正文"),
            ("想</think>正文", "正文"),
            ("<THINKING>想</Thinking>正文", "正文"),
            ("前<think>想</think>后", "前后"),
            ("<think>想</think>正文</think>", "正文"),
            ("a<b，c>d</x>", "a<b，c>d</x>"),
            ("收尾是<", "收尾是<"),
            ("收尾是<thin", "收尾是<thin"),
            ("<think>没想完", ""),
        ],
    )
    def test_is_kept_back_wherever_it_is_cut(self, raw: str, text: str, size: int) -> None:
        stripper = ThinkStripper()
        for at in range(0, len(raw), size):
            stripper.feed(raw[at : at + size])
        stripper.end()

        assert stripper.text == text
