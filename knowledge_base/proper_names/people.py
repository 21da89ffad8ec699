"""Names of people: a surname and one or two characters beside a title, beside 同志, or in a list of such names."""

import re
from collections.abc import Iterator

from knowledge_base.proper_names.words import listed, surnames

_OFFICES = (
    "书记|主任|局长|县长|市长|区长|镇长|乡长|省长|州长|部长|院长|校长|处长|科长|股长|所长|站长|厅长|司长|行长|会长|理事长|秘书长|董事长|"
    "总经理|经理|总裁|厂长|园长|馆长|台长|社长|组长|队长|主席|常委|委员|巡视员|调研员|检察长|政委|司令员|总监|总工程师"
)
_TRADES = (
    "教授|研究员|专家|院士|讲师|老师|工程师|律师|医生|民警|党员|劳模|模范|标兵|能手|先进个人|带头人|负责人|代表人|创始人|指导员|网格员|联络员|工作者|护士|医师|"
    "烈士|选手|好人|工匠|职工|员工|企业家|志愿者"
)
_BEFORE = re.compile(rf"(?P<office>{_OFFICES})|{_TRADES}")
_BEHIND = re.compile(
    rf"同志|先生|女士|烈士|一行|带队|率队|严重违纪|违纪违法|涉嫌|受贿|(?:常务副|第一|党组|党委|副|原|总)?(?:{_OFFICES})|教授|老师|院士|"
    "(?:劳模|工匠|名师|技能大师|党代表|人大代表)?(?:创新)?工作室"
)
#: What goes on after the name of somebody in office.
_DOES = re.compile(
    "同志|先生|女士|等|带队|率|出席|主持|到|赴|在|为|讲|作|做|强调|指出|要求|一行|任|兼|说|表示|介绍|汇报|负责|"
    "致辞|传达|领学|授课|以|对|与|和|及|同|向|被|获|荣|代表|分别|就|带头|走|听|结合|围绕|亲自|多次|先后|主动|当选|出任|现场|实地|领|谈|作为|表态|点评|部署|调度|"
    r"受|于|[、，。；：！？（）()\n”《]|\Z"
)
#: A trade has so many members (党员, 职工) that only what tells of one person will do.
_IS = re.compile(
    r"作|授课|主讲|讲授|讲述|介绍|送去|送上|家中|家里|领衔|扎根|坚守|同志|先生|女士|等|荣获|获评|获得|被评|被授予|带头|先进事迹|事迹|[、，。；（）()\n”]|\Z"
)
#: 播放刘某案警示教育片.
_CASE = re.compile("案(?=、|件|专题|例|》|警示|通报|，|。)")
_LIST_MARKS = "、和与及"
_LISTED = re.compile(f"[{_LIST_MARKS}]")
_LIST_GOES_ON = re.compile(r"[、，。；等和与及）（)(\n]|同志|先生|女士|分别|[0-9一二三四五六七八九十两]+[名位人]|\Z")
#: What a name that has its title behind it stands after, where that is no mark.
_LEADS = (
    *"由请与和向对以受在据给致像跟及、",
    "邀请", "特邀", "授予", "追授", "学习", "弘扬", "陪同", "跟随", "聘请", "任命", "选举", "推荐", "表彰", "号召", "悼念", "慰问", "看望", "走访",
    "听取", "党员", "按照", "根据", "对话", "采访", "播放", "观看", "通报", "剖析", "参观", "依托", "成立", "建立", "打造", "设立", "创建", "领衔",
)  # fmt: skip
_HAN = re.compile("[一-鿿]")
#: What an office or a rank ends with, and hardly any name: 纪工委, 任组长.
_ORGANS = frozenset("案委局办厅署厂队员处科部组室院校所会长路县市区镇乡村")
_ANONYMOUS = "某"


def people(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names of people stand, in no order, some of them twice."""
    for title in _BEFORE.finditer(text):
        yield from _with_listed(text, _behind_title(text, title))
    for mark in (*_BEHIND.finditer(text), *_CASE.finditer(text)):
        name = _before_title(text, mark.start())
        yield from _with_listed(text, name)
        while name is not None and name[0] and text[name[0] - 1] in _LIST_MARKS:
            name = _before_title(text, name[0] - 1)
            yield from (name,) if name is not None else ()


def _behind_title(text: str, title: re.Match[str]) -> tuple[int, int] | None:
    """Return the name that follows a title, the shortest that what comes after it allows: 局长李某|主持."""
    start = title.end() + (1 if text[title.end() : title.end() + 1] in ("：", "“") else 0)
    ends = (end for end in _ends(text, start) if _goes_on(text, end, title) and _may_be_name(text[start:end]))
    end = next(ends, None)
    return (start, end) if end is not None else None


def _goes_on(text: str, end: int, title: re.Match[str]) -> bool:
    if not title["office"]:
        return _IS.match(text, end) is not None
    verbs = listed("boundary_words")
    return _DOES.match(text, end) is not None or any(text[end : end + length] in verbs for length in (2, 3, 4))


def _before_title(text: str, end: int) -> tuple[int, int] | None:
    """Return the name that a title follows, where what stands before it ends: 由|周某某|书记."""
    for length in (4, 3, 2):
        start = end - length
        if start >= 0 and end in _ends(text, start) and _stands_free(text, start) and _may_be_name(text[start:end]):
            return start, end
    return None


def _with_listed(text: str, name: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """Yield a name and those that are listed behind it: 张某、李某某和王某等3人."""
    while name is not None:
        yield name
        following = _LISTED.match(text, name[1])
        start = following.end() if following else len(text)
        ends = (end for end in _ends(text, start) if _LIST_GOES_ON.match(text, end) and _may_be_name(text[start:end]))
        end = next(ends, None)
        name = (start, end) if end is not None else None


def _ends(text: str, start: int) -> tuple[int, ...]:
    """Return where a name that begins at ``start`` may end, the shortest first; nowhere without a surname there."""
    single, compound = surnames()
    given = start + (2 if text[start : start + 2] in compound else 1 if text[start : start + 1] in single else 0)
    if given == start or not _HAN.match(text, given):
        return ()
    return (given + 1, given + 2) if _HAN.match(text, given + 1) else (given + 1,)


def _stands_free(text: str, start: int) -> bool:
    return start == 0 or not _HAN.match(text, start - 1) or text.endswith(_LEADS, max(0, start - 2), start)


def _may_be_name(name: str) -> bool:
    if _ANONYMOUS in name[1:]:
        return any(name.rstrip(_ANONYMOUS) in known for known in surnames())
    words = listed("not_people")
    return (
        name not in listed("public_people")
        and name[-1] not in _ORGANS
        and name[:2] not in words
        and name[1:] not in words
    )
