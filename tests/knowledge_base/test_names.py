"""Names of people, places and units become slots where the words around leave no doubt; everything else stays."""

import pytest

from knowledge_base.slots import find_slots, template_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("党工委书记周明远同志以身作则。", "党工委书记{人名}同志以身作则。"),
        ("播放周明案、郑和案专题警示教育片。", "播放{人名}案、{人名}案专题警示教育片。"),
        ("挂点溪口镇下塘村贫困户全部退出。", "挂点{地名}贫困户全部退出。"),
        ("承办柳荫社区党建联席会。", "承办{地名}党建联席会。"),
        ("学习贯彻总书记考察湖北重要讲话精神。", "学习贯彻总书记考察{地名}重要讲话精神。"),
        ("在中共溪山县委坚强领导下。", "在中共{地名}委坚强领导下。"),
        ("走访远航机械有限公司等企业。", "走访{单位名称}等企业。"),
    ],
)
def test_a_name_becomes_a_slot(text: str, expected: str) -> None:
    assert template_of(text, find_slots(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "坚持以习近平同志为核心的党中央集中统一领导。",
        "关心关爱老同志和年轻同志，各位同志要带头。",
        "机关在职党员到社区报到，深入各社区开展服务。",
        "推进驻镇帮镇扶村和乡村振兴。",
        "学习雷锋同志先进事迹。",
        "落实县委部署，按照市委要求抓好落实。",
        "做好史志、档案工作，推进案件办理。",
        "学习浙江“千万工程”经验。",
        "帮扶村补齐基础设施短板，所在街道给予支持。",
        "召开党工委会议，书记主持召开专题会议。",
        "依法设立有限公司。",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert template_of(text, find_slots(text)) == text
