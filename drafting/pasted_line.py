"""Single lines as offices paste them: what a second number is, signs for a way, a unit said once, bullets."""

import re
from dataclasses import dataclass

from drafting.change_words import TARGET_WORDS
from drafting.pasted_unit import is_unit, plain_title

_BULLET = re.compile(
    r"^\s*(?:[0-9]{1,2}(?:[、)）]|[.．](?![0-9]))|[（(][0-9一二三四五六七八九十]{1,3}[）)](?=[^，,；;]{2,})"
    r"|[①-⑳]|[·•●▪■◆][ 　]*|[-*][ 　]+)\s*"
)
#: 括号内为上年同期, or as 括号为…
_IN_BRACKETS = re.compile(
    r"[（(]?(?:注[：:])?括号(?:内|里|中)?(?:数?字?)?(?:均?为|是)(?:上年|去年|20[0-9]{2}年)(?:同期|度)?(?:数|数据)?[）)]?"
)
#: 指标名称：本期（上年同期）
_NOW_AND_LAST = re.compile(r"(?:本期|今年|本年|当期|当年)[（(](?:上年同期|去年同期|上年|去年|同期|上期)[）)]")
_PAIR_NOTE = re.compile(
    rf"[（(](?P<time>[^（()）/／]{{0,12}}[，,])?(?:(?:完成|本期|本年|实绩|今年|实际|当期)\s*[/／]\s*"
    rf"(?P<other>(?:上年|去年|上期|同期|{TARGET_WORDS})[^（()）]{{0,6}})"
    rf"|(?P<aim>(?:全年|年度)?(?:{TARGET_WORDS})(?:数|值)?)\s*[/／]\s*[^（()）]{{0,6}}(?:完成|实绩|实际)(?:数|值)?)[）)]"
)
_PAIR = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”A-Za-z ]{2,20})[：:]?\s*(?P<first>[\d.,]+)(?P<own>[^\d，。；、/／\s]{0,5})\s*[/／]\s*"
    r"(?P<other>[\d.,]+)(?P<unit>[^\d，。；、/／\s]{0,5})"
)
_BARE_BRACKETS = re.compile(r"[（(](?P<number>[\d.,]+[^\d（()）年月]{0,6})[）)]")
#: 同比+4.1%, 同比-8件
_SIGNED = re.compile(r"(?P<against>同比|环比|[较比](?:上年|去年)(?:同期)?)\s*(?P<sign>[+＋\-－−])\s*(?=[0-9])")
#: 研发投入3.96亿元 ↑12.5%; 用电量4.32亿千瓦时，-2.4%
_ARROW = re.compile(r"[，,\s]*(?P<sign>[↑↓⬆⬇])\s*(?=[0-9])")
_SIGN_ALONE = re.compile(r"(?<=[，,、（(])\s*(?P<sign>[+＋\-－−])\s*(?=[0-9.]+\s*(?:[%％]|个百分点))")
#: 起草材料153篇（讲话46、汇报58）
_PARTS_IN_BRACKETS = re.compile(
    r"(?P<total>[0-9.]+[万亿]?(?P<unit>[^\d（(，,；;。\s]{1,4}))[（(](?P<parts>(?:[\u4e00-\u9fff]{1,8}[0-9.]+[、，,]?){2,})[）)]"
)
#: 规上服务业营收（亿元）：6月4.62，5月4.20: the unit is given once for all.
_UNIT_ONCE = re.compile(
    r"^(?:其中[：:])?(?P<name>(?:20[0-9]{2}年)?[^（(：:，,0-9]{2,24})[（(](?:单位[：:])?(?P<unit>[^（()）]{1,9})[）)][：:](?P<rest>.*)$"
)
_BARE_NUMBER = re.compile(
    r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(?![\d.,]*\d|\s*[年月日季度%％‰倍万亿\u4e00-\u9fff㎡℃A-Za-z])"
)
#: Dates and telephone numbers behind a colon have a name of their own kind.
_NAME_COLON = re.compile(
    r"^(?P<name>[^：:，,；。]{2,24})[：:]\s*(?=[约近超逾]?[0-9０-９])(?![0-9０-９]{1,4}[年月日]|[0-9]{1,2}[—–\-至]|[0-9\-－]{7,}|[0-9]{1,2}:)"
)
_SHEET_HEAD = re.compile(r"\s*(?:序号\s+)?(?:指标|项目|名称)[\s|｜]+(?:数值|数量|单位|本年|今年)")
_SHEET_ROW = re.compile(
    r"\s*(?P<name>[^\d\s：:，,（(][^：:，,（()）\d]*?)[：:]?\s+(?P<value>[\d.,]+[万亿]?)\s*(?P<unit>[^\d\s（(，,；;：:]{1,5})\s+"
    r"(?P<previous>[\d.,]+[万亿]?)\s*(?:(?P=unit))?\s*$"
)
_BLANK_BEFORE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff”）]) (?=[0-9])")
_BLANK_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_NAMED_NUMBER = re.compile(
    r"^(?P<name>[^：:，。；\d（(]{2,20}?)(?:[：:]\s*|\s+|(?<=[\u4e00-\u9fff])(?=[0-9]))(?P<value>[\d,]+(?:\.\d+)?)"
    rf"\s*(?:[（(](?P<of>(?:上年|去年|{TARGET_WORDS})[^（()）\d]{{0,4}})(?P<other>[\d,.]+)[）)])?$"
)
#: 合计, and whatever part of the time it is of: 上半年合计.
ALL_OF_IT = re.compile(
    r"(?P<time>(?:上年|去年|全年|[上下]半年|[1-9][—–－\-至][0-9]{1,2}月)?)(?:总数|合计|总计|小计)"
    r"|(?P<all>全年|[上下]半年|第?[一二三四]季度)"
)
_SHORT_REMARK = 3


@dataclass(frozen=True, slots=True)
class Convention:
    """What a note says of all numbers that follow: 括号内为2024年, or （完成/目标）."""

    note: str
    second: str
    time: str = ""

    def written_out(self, line: str) -> str:
        """Return a line with the second of two numbers named: 342篇（171篇） is 342篇（上年171篇）."""
        line = line.replace(self.note, self.time)
        if re.search("[/／]", self.note):
            return _PAIR.sub(self._pair, line)
        return _BARE_BRACKETS.sub(rf"（{self.second}\g<number>）", line)

    def _pair(self, match: re.Match[str]) -> str:
        unit = match["unit"] or match["own"]
        name = match["name"].strip()
        if self.second == "完成":  # （全年目标/上半年完成）
            return f"{name}{match['other']}{unit}，{name}目标{match['first']}{unit}"
        if self.second == "目标":
            return f"{name}{match['first']}{unit}，{name}目标{match['other']}{unit}"
        return f"{name}{match['first']}{unit}（上年{match['other']}{unit}）"


def convention_for_all(line: str) -> Convention | None:
    """Return what a note says of every line, before and behind it, or None: 注：括号内为上年数."""
    return convention_of(line) if _IN_BRACKETS.search(line) else None


def convention_of(line: str) -> Convention | None:
    """Return what a line says of the second numbers from here on, or None."""
    brackets = _IN_BRACKETS.search(line) or _NOW_AND_LAST.search(line)
    if brackets is not None:
        return Convention(brackets.group(), "上年")
    pair = _PAIR_NOTE.search(line)
    if pair is None:
        return None
    second = "目标" if re.search(TARGET_WORDS, pair["other"] or "") else "上年"
    if pair["aim"]:
        second = "完成"
    return Convention(pair.group(), second, (pair["time"] or "").rstrip("，,"))


def without_bullet(line: str) -> str:
    """Return a line of a list without its number or bullet: 1、智能装备产业园…."""
    return _BULLET.sub("", line, count=1)


def signs_in_words(line: str) -> str:
    """Return a line with 同比增长 for 同比+ and 同比下降 for 同比-."""
    line = _ARROW.sub(lambda match: "，同比" + ("增长" if match["sign"] in "↑⬆" else "下降"), line)
    line = _SIGN_ALONE.sub(lambda match: "同比" + ("增长" if match["sign"] in "+＋" else "下降"), line)
    return _SIGNED.sub(lambda match: match["against"] + ("增长" if match["sign"] in "+＋" else "下降"), line)


def sentence_as_prose(sentence: str) -> str:
    """Return a ；-parted piece of a line as a sentence: 信访件：46件 is 信访件是46件, and a lone row of a sheet too."""
    if _SHEET_HEAD.match(sentence):
        return ""
    row = _SHEET_ROW.match(sentence)
    if row is not None:
        return f"{row['name'].rstrip('：: ')}{row['value']}{row['unit']}（上年{row['previous']}{row['unit']}）"
    sentence = _BLANK_BEFORE_NUMBER.sub("", sentence)
    sentence = _PARTS_IN_BRACKETS.sub(_parts_in_full, sentence)
    return _NAME_COLON.sub(
        lambda match: re.sub(r"[（(](?P<inner>[^（()）]*)[）)]", _short_remark, match["name"]) + "是", sentence
    )


def _parts_in_full(match: re.Match[str]) -> str:
    return f"{match['total']}（{with_unit_behind(match['parts'], match['unit'])}）"


def _short_remark(remark: re.Match[str]) -> str:
    """Keep 社区 of 村（社区）, and drop what a longer remark says."""
    inner: str = remark["inner"]
    return inner if len(inner) <= _SHORT_REMARK else ""


def unit_once(line: str) -> str:
    """Return a line whose unit stands once behind its name with the unit behind each number."""
    once = _UNIT_ONCE.match(line.strip())
    if once is None or not is_unit(once["unit"]):
        return line
    return f"{once['name']}：" + with_unit_behind(once["rest"], once["unit"])


def with_unit_behind(line: str, unit: str) -> str:
    """Return a line with the unit behind each number that has none."""
    return _BARE_NUMBER.sub(rf"\g<1>{unit}", line)


def named_number(line: str, unit: str, title: str) -> str | None:
    """Return 技改奖补 2180 under a title that gives the unit once as 技改奖补2180万元, and 合计 as that of the title's thing."""
    row = _NAMED_NUMBER.match(line.strip()) if unit else None
    if row is None:
        # Two numbers side by side are two columns, and nothing says which is which.
        plain = unit and not re.search(r"[。？！]|[0-9][ \t]+[0-9]", line)
        return with_unit_behind(line, unit) if plain else None
    of_all = ALL_OF_IT.fullmatch(row["name"].strip())
    topic = re.sub(r"^20[0-9]{2}年度?(?:[上下]半年)?", "", title)
    aside = f"（{row['of'].strip()}{row['other']}{unit}）" if row["of"] else ""
    return f"{topic if of_all else ''}{_BLANK_WITHIN.sub('', row['name'].strip())}{row['value']}{unit}{aside}"


def topic_of(title: str) -> str:
    """Return what a title says that the lines under it are of: 专项资金情况（单位：万元） is of 专项资金."""
    plain = re.sub(r"[（(][^（()）]*[）)]?$", "", plain_title(title))
    plain = re.sub(r"分(?:行业|项|部门|地区|类别|科目)$", "", plain)
    return re.sub(r"(?:结构|情况|明细|统计|一览|运营|执行)?表?(?:如下)?[：:]?\s*$", "", plain).strip()
