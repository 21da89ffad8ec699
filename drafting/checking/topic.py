"""Which indicators a statement may speak of by the words around its clause, where its own do not settle it."""

import re
from collections.abc import Sequence

from drafting.change_words import NEW_WORDS, names_target
from drafting.checking.binding import LIKELY, SURE, Binder, Candidate, same_aspect
from drafting.checking.known import Indicator, Known
from drafting.checking.measure import same_unit
from drafting.checking.recollection import Recollection
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import TIME_WORDS, Aspect, Statement
from knowledge_base.quantities.indicator_names import core, pairs_of
from knowledge_base.quantities.mention import Kind

_QUOTED = re.compile(r"“([^“”]{3,16})”")
_NUMBER_OR_QUOTE = re.compile(r"[“0-9０-９]")
_ACTIVITY = re.compile(r"(?:实践|主题|专项|服务|系列)*(?:活动|行动|项目|事项|实事)$")
_IN_ALL = re.compile(
    r"(?:累计|总数|总量|总计|共计|一?共|现有|目前)+(?:已?达到?了?|为|有|增至|增加到|已?(?:建成|建设|建立|改造|认定|引进|培育|发展|完成))?"
)
_CAME_NEW = re.compile(rf"{NEW_WORDS}|净增|^新")
GIVEN_IN_ALL = re.compile(r"累计|总数|总计|共计|现有")
#: Above this the words are the very name.
_NAMED = 0.96
_AIMS = re.compile(r"力争|确保|预计|目标|计划|争取")
_NUMBERED = re.compile(r"[0-9０-９]|分别")
_NAMES_NOTHING = re.compile(r"(?:分别|依次|为|是|达|完成|实现|一|二|三|四|上|下|半年|季度|、|和)*")
_SHORTEST = 2
_ONLY_CHANGES = re.compile(r"(?:增幅|增速|降幅|涨幅|同比|增长|下降|率|达到?|为|约|近)+")
_ONLY_SUMS_UP = re.compile(
    r"(?:活动|举办|开展|组织|召开|全年|年内|今年|上半年|已|先后|累计|一?共|总计|合计|共计|达到?|有|计|约)+"
)
_SHARE_ALONE = re.compile(r"(?:占比|占|比例|比率|比重)(?:为|达到?|约为|提高到|提升至)?")
_SHARE_NAME = re.compile(r"占?比[例率重]?|率")
_TIME_ONLY = re.compile(
    r"(?:比|较|由|从|而|为|是|仅|只有|带动|推动|使|累计|完成|实现|已|总计|的|共|达到?|约|近|超过?|其中|当月|本月|单月|今年|去年|上年|前年|同期|本年|全年|[上下]半年|[0-9]{4}年|[0-9]{1,2}月份?|第?[一二三四]季度)*"
)


class Topic:
    """Looks for indicators in the sentence of a statement and in what it has just spoken of."""

    def __init__(self, text: str, binder: Binder, recalled: Recollection) -> None:
        self._text = text
        self._binder = binder
        self._recalled = recalled

    def of_the_topic(self, statement: Statement, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """Put first what the sentence names in two pieces: 城投公司贡献突出，营业收入3.86亿元 of 城投公司营业收入."""
        label = statement.label.indicator
        opening = self._text[statement.sentence[0] : statement.mention.start - len(statement.clause)]
        whole = [
            one
            for one in candidates
            if len(label) >= 2
            and one.indicator.core.endswith(label)
            and len(one.indicator.core) >= len(label) + 2
            and one.indicator.core.removesuffix(label) in opening
        ]
        topic = whole[0].indicator.core.removesuffix(label) if len(whole) == 1 else ""
        told = any(bound.indicator is one.indicator for bound in self._recalled.sentence for one in whole)
        if topic and not told and any(bound.indicator.core.startswith(topic) for bound in self._recalled.sentence):
            return (Candidate(whole[0].indicator, SURE),)  # 党政办上报86条，采用41条: its own, and not that of all
        if len(whole) != 1 or told or candidates[0].score > _NAMED:
            return candidates
        return Candidate(whole[0].indicator, SURE), *(one for one in candidates if one is not whole[0])

    def continued(self, statement: Statement) -> tuple[Candidate, ...]:
        """Return what was last spoken of, where the clause names a time and nothing else: 2136份，较上年1980份有所增加."""
        if not self._recalled.sentence or not _TIME_ONLY.fullmatch(statement.clause):
            return ()
        alike = [bound for bound in self._recalled.sentence if same_unit(statement, bound.indicator)]
        return (Candidate((alike or self._recalled.sentence)[-1].indicator, LIKELY),)

    def came_by(self, statement: Statement) -> list[Candidate]:
        """Return what came new, where a text says 增加 of it without anything to compare with: 专精特新企业增加15家."""
        bare = statement.aspect is Aspect.CHANGE and statement.direction == "up" and not statement.comparison
        if not bare or statement.mention.kind is not Kind.COUNT:
            return []
        named = [one.indicator for one in self._binder.named(statement.label.indicator) if one.score >= SURE]
        return [
            Candidate(one, SURE)
            for one in named
            if one.unit_class == statement.mention.unit_class and not one.change and one.last is None
            if _CAME_NEW.search(one.name) or self._is_told_as_new(one)
        ]

    def _is_told_as_new(self, indicator: Indicator) -> bool:
        """Tell whether the facts list an indicator behind one that came new: 新增上市企业2家、专精特新企业15家."""
        return any(
            _CAME_NEW.search(other.name) and known.is_told_with(mate)
            for known in indicator.values
            for other in self._binder.indicators
            for mate in other.values
        )

    def clause_before(self, statement: Statement) -> list[Candidate]:
        """Return what the clause before names and gives no number of: 定期召开工作例会，全年共11次."""
        words = statement.clause.strip()
        if not words or not (_ONLY_SUMS_UP.fullmatch(words) or _ONLY_CHANGES.fullmatch(words)):
            return []
        before = self._text[statement.sentence[0] : statement.mention.start - len(statement.clause)]
        clause = re.split(r"[，,：:]", before.rstrip("，, "))[-1]
        if not before.endswith(("，", ",")) or _NUMBERED.search(clause):
            return []
        named = [candidate.indicator for candidate in self._binder.named(core(clause)) if candidate.score >= SURE]
        # 义诊活动走进群众身边，累计举办28场 opens with its name
        named += [one for one in self._binder.indicators if len(one.core) >= _SHORTEST and clause.startswith(one.core)]
        return [
            Candidate(indicator, SURE)
            for indicator in named
            if indicator.unit_class == statement.mention.unit_class and same_aspect(statement, indicator)
        ]

    def share_of_last(self, statement: Statement) -> list[Candidate]:
        """Return what is supplied as the share of what was last spoken of: 优良天数331天，占比90.4% of 优良天数比例."""
        if not self._recalled.sentence or not _SHARE_ALONE.fullmatch(statement.clause.strip()):
            return []
        last = self._recalled.sentence[-1].indicator.core
        return [
            Candidate(indicator, SURE)
            for indicator in self._binder.indicators
            if indicator.core.startswith(last) and _SHARE_NAME.fullmatch(indicator.core[len(last) :])
        ]

    def slogan(self, statement: Statement) -> list[Candidate]:
        """Return the figure that is named by the slogan its sentence quotes: “我为群众办实事”…，办成实事12件."""
        said = self._text[statement.sentence[0] : statement.mention.start]
        quoted = _QUOTED.findall(said)
        if not quoted:
            return []
        pairs = pairs_of(statement.label.indicator)
        return [
            Candidate(indicator, LIKELY)
            for indicator in self._binder.indicators
            if not _slogans(indicator.core).isdisjoint(quoted)
            and (any(pair in indicator.core for pair in pairs) or not _NUMBER_OR_QUOTE.search(said.rpartition("”")[2]))
            and same_unit(statement, indicator)
            and same_aspect(statement, indicator)
        ]

    def opened(self, statement: Statement) -> list[Candidate]:
        """Return what the sentence names before its first number, where the clause itself names nothing of its own.

        营业收入逐季走高，一、二、三季度分别为61.2亿元、68亿元和74.8亿元.
        """
        if not _NAMES_NOTHING.fullmatch(TIME_WORDS.sub("", core(statement.label.indicator))):
            return []
        opening = _NUMBERED.split(self._text[statement.sentence[0] : statement.mention.start], maxsplit=1)[0]
        named = [
            indicator
            for indicator in self._binder.indicators
            if len(indicator.core) >= 3
            and plain_name(indicator.core) in plain_name(opening)
            and same_unit(statement, indicator)
            and same_aspect(statement, indicator)
        ]
        alike = [bound.indicator for bound in self._recalled.sentence if same_unit(statement, bound.indicator)]
        topic = max(named, key=lambda indicator: len(indicator.core), default=None)
        return [Candidate(topic, LIKELY)] if topic is not None and all(one.core == topic.core for one in alike) else []

    def total_of_new(self, statement: Statement) -> list[Candidate]:
        """Return what there is in all of the thing of which the sentence has just said what came new: 新增探头210个，总数达1850个."""
        said = self._text[
            max(
                statement.mention.start - len(statement.clause), self._spoken_until(statement)
            ) : statement.mention.start
        ]
        words = TIME_WORDS.sub("", said).strip("、，, ")
        if not self._recalled.sentence or not _IN_ALL.fullmatch(re.sub(r"^约?占到?", "", words)):
            return []
        came = self._recalled.sentence[-1].indicator
        if any(
            GIVEN_IN_ALL.search(known.context)
            for known in came.values
            if known is not self._recalled.sentence[-1].known
        ):
            return [Candidate(came, SURE)] if same_unit(statement, came) else []  # 建成农田8600亩，累计建成4.1万亩
        thing = _CAME_NEW.sub("", came.core)
        if thing == came.core or not same_unit(statement, came):
            return []
        return [
            Candidate(indicator, SURE)
            for indicator in self._binder.indicators
            if indicator is not came
            and not indicator.change
            and same_unit(statement, indicator)
            and not _CAME_NEW.search(indicator.core)
            and (thing in indicator.core or self._is_given_as_total(indicator, self._recalled.sentence[-1].known))
        ]

    def what_came(self, statement: Statement, fits: Sequence[Candidate]) -> list[Candidate]:
        """Return what came new where the text says so and the best name is that of what there is in all."""
        if not fits or not _CAME_NEW.search(statement.clause) or _CAME_NEW.search(fits[0].indicator.core):
            return []
        return [
            Candidate(indicator, SURE)
            for indicator in self._binder.indicators
            if not indicator.change
            and same_unit(statement, indicator)
            and _CAME_NEW.search(indicator.core)
            and _CAME_NEW.sub("", indicator.core) == fits[0].indicator.core.removesuffix("总数")
        ]

    def aimed_at(self, statement: Statement) -> list[Candidate]:
        """Return the targets that 力争达到30亿元 may be: those of its unit that name its thing, or the only one."""
        if not _AIMS.search(statement.clause):
            return []
        aims = [
            indicator
            for indicator in self._binder.indicators
            if names_target(indicator.name) and same_unit(statement, indicator) and not indicator.change
        ]
        named = [one for one in aims if statement.label.indicator and statement.label.indicator in one.name]
        return [Candidate(one, LIKELY) for one in (named or aims if len(aims) == 1 else named)]

    def _spoken_until(self, statement: Statement) -> int:
        last = self._recalled.sentence[-1].statement.mention.end if self._recalled.sentence else 0
        return last if last <= statement.mention.start else 0

    def _is_given_as_total(self, indicator: Indicator, came: Known) -> bool:
        """Tell whether the facts give an indicator as 累计 right with what came new: 新建基层工会9家，累计建会134家."""
        return any(known.is_told_with(came) and GIVEN_IN_ALL.search(known.context) for known in indicator.values)


def _slogans(name: str) -> set[str]:
    """Return the slogan that a name may be, with and without the activity at its end."""
    plain = name.replace("“", "").replace("”", "")
    return {plain, _ACTIVITY.sub("", plain)}
