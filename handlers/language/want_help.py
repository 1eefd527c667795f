"""怎么报备, 公海怎么领: what somebody wants to know how to say."""

from __future__ import annotations

from typing import Final

from handlers.language.meaning import Intent, Intents
from handlers.language.patterns import regex
from handlers.language.reading import Reading

_HOW: Final = regex(
    r"\s*(?:请问|我?想问一?下|我想知道|问一?下|那)?(?:我|该|要|应该)*(?:怎么|如何|咋|怎样)(?!样|没|还|不|了|回事|说|算|这么|又|总|老|能|会|才|可能|办)(?:去|来|才能)?(?P<what>[^,。?]{1,12}?)(?:啊|呢|呀|的|吗)*[\s?。]*"
    r"|\s*(?:请问|我?想问一?下)?(?P<that>[^,。?]{1,10}?)(?:要|该|应该|是)?(?:怎么|如何|咋|怎样)(?:个)?(?P<verb>记|登记|填|写|发|弄|用|做|录|操作|提交|搞|领取?|退回?|报|交|请|查|看|设置?|提|加|打|续|申诉|核对|补交?|改|撤销?|说|取消|转|分配?|新增)(?:法|一下)?(?P<rest>[^,。?]{0,6}?)(?:啊|呢|呀|的|吗)*[\s?。]*"
)
_TOPICS: Final = (
    ("undo", r"撤|删|记错"),
    ("label", r"标签"),
    ("card", r"级别|等级|地址|备注|来源|改资料"),
    ("renew", r"续保护|续期|延期|续报备|延长"),
    ("appeal", r"申诉|撞单|抢单"),
    ("check", r"查重|有没有人报"),
    ("pool", r"公海|领取|认领|领客户|退回|退客户|放弃客户|^领"),
    ("registration", r"报备|备案|占坑"),
    ("check_payment", r"核对|对账"),
    ("dunning", r"催款|答复逾期|逾期"),
    ("receivable", r"应收|欠款|账龄|欠钱|尾款"),
    ("payment", r"回款|到账|收款|收钱"),
    ("mute", r"打扰|静音|不推送|关掉?推送"),
    ("leave", r"请假|休息|休假|销假|调休"),
    ("trip", r"出差"),
    ("daily_report", r"日报|补交|汇报"),
    ("plan", r"计划"),
    ("promise", r"承诺|答应"),
    ("rival", r"竞品|市场|情报|对手"),
    ("problem", r"问题|求助"),
    ("birthday", r"生日"),
    ("reminder", r"提醒|闹钟"),
    ("todo", r"待办"),
    ("follow_up", r"跟进|回访"),
    ("handover", r"交接|离职"),
    ("assign", r"分配|改派|转给|转客户|合作"),
    ("relay", r"转告|带话|带个话|传话|捎话"),
    ("comment", r"点评|表扬|已阅|批日报"),
    ("team", r"催日报|看团队|团队"),
    ("terms", r"改规则|改制度|改保护期|制度"),
    ("timeline", r"时间线|往来|跟进记录"),
    ("contact_add", r"联系人|名片|存电话|加电话|换电话"),
    ("customer_add", r"(?:加|建|新增|登记|录)(?:个|一个|一家|新)*客户|新客户"),
    ("customer_list", r"客户清单|我的客户|客户名单|客户列表"),
    ("customer_query", r"查客户|查电话|看客户|电话"),
    ("order", r"订单|下单|成交"),
    ("quote", r"报价"),
    ("delivered", r"交付|交货"),
    ("evidence", r"定位|位置|照片|签到|证据"),
    ("change", r"改|修"),
    ("visit", r"拜访|客户|跑|打卡"),
)
_COMPILED: Final = tuple((topic, regex(words)) for topic, words in _TOPICS)
_LONGEST: Final = 24


def read_how(reading: Reading) -> Intent | None:
    """The topic that a question how to do something is about; None for any other text.

    Args:
        reading: one record.
    """
    if len(reading.text) > _LONGEST or reading.customers or reading.people:
        return None
    found = _HOW.fullmatch(reading.text)
    if found is None:
        return None
    about = "".join(filter(None, (found["what"], found["verb"], found["that"], found["rest"])))
    topic = next((topic for topic, words in _COMPILED if words.search(about)), None)
    return None if topic is None else reading.intent(Intents.HELP, {"topic": reading.whole(topic)})
