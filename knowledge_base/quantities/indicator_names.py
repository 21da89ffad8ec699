"""Indicator names: cut down to what is counted, and compared."""

import re
from collections.abc import Sequence
from functools import lru_cache

#: Words before a noun that do not change what is counted.
_LIGHT = (
    "至少 最少 原则上 累计 共计 总计 合计 一共 总共 共(?![青建产享同富计性治]) 先后 分别 组织(?!生活|部|员|委员|建设|体系|覆盖|关系|架构|形态) 召开 开展 完成(?!率) 实现(?!率) 举办 举行 进行 达到 有(?![关效机限序形色]) 现有 共有 已 已经 全年(?!龄) 年内 "
    "期间 目前 其中 其 并(?![购网联]) 及时 认真 深入 积极(?!分子|性) 扎实 持续 不断 有效 成功(?!率) 顺利 全面(?!从严) 牵头 主动 大力 切实 严格 按期 按时 高质量(?!发展) 高效 常态化 定期 按要求 按程序 "
    "每季度 每月 每年 平均(?!每|工资|受教育|预期|气温|浓度) 了 的 将(?!军) 由 对(?![照接外口象标]) 在(?![职地建线岗校库册编园谈籍]) 以(?![上下内来案旧工]) 把(?!关) 从(?![业严]) 和(?!谐) 与 及(?!格) 各(?!类|级|界) 约(?!谈) 近(?![年海视零]) 超过 超(?![期市标高声]) "
    "均(?!衡) 仅 也 再(?![生次就]) 又 我们 我委 我办 我单位 我园 本单位 本园区 园区(?!党|管|企业|群|公众|网|道|职工|干部|路|污|环|产|工|经|综|发|投|平|内|规|固|财) 用于 通过(?!率) 预计 确保 力争 统筹 协调 新建立(?=企业|党|联|工) 建立(?=企业|党|联|工会) 成立(?=党|联) "
    "小幅 大幅 略有 聘请 邀请 拥有 建有 设有 参加 参与 面向 为(?![民企]) 是 实际(?!使用|利用|到位) 到(?!位|会|账|期|场) 广泛 配合 督促 组织开展 组织召开 组织举办 组织参加 专门 协助 另 另有 截至 截止 仍 尚有 尚 只(?!读) 需(?!求) 应(?![急届用收付检到参办整]) 可(?![再支持控]) 还有 还(?![款贷建]) 承办(?=收文|会) 办理(?=收文|发文|公文|来文|文电) 确定(?=入党) "
    "上半年 下半年 今年 去年 上年(?!度) 本年 当年 同期 全力 着力 强化(?=培训) 推动 做到 达(?!标) 高达 安排 统一 集中力量 统筹推进 共同"
)
_PREFIX = re.compile("(?:" + "|".join(sorted(_LIGHT.split(), key=lambda word: -len(word.split("(")[0]))) + ")+")
#: Verbs of content: they may stand before the noun (走访企业) or be left out of one of two names for it.
_VERBS_WORDS = (
    "走访慰问 走访 慰问 培训 完工 投用 入住 排查 整改 化解 处理 处置 办结 办理 受理 帮扶 引进 签约 新开工 开工 竣工 投产 新增 新建 新建立 查处 检查 培养 培育 发展 转化 表彰 推荐 调解 接待 服务 "
    "发放 报送 撰写 起草 制定 修订 修改 完善 清理 转发 删除 发布 回复 解决 收集 征集 录用 提拔 选拔 选派 选树 调整 约谈 问责 立案 处分 巡察 督办 督查 盘活 淘汰 关停 改造 拆除 救助 "
    "资助 认定 兑现 减免 争取 签订 招聘 引育 吸纳 整治 销号 消除 组建 成立 建立 建成 设立 下发 印发 出台 观看 播放 研究 审议 评选 收到 收集 派出 推选 创建 打造 购置 种植 铺设 架设 "
    "修建 编制 编发 编印 刊发 配备 选聘 讲授 讲 指导 联系 结对 筹集 投入 安置 摸排 改选 获评 获得 荣获 入选 认领 化解 承接 提交 转办 提供 开通 举办 更新 建设 实施 落实 梳理 查摆 "
    "报名 申报 备案 登记 注册 迎接 纳入 推送 宣传 传达 学习 开设 转接 答复 采纳 签署 招引 落地 储备 谋划 新签约 新引进 新登记 新认定 新培育 新备案 新入库 组织 动员 发动 募集 捐赠 "
    "发出 下达 拨付 化债 新发展 新招录 新聘 "
)
_VERBS = frozenset(_VERBS_WORDS.split())
_VERB = re.compile("(?:" + "|".join(sorted(_VERBS, key=len, reverse=True)) + ")(?:了|出|过)?")
#: Content verbs that say only that the thing was made or sent: two names that differ by them mean one thing.
_MAKING_WORDS = "选派 新建 新建立 建立 成立 组建 建成 设立 办理 评选 派出 推选 创建 打造 获评 荣获 获得 观看 播放 提供 撰写 起草 编制 实施 建设 开设 配备 选聘 组织 举办 编发 开通 "
_MAKING = frozenset(_MAKING_WORDS.split())
_SUFFIX_WORDS = (
    "(?<![签预节违合条公特])约 近 超 超过 突破 逾 达 达到 为 共 共计 累计 合计 总计 分别 了 是 有 约为 均 至少 不少于 不低于 大约 接近 将近 的 已 增至 增加到 达到了 高达 多达 仅 仅为 其中 各 总数 共有 人数达 "
    "保持在 稳定在 控制在 和 与 及 计 预计 先后 不少 每月 每季度 每年 前后 至 到"
)
_SUFFIX = re.compile("(?:" + "|".join(sorted(_SUFFIX_WORDS.split(), key=len, reverse=True)) + r")+\Z")
_MEASURE = re.compile(
    r"(?:总?数量?|总量|总额|总?次数|总?人数|个数|份数|件数|期数|场次|批次数?|人次数?|批数|篇数|条数|户数|家数|金额|数额|总数|情况|规模|总计|合计)\Z"
)
_NOISE = re.compile(r"[\s“”\"'‘’《》\-—·，,。；;：:]")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_EDGE = ' \t　，,、：:；;“”‘’"—-（）()'
_UNIT_NAMES = re.compile(r"^(?:本)?(?:园区|全区|全市|全县|全省|我区|我市|我县)(?=.{2})")
#: Pairs of which the one never stands for the other, whatever else agrees.
_OPPOSED_WORDS = (
    "收文/发文 新增/减少 增加/减少 进口/出口 收入/支出 上报/下发 签约/到位 开工/竣工 计划/实际 预备/正式 立项/结项 受理/办结 规上/规下 规上/限上 线上/线下 男/女 城镇/农村 "
    "工业/农业 省级/市级 市级/县级 国家级/省级 国家级/市级 中层/副职 转正/发展 签约/开工 签约/投产 内资/外资 支部/总支 支部/党委 总支/党委 支委/党员大会 发现/整改 排查/整改 "
    "受理/整改 收到/办结 上级/下级 一季度/二季度 上午/下午 已建/在建 新建/续建 存款/贷款 申请/授权 预算/决算 报名/录取 书记/委员 党课/党日 党员/群众 企业/个人 制定/修订 "
    "县处级/乡科级 本科/专科 博士/硕士 大型/小型 入党积极分子/发展对象 发展对象/预备党员 积极分子/预备党员 集中学习/专题研讨 公务员/事业 第一产业/第二产业 第二产业/第三产业 增值税/所得税 "
    "处置/受理 信访/投诉 高于/低于 快于/慢于 合格/不合格 达标/未达标 "
)
_OPPOSED = tuple((pair.partition("/")[0], pair.partition("/")[2]) for pair in _OPPOSED_WORDS.split())
#: Modifiers that say whose or where, and not which kind.
_NEUTRAL = re.compile(
    "(?:党工委|党委|党组|支部|党支部|机关|园区|管委会|年度|专题|各类|相关|派驻|上级|本级|班子|全体|理论学习|理论|单位|我委|办公室|党政办|党群部|年内|现有|累计|全园区)+"
)
#: Verbs that make another indicator of their noun: what came new, began or went is not what there is.
_CHANGING_WORDS = "新增 发展 培养 引进 签约 开工 新开工 竣工 投产 淘汰 关停 整改 化解 办结 销号 新签约 新引进 新登记 新认定 新培育 备案 入选 申报 立案 查处 处分 新发展 表彰"
_CHANGING = frozenset(_CHANGING_WORDS.split())
_ACTIVITY = re.compile(r"(?:学习|活动|会议|工作|情况|专题|项目|任务|建设|队伍)+\Z")


@lru_cache(maxsize=8192)
def core(phrase: str) -> str:
    """Return the phrase without the verbs and adverbs around what is counted: 累计办理收文 → 收文."""
    text = phrase.strip(_EDGE)
    while True:
        shorter = _SUFFIX.sub("", text)
        match = _PREFIX.match(shorter)
        if match is not None:
            shorter = shorter[match.end() :]
        shorter = shorter.strip(_EDGE)
        if shorter == text:
            return text.replace("“", "").replace("”", "")
        text = shorter


def verb_at_end(phrase: str) -> str:
    """Return the content verb that the phrase ends with (业务骨干中选拔了 → 选拔), or ``""``."""
    for length in range(min(6, len(phrase)), 0, -1):
        match = _VERB.fullmatch(phrase[-length:])
        if match is not None:
            return match.group().rstrip("了出过") or match.group()
    return ""


def split_verb(name: str) -> tuple[str, str]:
    """Part a name into its content verb and the noun: 走访企业 → (走访, 企业)."""
    match = _VERB.match(name)
    if match is None or match.end() >= len(name) - 1:
        return "", name
    return match.group(), name[match.end() :]


@lru_cache(maxsize=65536)
def _normal(name: str) -> str:
    text = _BRACKETS.sub("", name) or name
    text = _NOISE.sub("", text)
    stripped = core(_UNIT_NAMES.sub("", core(text)))
    measured = _MEASURE.sub("", stripped)
    return measured if len(measured) > 1 else stripped or text


@lru_cache(maxsize=65536)
def similarity(a: str, b: str) -> float:
    """Return how surely two indicator names mean one indicator: 1 the same, above 0.8 surely, below 0.5 surely not.

    召开党工委会议次数 and 党工委会议 are the same; 党员 and 党员大会 are not, for the head of the noun differs; between
    0.5 and 0.8 the one may be a kind of the other (党员, 预备党员), and a value should not be taken over unseen.
    """
    left, right = _normal(a), _normal(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    if _opposed(left, right):
        return 0.1
    left_verb, left_noun = split_verb(left)
    right_verb, right_noun = split_verb(right)
    if left_verb == right_verb:
        return _nouns(left_noun, right_noun) if left_verb else _nouns(left, right)
    nouns = _nouns(left_noun, right_noun)
    return max(
        _verb_factor(left_verb, right_verb, left_noun) * nouns, min(0.85, _nouns(left, right)) if nouns < 1 else 0.0
    )


def are_opposed(a: str, b: str) -> bool:
    """Tell whether two names hold the two sides of a pair of which the one never stands for the other: 收文, 发文."""
    return _opposed(_normal(a), _normal(b))


def _opposed(left: str, right: str) -> bool:
    return any(
        (one in left and other in right and one not in right) or (other in left and one in right and other not in right)
        for one, other in _OPPOSED
    )


def _verb_factor(left: str, right: str, noun: str) -> float:
    """Say how much of the nouns' likeness remains where the verbs differ: 新增企业 is not 企业, 制定制度 not 修订制度."""
    if left and right:
        return 0.9 if left in _MAKING and right in _MAKING else 0.55
    verb = left or right
    if verb in _MAKING:
        return 0.95
    if verb in _CHANGING:
        return 0.6
    return 0.86 if len(noun) >= 5 else 0.66


def _nouns(left: str, right: str) -> float:
    if left == right:
        return 1.0
    short, long = sorted((left, right), key=len)
    if not short:
        return 0.0
    if long.endswith(short):
        return _modified(short, long)
    if long.startswith(short):
        rest = long[len(short) :]
        if _MEASURE.fullmatch(rest) or rest in ("额", "量", "数") or (rest == "会议" and short.endswith("会")):
            return 0.95
        if short.endswith(("以下", "以上", "以内", "学历", "级别")):
            return 0.82  # 35岁以下 leaves out of whom
        if len(short) >= 4 and rest in ("完成", "实现"):
            return 0.82  # 固定资产投资完成41.6亿元
        if len(short) >= 4 and _ACTIVITY.fullmatch(rest):
            return 0.86
        return 0.3 + 0.25 * len(short) / len(long)
    if sorted(left) == sorted(right):
        return 0.85
    pairs_left, pairs_right = _pairs(left), _pairs(right)
    shared = len(pairs_left & pairs_right)
    if not shared:
        return 0.2 * len(set(left) & set(right)) / max(len(set(left)), len(set(right)))
    if short in long:
        return 0.4 + 0.3 * len(short) / len(long)
    dice = 2 * shared / (len(pairs_left) + len(pairs_right))
    same_head = left[-2:] == right[-2:]
    if same_head and _in_order(short, long):
        # 党工委理论学习中心组学习 and 理论中心组学习: words left out of a longer name
        return 0.55 + 0.35 * len(short) / len(long)
    return min(0.78, dice * (1.0 if same_head else 0.75))


def _in_order(short: str, long: str) -> bool:
    rest = iter(long)
    return all(character in rest for character in short)


def _modified(short: str, long: str) -> float:
    """Judge 会议 against 党工委会议: the longer may be the same thing named in full, or one kind of it."""
    if len(short) >= 4 and _NEUTRAL.fullmatch(long[: -len(short)]):
        return 0.9
    return 0.45 + 0.3 * len(short) / len(long)


def pairs_of(words: str) -> tuple[str, ...]:
    """Return the pairs of neighbouring characters of ``words``, in order."""
    return tuple(words[at : at + 2] for at in range(len(words) - 1))


def half_said(pairs: Sequence[str], words: str) -> bool:
    """Tell whether ``words`` hold at least half of a name's pairs of characters, and it has any."""
    return bool(pairs) and 2 * sum(pair in words for pair in pairs) >= len(pairs)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))
