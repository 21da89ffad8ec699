"""What a section says where no past report shows how: the frame of its role, for the writer to fill."""

from drafting.composer.prose import Paragraph, Point, Sentence, sentences_of
from drafting.composer.weaving import figure_sentences, theme_point
from drafting.figure import Figure
from drafting.request import Theme
from drafting.section_context import SectionContext
from knowledge_base.report import Role

_GUIDANCE = (
    "坚持以习近平新时代中国特色社会主义思想为指导，深入贯彻党的二十大和二十届历次全会精神，"
    "全面落实新时代党的建设总要求，围绕中心、服务大局，为推动高质量发展提供坚强保证。"
)
_MISSING = {
    Role.PROBLEMS: "【待补：存在的主要问题】",
    Role.PLANS: "【待补：{heading}的具体打算】",
    Role.TASKS: "【待补：{heading}的具体任务】",
    Role.REQUIREMENTS: "【待补：{heading}的具体要求】",
}


def skeleton(context: SectionContext) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a section without precedent: an opening or ending by its genre, else its own matter."""
    section = context.section
    if section.role is Role.OPENING:
        return _plain(_opening(context))
    if section.role is Role.CLOSING:
        return _plain(_closing(context))
    if section.role is Role.GUIDANCE:
        return _plain(_GUIDANCE)
    if section.level == 1 and _has_parts(context) and not context.figures and not context.themes:
        return _plain(_lead_in(section.role))
    points = _points(context.themes, context.figures, section.role)
    if points:
        return (Paragraph(points),)
    pattern = _MISSING.get(section.role, "【待补：{heading}的主要做法和成效】")
    return _plain(pattern.format(heading=section.heading))


def _points(themes: tuple[Theme, ...], figures: tuple[Figure, ...], role: Role) -> tuple[Point, ...]:
    """Return a point for each theme, and one for the figures of each 归属; a single one goes without a number."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.topic, []).append(figure)
    own = [theme_point(theme, "是") for theme in themes]
    stated = [Point("是", figure_sentences(group, role)) for group in groups.values()]
    points = own + stated
    return tuple(points) if len(points) > 1 else tuple(Point("", point.sentences) for point in points)


def _opening(context: SectionContext) -> str:
    request = context.request
    period, unit, name = request.period.label, request.unit, context.genre.name
    if "要点" in name:
        return f"为做好{period}各项工作，结合{unit}实际，制定本工作要点。"
    themes = [theme.name.strip("“”") for theme in request.themes[:2]]
    around = f"，统筹抓好{'、'.join(themes)}等重点工作" if themes else ""
    verb = "报告" if "报告" in name else "总结"
    return (
        f"{period}，{unit}坚持以习近平新时代中国特色社会主义思想为指导，认真落实上级决策部署{around}，"
        f"各项工作取得新的进展。现将有关情况{verb}如下。"
    )


def _closing(context: SectionContext) -> str:
    return "特此报告。" if "报告" in context.genre.name else ""


def _lead_in(role: Role) -> str:
    return {
        Role.PLANS: "下一步，将重点抓好以下工作。",
        Role.PROBLEMS: "对照上级要求，工作中还存在一些不足，主要表现在以下方面。",
    }.get(role, "重点做了以下工作。")


def _has_parts(context: SectionContext) -> bool:
    role = context.section.role
    return any(section.level == 2 and section.role is role for section in context.genre.sections)


def _plain(text: str) -> tuple[Paragraph, ...]:
    sentences = tuple(Sentence(sentence.clauses, kept=True) for sentence in sentences_of(text)) if text else ()
    return (Paragraph((Point("", sentences),)),) if sentences else ()
