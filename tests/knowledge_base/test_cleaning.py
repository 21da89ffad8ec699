"""Clutter of sharing sites goes, and nothing else; masks are counted by their mark."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.cleaning import Cleaned, Removal, clean, full_width
from knowledge_base.masks import count_masks, find_masks
from knowledge_base.reading import read_document

BODY = "召开党工委会议11次，累计收文2000余份。"


@pytest.mark.parametrize(
    "line",
    [
        "《园区管委会总结.docx》由会员分享,可在线阅读,更多相关《园区管委会总结.docx(5页珍藏版)》请在某某文库上搜索。",
        "首页/栏目/内容头部广告位(手机)",
        "内容底部广告位(手机)",
        "admin 2025-02-21 18:03:01 浏览量",
        "留言与评论(共有 0 条评论)",
        "验证码:",
        "推荐文章",
        "上一篇：园区2023年工作总结",
        "预览结束,免费获取全文定制代笔此类文章,请扫码联系老师!",
        "扫一扫在手机打开当前页",
        "【字体：大 中 小】",
        "打印本页",
        "来源：北京日报",
        "2026-02-03 09:02:33",
        "当前位置： 首页>> 中国概况",
        "......",
        "<!--",
    ],
)
def test_a_line_of_clutter_goes(line: str) -> None:
    cleaned = clean([BODY, line])
    assert cleaned.paragraphs == (BODY,)
    assert [removal.text for removal in cleaned.removals] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "各位代表：",
        "拆除违规广告位36处，规范户外广告设置。",
        "公众号发布信息170余期，浏览量突破10万次，阅读量居全县前列。",
        "在服务窗口张贴二维码，企业扫码关注即可预约办理，累计办件320件。",
        "推荐市第六届人大代表候选人2名。",
        "来源：各企业报送数据，由经济发展局汇总核实；口径与统计部门一致。",
        "上级领导来园区调研20余次",
        "开展“首页有规范”网站整治。",
        "1、加强领导。",
        "一、工作开展情况",
        "召开会议......等",
    ],
)
def test_a_line_of_the_report_stays(line: str) -> None:
    assert clean([BODY, line]).paragraphs[-1].startswith(line[:4])
    assert not clean([BODY, line]).removals


def test_a_notice_of_hidden_text_goes_and_is_told() -> None:
    cleaned = clean(["二、存在问题", "---此处隐藏1914字,下载后查看---", "下半年，党政办将持续发力。"])
    assert cleaned.paragraphs == ("二、存在问题", "下半年，党政办将持续发力。")
    assert "原文缺失：网站隐藏了约 1914 字" in cleaned.notes


def test_page_marks_that_cut_sentences_are_taken_out_and_the_sentences_joined() -> None:
    lines = [
        "1、园区总结一是组织全体",
        "2、干部职工学习，召开会议12次，早改快改",
        "3、、补齐短板，走访企业",
        "4、93家次。",
    ]
    cleaned = clean(lines)
    assert cleaned.paragraphs == (
        "园区总结一是组织全体干部职工学习，召开会议12次，早改快改、补齐短板，走访企业93家次。",
    )
    assert sum(removal.reason == "页码标记" for removal in cleaned.removals) == 4


def test_page_marks_inside_one_paragraph_are_taken_out() -> None:
    text = (
        "园区认真组织1、全体干部职工学习讨论，开展专题2、研讨活动，各支部认真3、落实各项制度要求，工作取得4、明显成效。"
    )
    assert clean([text]).paragraphs == (
        "园区认真组织全体干部职工学习讨论，开展专题研讨活动，各支部认真落实各项制度要求，工作取得明显成效。",
    )


@pytest.mark.parametrize(
    "lines",
    [
        ["1、加强组织领导。", "2、落实工作责任。", "3、强化督促检查。"],
        ["1、组织领导", "3、督促检查", "2、工作责任"],
        ["重点抓好1、学习；2、培训；3、考核；4、评比。"],
        ["第1、2、3、4、5号厂房已交付使用。"],
    ],
)
def test_a_real_list_keeps_its_numbers(lines: list[str]) -> None:
    assert clean(lines).paragraphs == tuple(lines)


def test_a_paragraph_said_twice_stays_once_and_a_short_line_may_come_again() -> None:
    long = "深入贯彻落实党的二十大精神，" * 4 + "取得明显成效。"
    assert clean(["各位代表：", long, long, "各位代表："]).paragraphs == ("各位代表：", long, "各位代表：")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("召开会议11次,培训3次;", "召开会议11次，培训3次；"),
        ("(一)强化机关党建", "（一）强化机关党建"),
        ("(1)加强领导", "（1）加强领导"),
        ("剥离100%,全面承接", "剥离100%，全面承接"),
        ("学习XX,坚持以园区为家", "学习XX，坚持以园区为家"),
        ("收文1,200份", "收文1,200份"),
        ("于8:30召开", "于8:30召开"),
        ("GDP(亿元)", "GDP（亿元）"),
        ("f(x), g(x)", "f(x), g(x)"),
    ],
)
def test_half_width_punctuation_becomes_full_width_beside_chinese(text: str, written: str) -> None:
    assert full_width(text) == written


def test_a_doubled_quotation_mark_becomes_single() -> None:
    assert clean(["采取““月考核、季审定””的方式。"]).paragraphs == ("采取“月考核、季审定”的方式。",)


@pytest.mark.parametrize(
    ("text", "masks"),
    [
        ("学习**次、研讨***次，党员*名", {"**": 1, "***": 1, "*": 1}),
        ("X〔2024〕X号", {"X": 2}),
        ("20xx年以来，XXX市202x年", {"20xx": 1, "XXX": 1, "202x": 1}),
        ("x-x年期间发展党员x名", {"x": 3}),
        ("删除AAA公众号信息10篇", {"AAA": 1}),
        ("××县某某镇", {"××": 1, "某某": 1}),
        ("培训____次，参训□□人", {"____": 1, "□□": 1}),
        ("会议〇〇次", {"〇〇": 1}),
        ("二〇〇五年", {}),
        ("“1+3+X”产业体系，“数据要素×”行动", {}),
        ("X射线机2台，AAA级景区，SUV，3×5米，XLPE", {}),
        ("办理12345平台转办件87件，“1+37+8”", {}),
        ("实行5*8小时值班，占地30*40米", {}),
        ("召开会议1*次、培训*次", {"*": 2}),
        ("学习ＸＸ精神，召开会议（　）次，培训   次", {"ＸＸ": 1, "（　）": 1, "   ": 1}),
        ("△△县▲▲镇", {"△△": 1, "▲▲": 1}),
        ("时间  地点  人员", {}),
        ("“12345+N”机制，A座大厅，5A级景区，4S店，C919大飞机，X光机", {}),
    ],
)
def test_masks_are_counted_by_their_mark(text: str, masks: dict[str, int]) -> None:
    assert count_masks([text]) == masks


def test_a_sentence_broken_over_lines_is_joined() -> None:
    lines = ["园区坚持以企业为中心，", "走访企业93家次。", "一、工作情况"]
    assert clean(lines).paragraphs == ("园区坚持以企业为中心，走访企业93家次。", "一、工作情况")


def test_a_mail_wrapped_at_a_width_becomes_paragraphs_again() -> None:
    sentence = "园区党工委坚持把政治建设摆在首位深入学习贯彻党的二十大精神持续推动各项工作任务落地见效取得明显成效"
    text = (sentence * 6)[:290] + "。"
    lines = [text[at : at + 36] for at in range(0, len(text), 36)]
    assert clean(["一、工作情况", *lines, "二、存在问题", *lines]).paragraphs[1] == text


def test_a_signature_after_an_open_sentence_is_not_joined_to_it() -> None:
    lines = ["以上工作取得了明显的成效并得到了上级有关部门的充分肯定和企业的普遍好评", "党政办公室", "2025年7月3日"]
    assert clean(lines).paragraphs == tuple(lines)


DIRTY = [
    "内容头部广告位(手机)",
    "---此处隐藏12字,下载后查看---二、存在问题",
    "深入贯彻落实党的二十大精神，" * 4,
    "深入贯彻落实党的二十大精神，" * 4,
    "园区认真组织1、全体干部职工学习讨论，开展专题2、研讨活动，各支部认真3、落实各项制度要求，工作取得4、明显成效。",
    "推荐文章",
]


def test_every_removal_can_be_undone_alone_and_stays_on_record() -> None:
    everything = clean(DIRTY)
    assert len(everything.removals) == 8
    for removal in everything.removals:
        again = clean(DIRTY, [removal])
        assert len("".join(again.paragraphs)) == len("".join(everything.paragraphs)) + len(full_width(removal.text))
        assert [item for item in again.removals if item.undone] == [
            Removal(removal.paragraph, removal.text, removal.reason, undone=True)
        ]
        assert len(again.removals) == len(everything.removals)


def test_with_everything_undone_nothing_is_missing() -> None:
    everything = clean(DIRTY)
    again = clean(DIRTY, everything.removals)
    assert "".join(again.paragraphs) == full_width("".join(DIRTY))
    assert not any("去掉" in note or "隐藏" in note for note in again.notes)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("召开会议\ufffd\ufffd次，培训3次。", "乱码"),
        ("召开会议????次，培训3次。", "乱码"),
        ("召开\ue4c6会议3次。", "乱码"),
        ("园区党工委坚持把政治建设摆在首位，深入学习贯彻党的二十大精神，持续推动各项工作任", "结尾"),
        ("召开会议3次？培训3次。", ""),
        ("园区党工委坚持把政治建设摆在首位，深入学习贯彻党的二十大精神，持续推动各项工作。", ""),
    ],
)
def test_damage_is_told(text: str, told: str) -> None:
    notes = "；".join(clean([text]).notes)
    assert (told in notes) if told else notes == ""


@given(st.text(alphabet="*xX×〇会议召开次、，。 1A", max_size=80))
def test_masks_lie_apart_and_inside_the_text(text: str) -> None:
    places = find_masks(text)
    assert all(start < end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@given(st.lists(st.text(min_size=1, max_size=60), max_size=12))
def test_cleaning_never_fails_and_leaves_no_empty_paragraph(lines: list[str]) -> None:
    assert all(paragraph.strip() for paragraph in clean(lines).paragraphs)


@pytest.fixture(scope="module")
def cleaned(seeds: tuple[Path, ...]) -> tuple[Cleaned, ...]:
    return tuple(clean(read_document(path).paragraphs) for path in seeds)


def test_the_masks_of_the_seeds(cleaned: tuple[Cleaned, ...]) -> None:
    # counted by hand; 003 without the seven xx of the site's summary at its end, 001 without the two of its banner
    assert [found.masks for found in cleaned] == [
        {"X": 12, "XX": 2, "AAA": 1},
        {"20xx": 7, "20XX": 1, "XXX": 1},
        {"**": 23, "*": 11, "***": 2},
        {"xx": 29, "x": 20, "202x": 4, "xxx": 2},
        {},
    ]


def test_what_is_taken_off_the_seeds(cleaned: tuple[Cleaned, ...]) -> None:
    assert [[removal.reason for removal in found.removals] for found in cleaned] == [
        ["隐藏字提示"],
        ["网站横幅", *["页码标记"] * 9],
        [],
        ["省略标记", "预览提示", "内容摘要"],
        ["页面按钮", "广告位", "页面信息", "广告位", "广告位", "评论区", "验证码", "推荐链接"],
    ]


def test_nothing_else_is_taken_off_the_seeds(cleaned: tuple[Cleaned, ...], seeds: tuple[Path, ...]) -> None:
    for found, path in zip(cleaned, seeds, strict=True):
        kept = sorted(full_width("".join(read_document(path).paragraphs)))
        removed = sorted(full_width("".join(removal.text for removal in found.removals)))
        left = sorted("".join(found.paragraphs))
        if not any("补回" in note for note in found.notes):
            lost = len(kept) - len(removed) - len(left)
            assert lost == (2 if path.name.startswith("002") else 0), path.name  # ““…””: one pair of marks of 002


def test_the_nine_page_marks_of_001_are_gone_and_its_sentences_whole(cleaned: tuple[Cleaned, ...]) -> None:
    (text,) = cleaned[1].paragraphs
    for joined in (
        "组织全体干部职工学习",
        "开展好主题教育。据统计",
        "推动模范机关创建工作落地见效",
        "深入服务企业1293人次",
        "早改快改、补齐短板",
        "严把发展党员关",
        "通过开展“机关党建促乡村振兴”",
        "由于一贯养成的浪费意识",
    ):
        assert joined in text
    assert cleaned[1].title_hint == "园区管委会20xx年创建模范机关工作总结"


def test_the_opening_of_003_is_restored_and_its_damage_told(cleaned: tuple[Cleaned, ...]) -> None:
    found = cleaned[3]
    assert "根据工作安排，现就xx县工业园区党建工作情况报告如下。" in found.paragraphs
    assert "建有园区党群服务中心xx个，党员xx名" in found.paragraphs[3]
    assert any("删字" in note for note in found.notes)
    assert any("补回" in note for note in found.notes)


def test_no_clutter_is_left_in_the_seeds(cleaned: tuple[Cleaned, ...]) -> None:
    text = "".join("".join(found.paragraphs) for found in cleaned)
    for clutter in (
        "广告位",
        "浏览量",
        "验证码",
        "推荐文章",
        "会员分享",
        "此处隐藏",
        "下载后查看",
        "扫码联系",
        "所在栏目",
        "自定义文字",
        "留言与评论",
    ):
        assert clutter not in text
