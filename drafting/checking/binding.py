"""Which indicator a statement speaks of, by its words and unit, before any value is looked at.

Looking at values first is how a checker is fooled: in 会议9次、培训11次 both numbers are in the data, each under the
other's name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from drafting.change_words import core_name, names_change
from drafting.checking.known import Indicator, Knowledge
from drafting.checking.same_thing import plain_name
from drafting.checking.statement import Aspect, Statement
from knowledge_base.quantities.indicator_names import core, pairs_of, split_verb, verb_at_end
from knowledge_base.quantities.labels import OF_THEM, similarity

#: The words name this indicator.
SURE = 0.8
#: The words may mean this indicator.
LIKELY = 0.5
#: The words are the name itself, but for 累计, 共 and the like.
_THE_SAME = 0.96


_ORDERED = re.compile(
    r"第[0-9一二三四五六七八九十]+|[一二三四]级|[二两三四五六七八九十](?:好|强|优|型|有|星)|5A|4A|3A|[2-6]G"
)


#: Shorter names stand in two pieces by chance.
_PARTED = 4
_SHORTEST_RATE = 3
_SHORTEST = 2
#: What a clause may say before a number that has its name behind it.
_OPENS = frozenset({"", "其中", "其中有", "有", "已有", "年度", "全年"})
_FOR_WHOM = frozenset({"为", "对", "向", "给", "帮助", "助力"})
_BEFORE_OWN = re.compile(r"[0-9、和与及]|其中")
_DONE_ONLY = re.compile(r"^(?:截[至止].*)?(?:目前|现|全年|今年)?已?(?P<verb>完成|执行|拨付|到位|竣工|开工)$")
_MEASURE_ALONE = re.compile(
    r"(?:总|涉及|协议|合同|投资|兑现|建筑|占地)?(?:金额|面积|投资|总额|人数|户数|价值|额)(?:为|达|共)?"
)
_IN_DIGITS = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that a statement may speak of, with how well the words fit (0..1)."""

    indicator: Indicator
    score: float


class Binder:
    """Finds the indicators that statements may speak of; remembers what it has compared."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.indicators = knowledge.indicators
        self.year = knowledge.period.year if knowledge.period is not None else None
        #: What the rows of supplied tables and headed lines are about.
        self.subjects = tuple(
            sorted({known.subject for indicator in self.indicators for known in indicator.values} - {""})
        )
        self.half = knowledge.period.half if knowledge.period is not None else None
        self._levels: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in self.indicators:
            if not indicator.change:
                self._levels[indicator.unit_class].append(indicator)
        self._by_character: dict[str, set[int]] = defaultdict(set)
        for place, indicator in enumerate(self.indicators):
            for character in set(indicator.core + plain_name(indicator.core)):
                self._by_character[character].add(place)
        self._named: dict[str, tuple[Candidate, ...]] = {}

    def named(self, words: str) -> tuple[Candidate, ...]:
        """Return the indicators that ``words`` may name, best first."""
        words = core_name(words)
        found = self._named.get(words)
        if found is None:
            places: set[int] = set()
            for character in set(words + plain_name(words)):
                places |= self._by_character.get(character, set())
            scored = ((place, name_score(words, self.indicators[place].core)) for place in sorted(places))
            likely = [
                Candidate(self.indicators[place], _surer(words, self.indicators[place].core, score))
                for place, score in scored
                if score >= LIKELY
            ]
            found = self._named[words] = tuple(sorted(likely, key=lambda candidate: -candidate.score))
        return found

    def candidates(self, statement: Statement) -> tuple[Candidate, ...]:
        """Return the indicators that a statement may speak of by its words, of any unit, best first.

        The label counts first; where it is not sure, the clause that the number stands in is looked through.
        """
        behind = self._named_behind(statement)
        if behind is not None:
            return Candidate(behind, _THE_SAME), *self.named(statement.label.indicator)
        done = self._named_by_verb(statement)
        if done is not None:
            return Candidate(done, _THE_SAME), *self.named(statement.label.indicator)
        own = self._named_alone(statement)
        if own is not None:
            return Candidate(own, _THE_SAME), *self.named(statement.label.indicator)
        found = self.named(statement.label.indicator)
        if found and found[0].score >= SURE:
            named = self._named_whole(statement, found[0]) if found[0].score < _THE_SAME else None
            return found if named is None else (Candidate(named, _THE_SAME), *found)
        around = f"{statement.clause}　{_behind(statement)}"
        # A name that stands there word for word is as likely as any that is merely like it.
        near_best = max(LIKELY, found[0].score - 0.05) if found else LIKELY
        parted = self._parted(statement)
        inside = [] if parted is None else [Candidate(parted, near_best)]
        inside += [
            Candidate(
                indicator, (near_best if len(indicator.core) >= 3 else LIKELY) + 0.01 * min(len(indicator.core), 20)
            )
            for indicator in self.indicators
            if len(indicator.core) >= 2 and indicator.core in around
        ]
        # 新增规上企业 holds 规上企业 too: the longest name in the clause is the one meant.
        merged = {
            id(candidate.indicator): candidate for candidate in sorted((*found, *inside), key=lambda one: one.score)
        }
        return tuple(sorted(merged.values(), key=lambda candidate: -candidate.score))

    def _named_behind(self, statement: Statement) -> Indicator | None:
        """Return what stands right behind a number that opens its clause: 其中47条被省、市采用, 67项需求."""
        clause = statement.clause.strip(" 　的，")
        in_full = clause in _FOR_WHOM  # 为40家重点企业配备服务专员
        if clause not in _OPENS and not in_full and not clause.endswith(("已有", "中有")):
            return None
        after = core(re.split(r"[，,。；;：:（(]", statement.after.lstrip("的"), maxsplit=1)[0])
        held = [
            (len(tail), indicator)
            for indicator in self._levels_of(statement)
            for tail in (
                (indicator.core,) if in_full else (indicator.core, indicator.core[-2:], _unaimed(indicator.core))
            )
            if len(tail) >= _SHORTEST
            and after.startswith(tail)
            # The noun alone may be that of another number.
            and (
                tail in {indicator.core, _unaimed(indicator.core)}
                or any(known.mention.value == statement.mention.value for known in indicator.values)
            )
        ]
        longest = max((length for length, _ in held), default=0)
        best = {id(indicator): indicator for length, indicator in held if length == longest}
        named = next(iter(best.values())) if len(best) == 1 else None
        return (self._narrowed(named, statement, after) or named) if named is not None else None

    def _levels_of(self, statement: Statement) -> Sequence[Indicator]:
        """Return the indicators of a statement's own measure that are no changes."""
        return self._levels.get(statement.mention.unit_class, ())

    def _narrowed(self, named: Indicator, statement: Statement, after: str) -> Indicator | None:
        """Return what the words behind say which of the thing: 27家规上工业企业|完成数字化改造 of 数字化改造的规上工业企业."""
        # 37个党支部中36个达标: who reached it has a number of its own
        beside = re.split(r"[0-9中]", after, maxsplit=1)[0]
        return _only(
            indicator
            for indicator in self._levels_of(statement)
            if indicator is not named
            and indicator.core.endswith(named.core)
            and (own := pairs_of(indicator.core.removesuffix(named.core).rstrip("的")))
            and all(pair in beside for pair in own)
        )

    def _named_alone(self, statement: Statement) -> Indicator | None:
        """Return what the words right before a number are the very name of, where its label is put together: 其中博士18名."""
        own = core(_BEFORE_OWN.split(statement.clause)[-1])
        of_thing = self._kind_before_thing(own, statement)
        if of_thing is not None:
            return of_thing
        if len(own) < _SHORTEST or own == statement.label.indicator or not statement.label.indicator.startswith(own):
            return None
        return _only(indicator for indicator in self._levels_of(statement) if indicator.core == own)

    def _kind_before_thing(self, own: str, statement: Statement) -> Indicator | None:
        """Return what is supplied by its kind alone, 省级 of 非遗项目6个，其中省级2个, for 省级非遗项目2个."""
        alike = self._levels_of(statement)
        if any(indicator.core == own for indicator in alike):
            return None
        return _only(
            kind
            for kind in alike
            if len(kind.core) >= _SHORTEST and own.startswith(kind.core)
            for thing in alike
            if thing is not kind
            and len(own) > len(kind.core) + 1
            and thing.core.endswith(own[len(kind.core) :])
            and kind.values[0].is_told_with(thing.values[0])
        )

    def _named_by_verb(self, statement: Statement) -> Indicator | None:
        """Return what is named by the verb alone that ends a label: 14个治理项目完工11个, from 治理项目14个，完工11个."""
        label = statement.label.indicator
        done = _DONE_ONLY.search(statement.clause)
        verb = verb_at_end(label) if done is None or label.endswith(done["verb"]) else done["verb"]
        if len(verb) < _SHORTEST or (done is None and len(label) <= len(verb)):
            return None
        return _only(indicator for indicator in self._levels_of(statement) if indicator.core == verb)

    def _parted(self, statement: Statement, longer_than: Indicator | None = None) -> Indicator | None:
        """Return what the words right around a number name in two pieces, where they name nothing longer."""
        words = f"{_own_words(statement.clause)}　{_behind(statement)}"
        held = [
            indicator
            for indicator in self.indicators
            if len(indicator.core) >= _PARTED
            and indicator.unit_class == statement.mention.unit_class
            and (longer_than is None or len(indicator.core) > len(core(longer_than.core)))
            and indicator.core not in words
            and _in_two_pieces(indicator.core, words)
        ]
        return held[0] if len(held) == 1 else None

    def _named_whole(self, statement: Statement, best: Candidate) -> Indicator | None:
        """Return what the clause names word for word, where the best by likeness is not: 公开财政类信息56条 is of 财政类."""
        if best.indicator.core in statement.clause:
            return None
        words = f"{statement.clause}　{'' if _IN_DIGITS.search(_behind(statement)) else _behind(statement)}"
        parted = self._parted(statement, longer_than=best.indicator)
        if parted is not None:
            return parted
        held = [
            indicator
            for indicator in self.indicators
            if len(indicator.core) >= 3
            and indicator.core in (words if len(indicator.core) >= _PARTED else statement.clause)
            and indicator.core not in best.indicator.core
            and indicator.unit_class == statement.mention.unit_class
        ]
        return max(held, key=lambda indicator: len(indicator.core), default=None)


def _only(found: Iterable[Indicator]) -> Indicator | None:
    """Return the indicator that was found, or None where none or several were."""
    held = list(found)
    return held[0] if len(held) == 1 else None


def _unaimed(name: str) -> str:
    """Return VOCs治理项目 of VOCs治理项目年度任务."""
    return re.sub(r"(?:年度|全年)?(?:任务|目标|计划)$", "", name)


def _own_words(clause: str) -> str:
    """Return the words of a clause that are not another number's: nothing of 14个项目开工、 for the 6个 behind it."""
    if not _IN_DIGITS.search(clause):
        return clause
    own = re.split(r"[、和与及]", _IN_DIGITS.split(clause)[-1])[-1]
    if _MEASURE_ALONE.fullmatch(own.strip()):
        return clause  # 签约项目54个、金额910.6亿元
    verb, _ = split_verb(core(_IN_DIGITS.split(clause)[0]))  # 引进博士6人、硕士53人: the verb is for both
    return f"{verb}　{own}"


def _behind(statement: Statement) -> str:
    """Return the words behind a number that may speak of it: of 重点任务已完成75项 the verb is the next number's."""
    behind = re.split(r"[，,。；;、：:（(）)]", statement.after, maxsplit=1)[0]
    number = _IN_DIGITS.search(behind)
    if number is None:
        return behind
    words = behind[: number.start()]
    if OF_THEM.match(behind):
        return ""  # 1284件中群众满意的有1259件
    return (
        re.sub(rf"(?:均已|已经|已)?{verb_at_end(core(words))}$", "", words) if len(core(words)) > _SHORTEST else words
    )


def _in_two_pieces(name: str, words: str) -> bool:
    """Tell whether words hold a name in two pieces: 11个党组织按期换届 of 换届党组织."""
    return any(name[:at] in words and name[at:] in words for at in range(2, len(name) - 1))


def _surer(words: str, name: str, score: float) -> float:
    """Raise the score of a name that holds the words whole: 诉求办结率 is 企业诉求办结率 rather than 按期办结率."""
    held = len(words) >= 3 and len(name) >= 3 and (words in name or name in words)
    return min(score + 0.11, SURE - 0.01) if held and score < SURE else score


def name_score(words: str, name: str) -> float:
    """Return how well words fit a name; 收到文件 may mean 收文, whose characters it holds in their order."""
    if words == name:
        return 1.0
    if differs_in_order(words, name):
        return 0.1
    score = similarity(words, name)
    if score < SURE:
        score = max(score, similarity(plain_name(words), plain_name(name)))
    if 0.15 <= score < LIKELY or (score < LIKELY and 2 <= len(name) <= 4):
        short, long = sorted((words, name), key=len)
        if len(short) >= 2 and len(long) <= len(short) * 3 and holds_in_order(long, short):
            return LIKELY
    # 企业走访 and 走访服务企业: the same characters in another order.
    if score < LIKELY and 3 <= len(name) <= len(words) <= len(name) * 2 and set(name) <= set(words):
        return LIKELY
    return score


def differs_in_order(words: str, name: str) -> bool:
    """Tell whether two names number their thing differently: 第一种形态 and 第二种形态, 35岁以下 and 55岁以下."""
    return any(
        said and its and not its <= said for said, its in zip(_numbers_in(words), _numbers_in(name), strict=True)
    )


@lru_cache(maxsize=16384)
def _numbers_in(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a name is numbered with, in words and in digits."""
    return frozenset(_ORDERED.findall(name)), frozenset(_IN_DIGITS.findall(name))


def same_aspect(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether a change is compared with a change and a level with a level.

    增速9.6% is a change though written as a level, so the name decides with the words; 增至50家 is a level.
    """
    if not says_the_rate(statement, indicator):
        return False
    if indicator.change and statement.clause.rstrip("为达到约近：").endswith(indicator.name):
        return True  # 文件会议精简比例12.5%: the name itself is that of a change
    change = statement.aspect is Aspect.CHANGE or names_change(statement.mention, statement.clause)
    return change == indicator.change


def says_the_rate(statement: Statement, indicator: Indicator) -> bool:
    """Tell whether a percent says of what it is the rate: 督查事项98.1% is no 督查事项办结率, and 按期办结98% is."""
    rated = indicator.core.removesuffix("率")
    if rated == indicator.core or statement.mention.unit_class != "percent" or len(rated) <= _SHORTEST_RATE:
        return True
    said = f"{statement.clause}　{statement.label.indicator}　{statement.after}"
    return rated[-2:] in said or "率" in statement.clause + statement.label.indicator


def holds_in_order(long: str, short: str) -> bool:
    """Tell whether ``long`` holds the characters of ``short`` in their order: 收到文件 holds 收文."""
    rest = iter(long)
    return all(character in rest for character in short)
