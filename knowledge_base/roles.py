"""What a section is for, told from its heading; the words are the same across genres."""

import re

from knowledge_base.report import Role

_BY_HEADING: tuple[tuple[Role, re.Pattern[str]], ...] = (
    (Role.GUIDANCE, re.compile(r"指导思想|总体要求|总体思路|总体目标|工作目标|基本原则")),
    (Role.REQUIREMENTS, re.compile(r"^(?:工作|有关|相关)要求|组织保障|保障措施|组织实施|^保障机制|^加强组织领导$")),
    (
        Role.PROBLEMS,
        re.compile(
            r"(?:存在|面临|主要|突出)[^，。]{0,6}(?:问题|不足|困难|差距|短板)|^(?:主要)?(?:问题|不足|差距)(?!整改|导向|线索)|问题(?:和|与|及|、)(?:不足|原因|困难|差距)|不足之处"
        ),
    ),
    (
        Role.PLANS,
        re.compile(
            r"打算|下一步|下一阶段|下步|下阶段|今后|工作建议|^建议|意见(?:和|与)?建议|努力方向|(?:工作)?(?:计划|思路)$|年(?:度|下半年|上半年)?(?:重点)?工作(?:安排|任务|重点|建议|打算)|^下半年"
        ),
    ),
    (Role.TASKS, re.compile(r"(?:重点|主要|工作)任务|^重点工作$")),
    (Role.ECONOMY, re.compile(r"经济(?:运行|指标|发展)(?:情况|概况|态势)?$|^主要经济指标")),
    (Role.PROGRESS, re.compile(r"情况|成效|现状|回顾|做法|成绩|总结|进展|工作开展")),
)
#: What a heading without a number ends in, beside the words of the roles.
_PART = re.compile(
    r"工作(?:回顾|总结|情况|成效|安排|部署)(?:建议)?$|(?:情况|成效|做法|回顾)$|(?:加强|推进)[^，。]{2,10}建设$"
)
_NOT_IN_HEADING = re.compile(r"[，。；：！？:;|]|\d{1,2}日$")
_SHORTCOMINGS_HEADING = re.compile(
    r"^(?:当前|目前|工作中)?(?:还|仍|仍然)?(?:存在|面临)[^，。]{0,6}(?:问题|不足|差距|困难)|(?:差距|不足|短板)$"
)
_ECONOMY_HEADING = re.compile(r"经济(?:运行|指标|发展)(?:情况|概况|态势)?$")
_TASK_TITLE = re.compile(r"要点|工作计划|工作方案|实施方案|工作安排")
_PLANS_OPENING = re.compile(
    r"(?:下半年|下一步|下步|下一阶段|今后|明年|来年|接下来)[，,、]?.{0,40}?(?:将|要|继续|重点|着力)"
)
_ECONOMY_WORDS = re.compile(
    r"产值|固定资产投资|营业收入|主营业务收入|税收|增加值|规上工业|规模以上|签约资金|到位资金|招商引资|进出口|地区生产总值|交易额|利润"
)
_SHORTCOMINGS = re.compile(
    r"^(?:但|但是|同时|虽然|尽管|当前|在肯定成绩|在总结成绩|与上级要求|对照)?.{0,24}(?:还存在|也存在|仍存在|仍然存在|存在一些|还有)[^。]{0,24}(?:问题|不足|差距|短板|困难)"
)


def role_of_heading(title: str, report_title: str) -> Role:
    """Return the role of a section of the outermost level."""
    for role, pattern in _BY_HEADING:
        if pattern.search(title):
            return role
    return Role.TASKS if _TASK_TITLE.search(report_title) else Role.PROGRESS


def role_of_child(title: str, parent: Role) -> Role:
    """Return the role of a section inside another: the parent's, unless achievements close with the economy or with
    shortcomings. （二）聚焦突出问题抓整改 is an achievement still."""
    if parent is Role.PROGRESS:
        if _SHORTCOMINGS_HEADING.search(title):
            return Role.PROBLEMS
        if _ECONOMY_HEADING.search(title):
            return Role.ECONOMY
    return parent


def role_of_text(text: str, inherited: Role) -> Role:
    """Return the role of a paragraph inside a section, which may differ from the section's.

    A report of 主体责任 tells the year's economy and its shortcomings in one paragraph under the last achievement.
    """
    if inherited is Role.PROGRESS:
        if _SHORTCOMINGS.search(text[:80]):
            return Role.PROBLEMS
        if len(set(_ECONOMY_WORDS.findall(text))) >= 3:
            return Role.ECONOMY
    return inherited


def opens_plans(paragraph: str) -> bool:
    """Tell whether a paragraph begins what is planned next, under whatever heading a damaged report has left it."""
    return _PLANS_OPENING.match(paragraph) is not None


def is_part_heading(paragraph: str, following: str) -> bool:
    """Tell whether a paragraph is a heading without a number: a short line of heading words before a full paragraph."""
    if not 4 <= len(paragraph) <= 26 or len(following) < 30 or _NOT_IN_HEADING.search(paragraph):
        return False
    return _PART.search(paragraph) is not None or any(pattern.search(paragraph) for _, pattern in _BY_HEADING[:5])
