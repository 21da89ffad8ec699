"""The layout check: the points of GB/T 9704-2012 that can be read from a .docx, whoever wrote it."""

from collections.abc import Callable
from dataclasses import dataclass

from drafting.layout import page_points, text_points
from drafting.layout.checked_document import CheckedDocument, open_document


@dataclass(frozen=True, slots=True)
class LayoutPoint:
    """One point of the check. ``detail`` says in Chinese what is wrong and where, empty where it holds."""

    number: int
    name: str
    passed: bool
    detail: str


# In the order of the standard's parts. A check returns what is wrong, or nothing.
_POINTS: tuple[tuple[str, Callable[[CheckedDocument], str]], ...] = (
    ("A4 纸", page_points.paper),
    ("天头 37 mm、订口 28 mm、版心 156 × 225 mm", page_points.margins),
    ("不用主题字体", page_points.theme_fonts),
    ("东亚语言 zh-CN", page_points.language),
    ("固定行距 27—28.95 磅", page_points.exact_lines),
    ("首行缩进 2 字符", page_points.first_line),
    ("标题小标宋 2 号、不加粗", page_points.title_font),
    ("一级标题黑体 3 号", page_points.first_level_font),
    ("二级标题楷体 3 号", page_points.second_level_font),
    ("正文仿宋 3 号", page_points.body_font),
    ("大纲级别与序号形式一致", text_points.outline_levels),
    ("序号连续、逐级重新起编", text_points.consecutive_numbers),
    ("中文旁无半角标点", text_points.full_width_punctuation),
    ("引号配对", text_points.paired_quotes),
    ("中西文共用标点指定中文字体", page_points.hinted),
    ("奇偶页不同、首页相同", page_points.odd_and_even),
    ("页码 4 号、一字线、单右双左空一字", page_points.page_numbers),
    ("成文日期用阿拉伯数字、不编虚位", text_points.date_form),
    ("附件名称后无标点", text_points.attachment_names),
    ("主送机关以全角冒号结尾", text_points.recipient_colon),
    ("表格不超版心、标题行重复", page_points.tables),
    ("无遮盖、待补和网页残留", text_points.nothing_left_over),
    ("无宏、外部引用和嵌入对象", page_points.package_safety),
    ("文件属性干净", page_points.properties),
    ("每面 22 行、每行 28 字，字体合规（按设置计算）", page_points.grid),
)


def check_layout(data: bytes, name: str = "文档") -> tuple[LayoutPoint, ...]:
    """Return the points in order, numbered from 1. ``name`` is only for messages.

    Raises ReadingError where the file is no .docx, damaged, hostile or over a limit.
    """
    document = open_document(data, name)
    points = []
    for number, (title, check) in enumerate(_POINTS, start=1):
        problem = check(document)
        points.append(LayoutPoint(number, title, not problem, problem))
    return tuple(points)
