"""The subjects that reports of an office turn on: what a theme and a section may have in common without a shared word.

整治形式主义为基层减负 and 坚持从严从实，加强自身建设 share no word, yet any writer puts the one under the other.
"""

from collections import Counter
from math import sqrt

_SUBJECTS: dict[str, tuple[str, ...]] = {
    "思想": (
        "精神",
        "思想",
        "理论",
        "学习教育",
        "主题教育",
        "政治",
        "意识形态",
        "全会",
        "第一议题",
        "中心组",
        "政绩观",
        "宣讲",
        "党课",
        "讲话",
    ),
    "组织": ("支部", "党员", "组织生活", "两个覆盖", "党务", "基层组织", "党组织", "组织建设", "战斗堡垒"),
    "队伍": ("干部", "队伍", "人才", "选拔", "考核", "能力"),
    "作风": (
        "作风",
        "廉",
        "纪律",
        "八项规定",
        "形式主义",
        "官僚主义",
        "减负",
        "吃喝",
        "四风",
        "整治",
        "监督",
        "警示",
        "腐败",
        "从严",
        "接待",
        "自身建设",
        "过紧日子",
    ),
    "经济": (
        "经济",
        "产业",
        "投资",
        "招商",
        "产值",
        "税收",
        "工业",
        "零碳",
        "低碳",
        "节能",
        "光伏",
        "规划",
        "重大项目",
        "高质量发展",
    ),
    "服务": ("服务企业", "企业服务", "走访", "审批", "营商环境", "诉求", "帮办", "惠企", "为民办实事"),
    "改革": ("改革", "体制", "赋权", "放管服"),
    "安全": ("安全", "环保", "生态", "应急", "隐患", "风险"),
    "数字": ("智慧", "数字", "平台", "信息化", "数据"),
    "办公": ("办文", "办会", "公文", "收文", "督查", "督办", "信息", "保密", "以文辅政", "值班"),
    "群众": ("志愿", "帮扶", "文明", "职工", "文体", "群团", "共建", "品牌"),
}


def subjects_of(text: str) -> Counter[str]:
    """Return how often a text speaks of each subject."""
    counts = Counter({name: sum(text.count(word) for word in words) for name, words in _SUBJECTS.items()})
    return +counts


def in_common(one: Counter[str], other: Counter[str]) -> float:
    """Return how much two texts speak of the same subjects, 0 to 1."""
    shared = sum(one[name] * other[name] for name in one)
    length = sqrt(sum(n * n for n in one.values())) * sqrt(sum(n * n for n in other.values()))
    return shared / length if length else 0.0
