"""The writer's own matter as prose: figures that no past sentence has a place for, and the notes of the themes."""

import re
from collections.abc import Sequence
from itertools import groupby

from drafting.composer.prose import Clause, Point, Sentence, closed, sentences_of
from drafting.figure import Figure
from drafting.figure_writing import change_of
from drafting.headings import campaign_kind
from drafting.request import Theme
from drafting.tokens import token
from knowledge_base.quantities.mention import Kind
from knowledge_base.report import Role

_HAS_VERB = re.compile(
    r"^(?:累计|共|全年|新增|新建|新签|完成|实现|召开|开展|举办|组织|办理|处理|处置|化解|解决|接待|走访|排查|整改|起草|撰写|"
    r"印发|编发|转发|修订|制定|建立|成立|设立|选派|选拔|发展|确定|培养|推荐|评选|引进|签约|承接|培训|参训|追回|运用|发放|兑现|帮助|协助|受理|督办|结对|创建|打造|实施|精简|压缩|清理|查处|查摆)"
)
#: A verb for what is counted in a unit, by the noun that the name ends in.
_VERBS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?:会议|大会|支委会|座谈会|推进会|分析会|研判会|对接会|例会|民主生活会|组织生活会|会)$"), "召开"),
    (re.compile(r"(?:招聘会|比赛|大赛|竞赛|讲座|论坛|培训班|课堂|讲堂)”?$"), "举办"),
    (re.compile(r"(?:专题党课|讲党课|党课)$"), "讲授"),
    (
        re.compile(r"(?:活动|学习|研讨|培训|教育|宣讲|检查|调研|自查|演练|党日|谈话|辅导|宣传|研判|研究|巡查)”?$"),
        "开展",
    ),
    (re.compile(r"(?:制度|方案|办法|预案|清单)$"), "制定完善"),
    (re.compile(r"(?:报告|成果|意见建议|信息)$"), "形成"),
    (re.compile(r"项目”?$"), "实施"),
    (re.compile(r"(?:品牌|示范点|样板)”?$"), "打造"),
    (re.compile(r"(?:投资|产值|收入|进出口|增加值|零售额|交易额)$"), "完成"),
)
_CAMPAIGN = re.compile(r"(?:学习教育|主题教育|活动|行动|竞赛|创建|试点|整治)”?$")
_SPIRIT = re.compile(r"(?:精神|思想|讲话|决定|决议|纲要|论述)”?$")
_WORK = re.compile(r"(?:建设|改革|工程|发展|治理|转型|升级|服务|管理|保障|招商|融合|优化|监管|工作)”?$")
_STUDIED = re.compile(r"^(?:深入|认真|全面|扎实)?(?:学习|宣传|贯彻|落实|领会)*(?:好)?")
_MADE = re.compile(r"(?:品牌|样板|高地|矩阵|平台|示范点|阵地)”?$")
_VERB_LED = re.compile(
    r"^(?:深入|扎实|全面|大力|持续|着力|全力|切实|积极|坚持|落实|加强|强化|深化|推进|推动|抓好|抓实|开展|学习|贯彻|打造|建设|"
    r"构建|提升|优化|完善|健全|巩固|守牢|筑牢|夯实|聚焦|围绕|实施|严格|严守|突出|做好|做实|树立|服务|创建|整治|纠治|防范|化解|培育|发展|规范|厉行|弘扬|组织)"
)
#: A rate reaches its value (办结率达98%); what was cut or raised by a percent does not (精简文件会议12.5%).
_IS_RATE = re.compile(r"(?:率|比重|比例|占比|度|幅|增速|比)$")
_FUTURE = frozenset({Role.PLANS, Role.TASKS, Role.REQUIREMENTS})
_NUMBERING = re.compile(
    r"^\s*(?:[-*•·●■▪]+|[（(]?\d{1,2}[)）.．、]|[（(]?[一二三四五六七八九十]{1,2}[)）、]|[一二三四五六七八九十]是)\s*"
)
_SHORTEST_SENTENCE = 8
_MOST_IN_SENTENCE = 4
#: 扎实开展, 认真组织开展: what may stand before a name and say nothing more.
_LONGEST_LEAD = 8


def lead_in(theme: Theme) -> str:
    """Return what a writer would say of a theme to open a point: 深入开展X学习教育, 深入学习贯彻X精神, 扎实推进X建设."""
    name = theme.name.strip().strip("。；，")
    if _CAMPAIGN.search(name) and not re.match(r"^(?:深入|扎实|全面)?(?:开展|推进)", name):
        return f"深入开展{name}"
    if name.strip("“”").endswith("年"):
        return f"扎实开展{name if name.startswith('“') else f'“{name}”'}活动"
    if _SPIRIT.search(name) and not _VERB_LED.match(name):
        return f"深入学习贯彻{name}"
    if _VERB_LED.match(name):
        return name
    if _WORK.search(name):
        return f"扎实推进{name}"
    if _MADE.search(name):
        return f"着力打造{name}"
    return f"着力抓好{name}工作" if len(name) <= 6 else f"着力抓好{name}"


def note_sentences(theme: Theme) -> tuple[Sentence, ...]:
    """Return the notes of a theme as sentences, in the writer's words. Fragments are gathered into one sentence."""
    sentences: list[Sentence] = []
    fragments: list[str] = []
    for line in theme.notes.splitlines():
        text = _NUMBERING.sub("", line).strip().strip("；;，,、")
        if not text:
            continue
        if _is_fragment(text):
            fragments.append(text)
            continue
        sentences += [_kept(sentence) for sentence in closed(sentences_of(text))]
    if fragments:
        sentences.append(_kept(sentences_of(f"重点抓好{_listed(fragments)}。")[0]))
    return tuple(sentences)


def _is_fragment(text: str) -> bool:
    """Tell whether a note only names a thing (企业服务专员): no verb, no figure, no clause."""
    short = len(re.sub(r"\W", "", text)) < _SHORTEST_SENTENCE
    return short and not re.search(r"[。！？，；\d]", text) and not _VERB_LED.match(text) and not _HAS_VERB.match(text)


def is_spirit(theme: Theme) -> bool:
    """Tell whether a theme is something to be studied: the spirit of a session, a speech, a body of thought."""
    return _SPIRIT.search(theme.name) is not None and campaign_kind(theme.name) == ""


def core_of(theme: Theme) -> str:
    """Return what a theme is about: the spirit of a session without the verbs that it is studied with."""
    name = theme.name.strip("“”")
    return _STUDIED.sub("", name) if is_spirit(theme) else name


def theme_point(theme: Theme, word: str) -> Point:
    """Return a theme as a point of its own: its lead-in, then its notes.

    Where the first note names the theme itself, it leads in on its own; a session's long name is not said twice.
    """
    notes = note_sentences(theme)
    name, core = theme.name.strip("“”"), core_of(theme)
    if notes and core in notes[0].clauses[0].text:
        named_only = name in notes[0].clauses[0].text and len(notes[0].clauses[0].text) <= len(name) + _LONGEST_LEAD
        if named_only or not word:
            return Point(word, notes)
        lead = "深入学习贯彻全会精神" if name.endswith("全会精神") else lead_in(theme)
    else:
        lead = lead_in(theme)
    return Point(word, (Sentence((Clause(lead, "。"),), kept=True), *notes))


def figure_sentences(figures: Sequence[Figure], role: Role) -> tuple[Sentence, ...]:
    """Return sentences that state figures, those of one verb together: 召开党员大会{{F4}}、支委会{{F5}}，发展党员{{F6}}。"""
    sentences = []
    for start in range(0, len(figures), _MOST_IN_SENTENCE):
        group = figures[start : start + _MOST_IN_SENTENCE]
        clauses = []
        for verb, members in groupby(group, key=_verb):
            clauses.append(_joined(verb, list(members), role))
        ends = ["，"] * (len(clauses) - 1) + ["。"]
        stated = tuple(Clause(text, end) for text, end in zip(clauses, ends, strict=True))
        sentences.append(Sentence(stated, kept=True))
    return tuple(sentences)


def _joined(verb: str, figures: Sequence[Figure], role: Role) -> str:
    if any(_changes(figure, role) for figure in figures):
        return "，".join(_phrase(figure, verb, role) for figure in figures)
    if not verb:
        return "，".join(_phrase(figure, "", role) for figure in figures)
    if any(figure.name[-1:].isdigit() for figure in figures):
        return "，".join(_phrase(figure, verb, role) for figure in figures)
    return verb + "、".join(figure.name.removeprefix(verb) + token(figure) for figure in figures)


def _phrase(figure: Figure, verb: str, role: Role) -> str:
    if figure.value.kind in (Kind.PERCENT, Kind.FRACTION):
        link = "" if not _IS_RATE.search(figure.name) else "为" if role in _FUTURE else "达"
        stated = f"{figure.name}{link}{token(figure)}"
    elif figure.name[-1:].isdigit() or figure.value.kind in (
        Kind.DATE,
        Kind.PERIOD,
        Kind.DOCUMENT_NUMBER,
        Kind.FORMULA,
        Kind.CODE,
    ):
        stated = f"{figure.name}为{token(figure)}"
    else:
        stated = verb + figure.name.removeprefix(verb) + token(figure)
    return f"{stated}，{token(figure, 'change')}" if _changes(figure, role) else stated


def _changes(figure: Figure, role: Role) -> bool:
    """Tell whether the change belongs in the sentence: for money and rates it does, for how often one met it does not."""
    if role in _FUTURE or figure.value.kind not in (Kind.AMOUNT, Kind.PERCENT):
        return False
    return not change_of(figure).problem


def _verb(figure: Figure) -> str:
    name = figure.name
    if figure.value.kind not in (Kind.COUNT, Kind.AMOUNT, Kind.RANGE):
        return ""
    led = _HAS_VERB.match(name)
    if led:
        return led[0]
    verb = next((verb for pattern, verb in _VERBS if pattern.search(name) and _counts_events(figure, verb)), "")
    return "举办" if verb == "开展" and figure.unit in ("期", "班") else verb


def _counts_events(figure: Figure, verb: str) -> bool:
    """Tell whether the verb suits the unit: one holds 11次 or 2场 of a thing, not 351人次 of it."""
    if verb == "完成":
        return figure.value.kind is Kind.AMOUNT
    if verb == "形成":
        return figure.unit in ("篇", "份", "项", "条", "个")
    if verb == "制定完善":
        return figure.unit in ("项", "个", "份", "件")
    return figure.unit in ("次", "场", "期", "场次", "个", "项", "轮", "堂", "节", "批次", "")


def _kept(sentence: Sentence) -> Sentence:
    return Sentence(sentence.clauses, kept=True)


def _listed(items: Sequence[str]) -> str:
    if len(items) == 1:
        return f"{items[0]}工作" if not items[0].endswith("工作") else items[0]
    return "、".join(items) + "等工作"
