"""Words that the assistant itself goes by: no customer and no short name may be one, or nobody could say them again.

A name is everybody's from the moment it is written down: a customer that is called 回款 would stand in every one of
the whole company.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _words(lines: str) -> frozenset[str]:
    return frozenset(lines.split())


_DEEDS: Final = _words(
    """
    拜访 走访 到访 回访 到了 签到 签退 离开 走了 跟进 联系 电话 微信 提醒 别忘 承诺 答应 约定 报备 备案 登记
    查重 续保护 延期 申诉 撞单 公海 领取 认领 退回 释放 归属 转给 分配 改派 指派 合作 交接 查 查询 查看 客户
    名单 清单 我的客户 新客户 老客户 联系人 地址 备注 来源 级别 标签 生日 回款 到账 收款 付款 付清 应收 欠款
    逾期 账龄 催款 开票 发票 订单 报价 定金 尾款 合同 交付 交货 发货 核对 待核对 日报 周报 月报 草稿 交日报
    补交 日报草稿 我的日报 昨天日报 团队日报 团队今天 团队积分 计划 明日计划 待办 今日待办 早报 晨会单 汇总
    积分 排名 排行 销冠 本周排名 目标 业绩 出差 出差结束 请假 休息 回来了 免打扰 谁在外面 谁请假 问题
    问题清单 投诉 竞品 市场 情报 费用 名片 照片 定位 位置 点评 表扬 已阅 全部已阅 催一下 催 谁没交 谁没收到
    收到 制度 规则 帮助 怎么用 能干啥 例子 说明 功能 撤销 作废 改 修改 更正 删除 恢复 取消 导出 推送记录
    我的数据 隐私说明 同意定位 不同意定位 问候名单 恢复提醒 交接单 我的承诺 我的报备 我的应收 上个月积分
    我的请假 我的申诉 怎么加人 今天干啥 快被回收的 多久没联系的 丢单 赢单 漏斗 推进 撤回 关键词 搜索
    """
)
_ANSWERS: Final = _words(
    """
    确认 确定 同意 不同意 对 是 是的 好 好的 可以 不可以 行 不行 要 不要 不用 不用了 算了 不动 不退 接 不接
    全给 全部 全部明天 都给 都要 其余 都是 都不是 没有 没有这家 别的 其他 其它 另一个 另一家 新的 这家 那家
    这个 那个 按新客户 按新客户登记 下一页 上一页 第一页 更多 还有吗 好了 做到了 做不了 改天 以后 不定 发出
    重分 先不交 逐家 按地区 没预算 无需求 走流程 质量争议 没钱 联系不上 农历 阳历 公历 你好 您好 谢谢 再见
    在吗 收到了 知道了 我 你 他 我们 大家 老板 经理 主管 财务 助理 领导 同事 公司 团队 本人 自己 none null
    nan undefined true false test ok okay yes no hello hi help
    """
)
_WEEKDAY: Final = "[一二三四五六日天末]"
_COUNT: Final = r"[0-9一二两三四五六七八九十百千零〇半几]"
_DAY: Final = re.compile(
    rf"(?:[0-9]{{2,4}}年)?(?:农历|阴历|闰)*{_COUNT}{{1,2}}月(?:初|底|末|[上中下]旬)?(?:{_COUNT}{{1,3}}[日号]?)?"
    rf"|[0-9]{{2,4}}年|初?{_COUNT}{{1,3}}[日号]|初{_COUNT}{{1,2}}|[年月]+[初底末前后]|[去今明后]年|[本上下这]个?(?:月|季度)"
    rf"|[上下本这]*个?(?:周|星期|礼拜){_WEEKDAY}?|大*[今明后昨前](?:天|日|晚|早|儿)?(?:[早上中下]午|早上|晚上)?"
    rf"|[0-9]{{1,3}}个?(?:天|周|星期|月|小时|分钟)|{_COUNT}{{1,3}}个?(?:天|周|星期|月|年|小时|分钟)以?[内前后]"
    rf"|(?:[早上中下]午|早上|晚上)?{_COUNT}{{1,3}}点(?:半|{_COUNT}{{1,3}}分?)?"
)
_SUM: Final = re.compile(
    rf"负?[0-9]+(?:[万千百亿wk])*(?:元|块|块钱|整)?|负?{_COUNT}+[万亿]+(?:元|块|块钱|整)?"
    rf"|第?{_COUNT}+(?:个|家|条|页|笔|期|号|位|项)"
)
_ADDRESS: Final = re.compile(
    r"[老小大]?[一-鿿]{1,2}(?:总|工|董|经理|主任|厂长|店长|老板|师傅|老师|主管|科长|部长|处长|采购|会计|[姐哥])"
)
_SPACES: Final = re.compile(r"[\W_]+")


def is_form_of_address(name: str) -> bool:
    """Whether a name is how many people are called: 王总, 李工. As a firm's short name it would stand for all of them.

    Args:
        name: as anybody writes it.
    """
    return _ADDRESS.fullmatch(unicodedata.normalize("NFKC", name).strip()) is not None


def is_own_word(name: str) -> bool:
    """Whether a name is nothing but a word that people command, answer, count or date with.

    Args:
        name: as anybody writes it.
    """
    said = _SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()
    if said in _DEEDS or said in _ANSWERS:
        return True
    return _DAY.fullmatch(said) is not None or _SUM.fullmatch(said) is not None
