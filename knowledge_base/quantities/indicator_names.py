"""Indicator names: cut down to what is counted, and compared."""

import re
from functools import lru_cache

#: Verbs and adverbs before a noun that do not change what is counted.
_LIGHT = (
    "累计 共计 总计 合计 共 先后 分别 组织 召开 开展 完成 实现 举办 举行 进行 达到 达 为 有 现有 共有 已 已经 全年 上半年 下半年 今年 去年 上年 本年 当年 同期 年内 期间 目前 其中 并 还 "
    "及时 认真 深入 积极 扎实 持续 不断 有效 成功 顺利 全面 统筹 牵头 主动 集中 大力 切实 严格 按期 按时 高质量 高标准 高效 常态化 定期 按要求 按程序 每季度 每月 每年 平均 "
    "了 的 将 由 对 向 在 以 把 从 和 与 及 全 各 约 近 超 超过 均 仅 也 再 又 新 收到 处理平台 我们 我委 园区 全区 全市 全县 全省 用于 支持 通过 预计 确保 力争 统筹协调 协调 建立 新建 新建立 成立 新成立 组建 设立 选派 "
    "派出 确定 聘请 邀请 形成 提出 拥有 建有 设有 建成 参加 参与 面向 为 是 累计完成 累计组织 累计开展 起草 撰写 观看 承办 主办 制定 制定出台 出台 印发 收集 办理 制作 发布 转发宣传 转发 开设 安排 编制 推荐 选拔 实际 到 至 上级 广泛 "
    "选树 配合 配合完成 指导 督促 组织开展 组织召开 组织举办 组织参加 组织观看 专门 协助 帮助 引导 使 让 带领 率领 进一步 高位推动 另 另有 截至 截止 仍 尚有 尚 余 只 需 应 可 还有"
)
_PREFIXES = sorted(set(_LIGHT.split()), key=len, reverse=True)
_PREFIX = re.compile("(?:" + "|".join(map(re.escape, _PREFIXES)) + ")+")
_SUFFIX_WORDS = "约 近 超 超过 突破 逾 达 达到 为 共 共计 累计 合计 总计 分别 了 是 有 约为 均 等 至少 不少于 不低于 大约 接近 将近 的 已 增至 增加到 达到了 高达 多达 仅 仅为 完成 实现 其中 开展 各 总数 共有 人数达 保持在 稳定在 控制在 保持 和 与 及 等材料 等内容 计 预计 目标"
_SUFFIX = re.compile(
    "(?:" + "|".join(map(re.escape, sorted(set(_SUFFIX_WORDS.split()), key=len, reverse=True))) + r")+\Z"
)
_MEASURE = re.compile(
    r"(?:总?数量?|总量|总额|次数|人数|总次数|个数|份数|件数|期数|场次|篇数|条数|金额|数额|总数|情况|规模)\Z"
)
_NOISE = re.compile(r"[\s“”\"'‘’（）()《》\-—·、，,。；;：:]|（[^）]*）|\([^)]*\)")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
#: Pairs of which the one never stands for the other, whatever else agrees.
_OPPOSED = (
    ("收文", "发文"), ("新增", "减少"), ("增加", "减少"), ("进口", "出口"), ("收入", "支出"), ("上报", "下发"), ("签约", "到位"), ("开工", "竣工"), ("计划", "实际"),
    ("预备", "正式"), ("立项", "结项"), ("受理", "办结"), ("规上", "规下"), ("线上", "线下"), ("男", "女"), ("城镇", "农村"), ("工业", "农业"), ("省级", "市级"), ("市级", "县级"),
    ("国家级", "省级"), ("中层", "副职"), ("转正", "发展"), ("签约", "开工"), ("签约", "投产"), ("内资", "外资"), ("支部", "总支"), ("支部", "党委"), ("支委", "党员大会"), ("发现", "整改"), ("排查", "整改"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def core(phrase: str) -> str:
    """Return the phrase without the verbs and adverbs around what is counted: 累计办理收文 → 收文."""
    text = phrase.strip(" \t　，,、：:；;“”")
    while True:
        shorter = _SUFFIX.sub("", text)
        match = _PREFIX.match(shorter)
        if match is not None and match.end() < len(shorter):
            shorter = shorter[match.end() :]
        elif match is not None:
            shorter = ""
        shorter = shorter.strip(" \t　，,、：:；;“”")
        if shorter == text:
            return text
        text = shorter


@lru_cache(maxsize=65536)
def _normal(name: str) -> str:
    text = _BRACKETS.sub("", name)
    text = _NOISE.sub("", text)
    stripped = core(text)
    measured = _MEASURE.sub("", stripped)
    return measured or stripped or text


@lru_cache(maxsize=65536)
def similarity(a: str, b: str) -> float:
    """Return how surely two indicator names mean one indicator: 1 the same, above 0.8 surely, below 0.5 surely not.

    召开党工委会议次数 and 党工委会议 are the same; 党员 and 党员大会 are not, for the head of the noun differs.
    """
    left, right = _normal(a), _normal(b)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    for one, other in _OPPOSED:
        if (one in left and other in right and one not in right) or (
            other in left and one in right and other not in right
        ):
            return 0.1
    short, long = sorted((left, right), key=len)
    if long.endswith(short):
        return _modified(short, long)
    if long.startswith(short):
        return 0.3 + 0.25 * len(short) / len(long)
    pairs_left, pairs_right = _pairs(left), _pairs(right)
    shared = len(pairs_left & pairs_right)
    if not shared:
        return 0.2 * len(set(left) & set(right)) / max(len(set(left)), len(set(right)))
    dice = 2 * shared / (len(pairs_left) + len(pairs_right))
    same_head = left[-2:] == right[-2:]
    if set(left) == set(right):
        return 0.85
    if short in long:
        return 0.45 + 0.3 * len(short) / len(long)
    return min(0.78, dice * (1.0 if same_head else 0.7))


def _modified(short: str, long: str) -> float:
    """Judge 会议 against 党工委会议: the longer may be the same thing named in full, or one kind of it."""
    return 0.5 + 0.35 * len(short) / len(long)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset((text,))
