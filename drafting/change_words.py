"""The words of a change in an indicator's name and in prose: 固定资产投资同比增长 is the change of 固定资产投资."""

import re

from knowledge_base.quantities.mention import Mention

UP_WORDS = "增长|增加|增收|增|提高|提升|上升|扩大|上涨|增幅|涨幅|攀升|跃升|多|净增|上浮|改善|加快|增产|增支"
#: 审减金额 is what an audit struck out, no change between two periods.
DOWN_WORDS = (
    "下降|减少|减收|(?<![审核])减|降低|降|回落|下滑|缩减|压减|压缩|降幅|少|负增长|缩短|下浮|精简|放缓|收窄|减产|减支"
)

#: What has come since: 新建5G基站46个，累计213个.
NEW_WORDS = "新增|新建|新组建|新引进|新签约|新登记|新发展|新认定|新成立"

_NAMED_CHANGE = re.compile(r"(?:增速|增幅|降幅|涨幅|增长率|下降率)[^，,。；]{0,6}$")


def direction_of(word: str) -> str:
    """Return the direction that a word opens with: ``up``, ``down`` or ``""``."""
    if re.match(rf"(?:{DOWN_WORDS})", word):
        return "down"
    return "up" if re.match(rf"(?:{UP_WORDS})", word) else ""


def names_change(mention: Mention, clause: str) -> bool:
    """Tell whether a change is written as a level: 增速为9.6%. 增速连续9年领先 counts years."""
    return mention.unit_class in {"percent", "percentage_point"} and _NAMED_CHANGE.search(clause) is not None


def direction_in(name: str) -> str:
    """Return the direction that an indicator's own name states: 固定资产投资同比增长 → ``up``; 增速 states none."""
    found = re.search(
        r"增长(?!率)|上升|提高|增幅|增加(?!值)|下降|减少|降低|降幅|回落|压缩|压减|缩短|缩减|下滑|上涨|精简|减收|增收",
        name,
    )
    return direction_of(found.group()) if found else ""


def is_change_name(name: str) -> bool:
    """Tell whether an indicator is a change by its name: …同比增长, …增速, …降幅. 提高标准的人群 is none."""
    return _CHANGE_NAME.search(name) is not None


def core_name(name: str) -> str:
    """Return an indicator's name without the words of its change: 固定资产投资同比增长 → 固定资产投资."""
    core = _CHANGE_TAIL.sub("", _CHANGE_HEAD.sub("", name.strip()))
    return core or name


_CHANGES = (
    "增长率|增长速度|增速|增幅|降幅|涨幅|增长|下降|上升|提高|减少|增加|回落|降低|压缩|压减|缩短|缩减|下滑|上涨|精简"
)
_COMPARED = "同比|环比|较上年同期|较上年|比上年|较去年|比去年"
#: 压缩审批时限50% is the change of 审批时限 as 审批时限压缩50% is; 提高 and 增加 before a noun are too often part of a task's name.
_CHANGE_HEAD = re.compile(r"^(?:压缩|压减|缩短|缩减|精简|降低|减少)(?=[\u4e00-\u9fff]{2})")
REDUCED_HEAD = re.compile(
    r"(?:^|[，,。；、：])[^，,。；、：]{0,4}(?:压缩|压减|缩短|缩减|精简|降低|减少)[\u4e00-\u9fff]{2,12}$"
)
_AFTER_CHANGE = "(?:率|数|额|量|为|百分比|百分点|比例)?(?:预期目标|目标|预期|任务)?(?:[（(][^）)]*[）)])?"
_CHANGE_NAME = re.compile(rf"^(?:压缩|压减|缩短|缩减)|(?:{_COMPARED})|(?:{_CHANGES}){_AFTER_CHANGE}$")
_CHANGE_TAIL = re.compile(rf"(?:{_COMPARED})?(?:{_CHANGES}){_AFTER_CHANGE}$|(?:{_COMPARED})$")

#: What says that a number is aimed at, and not yet done. 一般公共预算收入 is no target for its 预算.
TARGET_WORDS = r"目标|任务(?!清单|台账|书|分工|分解|表)|计划|指标|预算(?!内|外|收入|支出|执行|绩效|单位|管理)"
_TARGET_NAME = re.compile(TARGET_WORDS)


def names_target(name: str) -> bool:
    """Tell whether an indicator is by its name what was aimed at: 年初预算, 全年目标."""
    return _TARGET_NAME.search(name) is not None
