"""Words that offices use for one thing: 入驻企业 and 在园企业, 吸纳就业 and 从业人员.

Only words that name the same count in every report stand here; what may be two counts (签约 and 引进) does not.
"""

import re
from functools import lru_cache

#: Each line is one thing; the first word stands for all.
_GROUPS = tuple(
    line.split()
    for line in """
    企业 入驻企业 在园企业 落户企业 驻园企业 入园企业 园内企业
    就业 吸纳就业 带动就业 从业人员 就业人员 就业人数 从业人数 解决就业 提供就业
    规上 规模以上
    固投 固定资产投资
    参训 培训 受训 参加培训 接受培训
    参加 参与 出席
    政务信息 信息稿件
    收文 收到文件 接收文件 收到来文 来文 收取文件 登记收文 接收来文 收到公文
    发文 印发文件 制发文件 制发公文 发出文件 印制文件 印发公文
    满意率 满意度
    隐患 安全隐患 风险隐患 问题隐患 隐患问题
    督查事项 督办事项 督查督办事项 督办件
    纠纷 矛盾纠纷
    推文 推送文章 发布文章 推送信息
    阅读量 浏览量 点击量 阅读次数
    公众号 微信公众号
    男党员 男性党员
    女党员 女性党员
    女干部 女性干部
    大专及以上 大专以上
    本科及以上 本科以上
    合同额 合同金额 签约金额 签约额 协议金额
    总产值 产值
    营业收入 营收
    措施 举措
    义务植树 植树 栽植树木 种植树木
    提案 政协提案 政协委员提案
    建议 人大建议 代表建议 人大代表建议
    善款 捐款 爱心款 募捐款
    实到资金 到位资金 到资
    听众 听讲人员
    学习强国 “学习强国”
    无偿献血 献血
    谈话 谈心谈话 谈心
    调研 实地调研 走访调研 调查研究
    惠及 受益 服务惠及
    宣传品 宣传资料 宣传材料 宣传单 宣传册
    公务接待 接待
    志愿者 志愿服务者 志愿服务人员
    困难职工 困难员工
    人均可支配收入 居民人均可支配收入
    差旅费 差旅费用
    岁 周岁
    办结 解决 办复 办妥
    参训人员 培训人员 受训人员 参训干部 培训干部 培训学员 培训干部职工
    受众 受众群众 覆盖群众 覆盖干部群众 受教育群众
    上市公司 上市企业
    高企 高新技术企业
    非公企业 非公有制企业
    网评员 网络评论员
    停车位 停车泊位 车位 泊位
    职工 员工
    税收 税收收入
    工单 转办件 热线件
    信访件 信访事项 来信来访 信访问题
    慰问金 慰问资金
    救助金 救助资金
    专利授权 授权专利
    指导员 党建指导员
    整改 整改完成 完成整改 整改到位
    充电桩 充电设施
    劳动合同 用工合同
    座谈会 座谈
    讲座 专题讲座
    公租房 公共租赁住房
    外商直接投资 实际使用外资 实际利用外资
    社零 社会消费品零售总额
    演练 应急演练 演练活动
    退役军人 退伍军人
    残疾人 残障人士
    """.strip().splitlines()
)
_CANONICAL = {word: group[0] for group in _GROUPS for word in group}
_WORD = re.compile("|".join(sorted(_CANONICAL, key=len, reverse=True)))


@lru_cache(maxsize=65536)
def plain_name(name: str) -> str:
    """Return the name with the first word of its group in place of each word that means the same."""
    return _WORD.sub(lambda match: _CANONICAL[match.group()], name)
