"""What a section is for, in a writer's words."""

from knowledge_base.report import Role

ROLE_NAMES = {
    Role.OPENING: "导语",
    Role.GUIDANCE: "指导思想",
    Role.PROGRESS: "工作情况",
    Role.ECONOMY: "经济指标",
    Role.PROBLEMS: "存在问题",
    Role.PLANS: "下步打算",
    Role.TASKS: "主要任务",
    Role.REQUIREMENTS: "工作要求",
    Role.CLOSING: "结尾",
}
