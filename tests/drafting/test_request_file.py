"""The request file: what a writer writes, and what a writer gets wrong."""

from datetime import date
from pathlib import Path

import pytest

from drafting.errors import RequestError
from drafting.request_file import load_request, parse_date, parse_period
from knowledge_base.report import Period

FULL = """
文种: 工作总结
单位: 云岚工业园区党政办公室
主送: 云岚工业园区党工委
期间: 2026年上半年
日期: 2026年7月5日
标题: 云岚工业园区党政办公室2026年上半年工作总结
主题:
  - 名称: 优化营商环境
    要点: |
      开展走访
      建立清单
  - 名称: 机关效能
    要点: [精文减会, 转变作风]
  - 数字园区
数据表: 收文2136份（上年1980份）；党工委会议11次
"""
ENGLISH = """
genre: work_summary
unit: 云岚工业园区党政办公室
period: 2026
themes:
  - name: 优化营商环境
    notes: 开展走访
figures: sheet.csv
"""
LEAST = "文种: 工作总结\n单位: 党政办\n期间: 2026年上半年\n"


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "request.yaml"
    path.write_bytes(text.encode(encoding))
    return path


class TestAFullRequest:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_is_read_in_the_writers_words(self, tmp_path: Path, encoding: str) -> None:
        request = load_request(written(tmp_path, FULL, encoding))

        assert (request.genre, request.unit) == ("work_summary", "云岚工业园区党政办公室")
        assert (request.recipient, request.title[-4:]) == ("云岚工业园区党工委", "工作总结")
        assert (request.period, request.date) == (Period(2026, half=1), date(2026, 7, 5))
        assert [theme.name for theme in request.themes] == ["优化营商环境", "机关效能", "数字园区"]
        assert [theme.notes for theme in request.themes] == ["开展走访\n建立清单", "精文减会\n转变作风", ""]
        assert [figure.value_text for figure in request.figures.figures] == ["2136份", "11次"]

    def test_may_be_written_in_english_with_its_figures_in_a_file_beside_it(self, tmp_path: Path) -> None:
        (tmp_path / "sheet.csv").write_text("指标,数值,单位\n收文,2136,份\n", encoding="utf-8")

        request = load_request(written(tmp_path, ENGLISH))

        assert (request.genre, request.period) == ("work_summary", Period(2026))
        assert [figure.name for figure in request.figures.figures] == ["收文"]

    def test_without_a_date_is_dated_at_the_end_of_its_period(self, tmp_path: Path) -> None:
        assert load_request(written(tmp_path, LEAST)).date == date(2026, 6, 30)


class TestWhatAWriterGetsWrong:
    @pytest.mark.parametrize(
        ("text", "says_so"),
        [
            ("单位: 党政办\n期间: 2026年\n", "缺少“文种”"),
            ("文种: 工作总结\n期间: 2026年\n", "缺少“单位”"),
            ("文种: 工作总结\n单位: 党政办\n", "缺少“期间”"),
            ("文种:\n单位: 党政办\n期间: 2026年\n", "缺少“文种”"),
            (LEAST.replace("工作总结", "诗歌"), "没有“诗歌”这个文种"),
            (LEAST.replace("2026年上半年", "今年"), "看不懂期间“今年”"),
            (LEAST + "日期: 七月初\n", "看不懂日期“七月初”"),
            (LEAST + "日期: 2026年2月30日\n", "没有“2026年2月30日”这一天"),
            (LEAST + "日期: 2026-02-30\n", "不存在的日期"),
            (LEAST + "数据表: 没有.xlsx\n", "“没有.xlsx”不存在"),
            (LEAST + "数据表: 数据还没有报上来\n", "没有读到数据"),
            (LEAST + "数据表: [1, 2]\n", "应写文件名或文字"),
            (LEAST + "主题: 营商环境\n", "应逐条列出"),
            (LEAST + "主题:\n  - 要点: 无名\n", "没有“名称”"),
            (LEAST + "主题:\n  - 名字: 错\n", "不认识“名字”"),
            (LEAST + "主送单位: 党工委\n", "不认识“主送单位”"),
            (LEAST + "unit: 又一个\n", "写了两次"),
            ("文种: 工作总结\n  单位: 党政办\n", "第 2 行附近"),
            ("只有一句话", "各占一行"),
            ("", "各占一行"),
            ("- 一\n- 二\n", "各占一行"),
        ],
    )
    def test_is_told_in_one_sentence(self, tmp_path: Path, text: str, says_so: str) -> None:
        with pytest.raises(RequestError, match=says_so) as refusal:
            load_request(written(tmp_path, text))

        assert "\n" not in str(refusal.value)

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(RequestError, match="找不到请求文件"):
            load_request(tmp_path / "no.yaml")

    def test_a_folder_is_no_request(self, tmp_path: Path) -> None:
        with pytest.raises(RequestError, match="无法读取"):
            load_request(tmp_path)

    @pytest.mark.parametrize(
        "data", [b"\x89PNG\r\n\x1a\n\x00\xff\xfe", b"\xff" * 20, b"a: !!python/object/apply:os.system [ls]"]
    )
    def test_a_file_that_is_no_request_is_refused(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "request.yaml"
        path.write_bytes(data)

        with pytest.raises(RequestError):
            load_request(path)

    def test_a_request_of_a_thousand_references_is_refused_or_read_but_never_hangs(self, tmp_path: Path) -> None:
        bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(8)
        )
        with pytest.raises(RequestError, match="不认识"):
            load_request(written(tmp_path, bomb))


class TestPeriods:
    @pytest.mark.parametrize(
        ("text", "period"),
        [
            ("2026年上半年", Period(2026, half=1)),
            ("2026 年 下半年", Period(2026, half=2)),
            ("二〇二六年上半年", Period(2026, half=1)),
            ("２０２６年上半年", Period(2026, half=1)),
            ("2026H1", Period(2026, half=1)),
            ("2026年第一季度", Period(2026, quarter=1)),
            ("2026年一季度", Period(2026, quarter=1)),
            ("2026Q3", Period(2026, quarter=3)),
            ("2026年", Period(2026)),
            ("2026年度", Period(2026)),
            ("2026", Period(2026)),
            ("2026年全年", Period(2026)),
        ],
    )
    def test_are_read_as_officials_write_them(self, text: str, period: Period) -> None:
        assert parse_period(text) == period

    @pytest.mark.parametrize(
        "text", ["", "上半年", "26年上半年", "2026年第五季度", "2026年13月", "3026年", "2026年上半年和下半年"]
    )
    def test_that_are_none_are_refused(self, text: str) -> None:
        with pytest.raises(RequestError, match="看不懂期间"):
            parse_period(text)

    @pytest.mark.parametrize("half", [None, 1, 2])
    def test_are_read_back_from_their_own_label(self, half: int | None) -> None:
        assert parse_period(Period(2026, half).label) == Period(2026, half)


@pytest.mark.parametrize("text", ["2026-07-05", "2026年7月5日", "2026/7/5", "2026.7.5", "２０２６年７月５日"])
def test_dates_are_read_as_they_are_written(text: str) -> None:
    assert parse_date(text) == date(2026, 7, 5)
