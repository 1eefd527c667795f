"""What is wanted of customers and people: registered, claimed, released, handed over, added, looked up."""

from __future__ import annotations

import re
from typing import Final

from handlers.language.dates import Leaning
from handlers.language.leads import pooled
from handlers.language.meaning import Intents
from handlers.language.normalise import CUSTOMER, PERSON
from handlers.language.patterns import regex
from handlers.language.people import find_contact_words
from handlers.language.reading import Reading
from handlers.language.signs import COUNT, PHONE, SUM, C, P, Sign, is_asked, names_somebody, only_words, supposed
from handlers.language.topics import Topics
from models.rules.names import split_place

_REGISTERS: Final = Sign(
    r"报[备被]|抱备|备案|备个案|报个备|报(?:一)?下(?=\s*[C一-鿿])(?!价|销|名|数)|占个?[坑位]|先占(?:上|着|住)|先?报(?:到|在|进)我(?:的)?(?:名下|头上|这)|占一占|登记一[个家]新的?|(?:挂|记|算|录)(?:在|到)?我(?:的)?(?:名下|头上)|报上(?![来去次])|扫到(?:了)?一?[个家]|挖到(?:了)?一?[个家]|又?(?:开发|谈成)了一家|新户|占一下|我报(?=[\s,])|我先报|新客户|新的?意向客户|新线索|线索[:\s]|展会|名片|转介绍|新开发|登记(?:一?[个下家])?(?:新)?客户|登记(?=\s*C)|登记(?:一?下)?[:,]?(?=\s*[一-鿿]{2,12}(?:公司|厂|机械|电子|科技))",
    hope=True,
)
_ORDERS: Final = Sign("报备|备案", hope=True)
_ABOUT_REGISTERING: Final = regex(
    r"报备(?:规则|制度|有效期|期限|保护|流程|条件|记录|情况|的(?:客户|那))|保护期|(?:已经?|早就?)报备过|报备过(?:了)?(?:没|吗|$)|(?:给|跟|向|和)[^,。]{1,6}(?:汇?报)(?:一?下|告|一声)"
)
_CHECKS: Final = regex(r"查重|撞单|有人报|能不能报|能报吗|续保护|延期|申诉|报过没|报备过没|被报")


def decide_registration(reading: Reading) -> Intents | Topics | None:
    """A lead that is put down as the speaker's own before anybody else does."""
    masked = reading.masked
    if _CHECKS.search(masked):
        return Topics.REGISTRATION
    if reading.customers and _IF_FREE.search(masked):
        return None
    if _ABOUT_REGISTERING.search(masked) or _REGISTERS.said(reading) is None:
        return None
    found = _ORDERS.stands(reading) or _REGISTERS.stands(reading)
    if found is None:
        return Topics.REGISTRATION if is_asked(masked) and "报备" in masked else None
    if found.group().startswith(("展会", "名片", "转介绍", "新开发")) and not _is_firm_met(reading, found):
        return None
    return Intents.LEAD_REGISTER


_FIRM: Final = regex(
    r"公司|厂|集团|店|超市|酒店|中心|医院|学校|科技|机械|电子|贸易|实业|物流|食品|五金|家具|化工|建材|连锁|器|置业|制造|电力|印刷|包装|材料"
)


def _is_firm_met(reading: Reading, found: re.Match[str]) -> bool:
    if reading.customers:
        return False
    rest = reading.masked[found.end() :]
    return PHONE.search(reading.masked) is not None or _FIRM.search(rest) is not None


_CLAIMS: Final = Sign(
    r"领(?:取|一下|下|了|走|个|(?=\s*\d)|(?=\s*C)|(?=[^,。导班先域料用样情会教军事]{1,8}$))(?!导)|认领|申领|捞(?:出来|过来|一下)?|归我|我来?跟(?!进|着|他|她|你|C|了[一几两]|P)|给我(?:整|弄|拿|搞|划|挪|搬|要)过来|让我(?:来)?跟(?![你您他她])|给我(?:来)?(?:跟|做|负责)|给我(?:吧|呗|哈)|我接(?:了|手|过来|下|吧)|我来?接(?=\s*C)|我来领(?!导)|^\s*(?:我)?要\s*C\s*$|C\s*我就?要(?:了|吧)|C[^,。]{0,4}归我"
    r"|分给我|分配给我|划给我|(?:拉|划|转|放|挂|拨|归)(?:到|给|入)?我(?:的)?(?:名下|这|手|来|$|吧)|抢(?:一下|过来|了)?(?=\s*C)|C我(?:就|也)?(?:想|来|要)(?:要|跟)?(?:了|吧)?\s*$|公海的?(?:吧|呢|,|\s)+给我(?:吧|呗|$)|把C(?:分|转|划|拨)?给我(?:吧|呗|$)|^\s*我(?:想)?要\s*C|归我|没人(?:要|跟|管|做)?(?:的话|了吧|了|吧)?[\s,]*(?:那|让)?我就?(?:(?:要|跟|领|接|拿|收|捡)(?:了|吧|走|(?=[\s。!]*$))|来(?:接|跟|管|领)?(?=[\s。!]*$))|^.*公海.*[\s,]我来(?:接|跟|管|领|收)(?=[\s。!]*$)|我(?:就|先)?占(?:住|下|着|了)|我(?:捡|收|拿)走了?(?=[\s,。]|$)|我(?:就|来)?(?:上|要|接手|跟|领)(?:吧|了)?[\s。!]*$|就给我(?:吧|跟|做)?[\s。!]*$|^\s*我?要跟\s*C|[这那]个客户我来|我(?:就|也|来|一起|一并|顺便|都){0,3}(?:领|拿|收)(?:了|走|过来)(?:吧|[\s。!]*$)",
    hope=True,
)
_IF_FREE: Final = regex(
    r"(?:如果|要是)?(?:没人|没有人|无人|空着?|没主)[^,。]{0,4}(?:跟|要|管)?的话|(?:如果|要是)没人(?:跟|要|管|做)|(?:还)?在公海(?:里)?(?:吗|不|没)?[\s,?]*在的话"
)
_GOODS: Final = regex(
    r"货|底[子细]|情况|资料|记录|地址|号码|样品|样机|机器|款|钱|发票|资料|电话|消息|合同|报价|快递|礼|工资|证"
)


_MAY_BE_POOLED: Final = regex(r"\s*(?:我|帮|给|想|来)*(?:领|认领|申领|要)[^,。]{2,12}$")


def decide_claim(reading: Reading) -> Intents | None:
    """A customer in the pool that the speaker wants for himself."""
    masked = reading.masked
    if not reading.customers and _MAY_BE_POOLED.match(masked) and pooled(reading):
        return Intents.LEAD_CLAIM
    if "公海" not in masked and not reading.customers and not re.search(r"领|归我|给我跟|我来跟", masked):
        return None
    free = _IF_FREE.sub("", masked)
    if free != masked:
        return Intents.LEAD_CLAIM if _CLAIMS.pattern.search(free) else None
    found = _CLAIMS.stands(reading)
    if found is None or (_GOODS.search(masked) and "公海" not in masked):
        return None
    if reading.customers or "公海" in masked:
        return Intents.LEAD_CLAIM
    return (
        Intents.LEAD_CLAIM
        if re.match(r"\s*(?:领取|认领|申领|领)\s*[\d一-鿿]|公海\s*\d{1,3}号?\s*我领", masked)
        else None
    )


_RELEASES: Final = Sign(
    r"不(?:想|打算|准备|用|必)?(?:再|继续)?跟(?:了|进了|吧|$|(?=进?[\s,]+退))|(?:退|放|扔|丢|还|释放|踢|归|转|推|移)(?:回|到|进|给|入|去|出)*\s*公海|释放(?:了|掉|吧|(?=\s*C))|^\s*释放|放弃(?:了|吧|这|跟|$|[\s,。])|放掉(?:了|吧|它|他|算了|$|[\s,。])|转出去|跟不(?:动|下去|了)"
    r"|(?:这[家个]|我)不要了|退掉(?=\s*C)|C(?:这[家个])?[退放撤](?:了|掉|回去?)(?:吧|算了|得了)(?=[\s,。]|$)|把C(?:这[家个])?(?:给)?(?:退|放|扔|丢|还|让)(?:了|掉|回去?|出去)(?=[\s,。吧算得]|$)|做不(?:动|下去|来)了?|[退扔还放丢]回去(?=[\s,。吧]|$)|谁要谁(?:拿|领|跟|捡)C[^,。]{0,12}退了吧?\s*$|退了?(?=\s*C[^,。]{0,6}跟)|扔掉|谁要谁拿|不做了|我?放手(?:了|吧)|C(?:这家)?释放\s*$|从我(?:这里?|这边|名下|手上)(?:撤|移|拿|划|删|退|去)(?:掉|走|出去|了)|不(?:想)?要(?:这[个家]|C|他|了这)|退回(?=\s*(?:C|\d+\s*$))|让出来|吐出来",
    hope=True,
)
_BY_NUMBER: Final = regex(r"\s*(?:退回|释放|放弃)\s*(?:第)?\d{1,3}[号个家]?[吧了]?\s*")
_TAKEN_TOO: Final = regex(r"我(?:就|也|来|一起|一并|顺便|都){0,3}(?:领|拿|收|要|接)(?:了|走|过来|吧)")
"""公海里那家我一起拿了吧."""
_BY_HIM: Final = regex(
    r"(?:他|她|客户|老板|人家|对方|他们|[总工董姐哥])(?:们)?(?:说|讲|表示)?[^,。]{0,4}(?:不要了|不做了|放弃)"
)


def decide_release(reading: Reading) -> Intents | None:
    """A customer whom the speaker gives up."""
    masked = reading.masked
    if not reading.customers and not reading.contacts and "公海" not in masked:
        return Intents.LEAD_RELEASE if _BY_NUMBER.fullmatch(masked) else None
    found = _RELEASES.stands(reading)
    if _TAKEN_TOO.search(masked):
        return None
    if found is None or SUM.search(masked) or _BY_HIM.search(masked):
        return None
    return (
        None
        if found.group().startswith("退") and "公海" not in masked and _GOODS.search(masked)
        else Intents.LEAD_RELEASE
    )


_HANDS: Final = Sign(
    r"(?:移?转|移交|交接|交付|交|过户|划|分配?|换|让|派|安排|给|改由|改成|归|拨|调)(?:给|到|由|交|让|成|为|归)*\s*P(?:名下|吧|了|来|去)?|P\s*(?:来)?(?:跟进?|负责|接手|接|对接|管)|给P",
    hearsay=False,
    hope=True,
)
_NO_HANDING: Final = regex(
    rf"{C}(?:的|那边的)(?:资料|图纸|报价|合同|样品|发票|电话|单子|货|信息|文件|方案|名片|手机)|{P}(?:再|先)?去(?:一?趟)?(?:拜访|走访|看|送|谈|跑|见|收|拿|修|装)|发给|寄给|告诉|陪|一起|打电话|请假|吃饭|出差|钱|款|还给|(?:抓紧|赶紧|尽快|好好|继续|加紧|盯紧|快点|多)(?:去|来)?跟|跟紧"
)
_ALL_OF_HIS: Final = regex(r"交接|名下|客户都?[给转交]|(?:所有|全部)[^,。]{0,4}客户")


def decide_transfer(reading: Reading) -> Intents | Topics | None:
    """A customer who is handed to a colleague by name."""
    masked = reading.masked
    own = reading.situation.speaker.person_id
    if reading.people and _ARROW.search(reading.normal.original) and not only_words(reading, _NO_WORDS):
        return Intents.LEAD_TRANSFER
    if not reading.people:
        return Intents.LEAD_TRANSFER if _TO_SOMEBODY.search(masked) and not is_asked(masked) else None
    found = _HANDS.stands(reading)
    if found is None or _NO_HANDING.search(masked):
        return None
    if not reading.customers and not reading.contacts:
        return Topics.HANDOVER if _ALL_OF_HIS.search(masked) else None
    taker = [ids for start, end, ids in reading.people if start < found.end() and end > found.start()]
    return Intents.LEAD_CLAIM if taker and own in taker[-1] else Intents.LEAD_TRANSFER


_ARROW: Final = regex("→|➡|➜|[-=—]+[>》]|>>")
_NO_WORDS: Final = regex("[-=—>》]+")
"""东吴 → 韩梅: nothing but whom it goes to."""
_TO_SOMEBODY: Final = regex(
    rf"(?:把)?{C}(?:这[家个])?(?:以后)?(?:都)?(?:转给|转交给?|移交给?|交接给|过户给|分配给|划给)(?!我)[一-鿿]{{2,3}}(?:吧|了|$|[,。])(?<!财务)(?<!公司)"
)

_ADDS: Final = Sign(
    r"(?:建|加|增|添|录|开)(?:立|入|设|加|一?下)?(?:一?个|一?家|一?位)?新?的?客户(?!的|名单|清单|列表|情况|多少|有|微信|群|要|经理|指标|目标|任务|数|太|真)|客户档案|(?:补|录|加|新增|登|存)(?:一|个)+家?(?:新)?(?:客户|单位|公司)|(?:补|录|加|登)(?:一|个)*家[^,。]{0,20}进(?:系统|客户|名单|库)|又?认识了?一?[个家](?!人|朋友)|客户(?:库|表|名单|列表)?里?(?:再)?[加添录](?:上|入|进|一?个|一?家)|[加添录]到?进?客户(?:库|里|表)|(?:录|加|记|存|登)进去[^,。]{0,3}[,\s]*(?:店)?名?叫|(?:建|加|录|添)一?个新户|建个?档|存(?:一?个|成)新?客户|客户[\s:]*(?:加|录|建|添)(?:一?个|一?下|一?家)",
    hope=True,
)


def decide_customer_add(reading: Reading) -> Intents | None:
    """A firm that shall be kept among the customers."""
    if "报备" in reading.masked or "备案" in reading.masked:
        return None
    return Intents.CUSTOMER_ADD if _ADDS.stands(reading) is not None else None


_ADDS_PERSON: Final = Sign(
    r"[加添增](?:一?个|一?下|加|位)?(?:新)?联系人|新增联系人|联系人[加添存记]|存(?:一?[个下])?(?:电话|号码|联系人|手机|名片)|[加存记录添](?:进去|上|一下)|换(?:了)?(?:个)?号(?:码)?|(?:电话|手机|号码)号?(?:换|变|改)了|新号码?|(?:手机|电话|号码|微信)(?:号码?)?(?:是|改成|换成|:|变成)?(?=\s*[\d幺一]{3})|微信号?(?:是|:)\s*[a-z\d]|新来(?:了)?(?:的|个)|新换(?:的|了)|新(?:任|上任)|记一?下|名片|联系人[:\s是]",
    hope=True,
)
_A_PERSON: Final = regex(
    r"姓[一-鿿]|叫[一-鿿]{2,3}|[小老][一-鿿](?![一-鿿]?[板师])|采购|会计|财务|经理|主任|厂长|工程师|科长|店长|主管|负责人|秘书|助理|老板|仓库|出纳|姐|哥|总|工|师傅"
)
_OTHER_DEED: Final = regex(
    r"(?:内容|事由|结果|情况|事项):|提醒|打电话|回款|报备|下单|投诉|生日|新客户|拜访|去了|见了|联系一?下|跟进"
)


def decide_contact(reading: Reading) -> Intents | None:
    """A person at a customer, or his number, that shall be kept."""
    masked = reading.masked
    phone = PHONE.search(masked)
    if is_asked(masked) or supposed(masked) or _OTHER_DEED.search(masked):
        return None
    if not names_somebody(reading):
        named = phone is not None and find_contact_words(masked, 0, len(masked)) is not None
        return Intents.CONTACT_ADD if named and _ADDS_PERSON.stands(reading) else None
    person = _A_PERSON.search(masked) or reading.contacts or find_contact_words(masked, 0, len(masked))
    if phone is not None and (person or _ADDS_PERSON.said(reading)):
        return Intents.CONTACT_ADD
    if phone is not None and reading.customers:
        rest = (masked[: phone.start()] + masked[phone.end() :]).replace(CUSTOMER, "").strip(" ,:。的")
        return Intents.CONTACT_ADD if 2 <= len(rest) <= 8 else None
    added = _ADDS_PERSON.stands(reading)
    if added is None or not person:
        return None
    plainly = "联系人" in masked or "微信号" in masked or added.group().startswith(("新", "存"))
    return Intents.CONTACT_ADD if plainly and not SUM.search(masked) and not COUNT.search(masked) else None


_ALIAS: Final = regex(
    rf"\s*叫\s*\S{{1,12}}\s*[=＝]|(?:以后|今后|往后)[\s,]*[^,。\s]{{1,8}}?(?:就是|指的?是?)\s*{C}|[管把]{C}(?:这[家个])?叫(?:做|成|它|他)?[^,。\s]{{1,8}}|(?:以后|下次|今后)[^,。]{{0,3}}(?:说|叫|喊|提|写)[^,。]{{1,12}}(?:就是|=|是指?|指的?是?)\s*{C}|{C}[^,。]{{0,6}}(?:简称|小名|外号|别名|昵称|代号|俗称)|(?:简称|小名|外号|别名|代号|昵称)[^,。]{{0,8}}{C}"
)


def decide_alias(reading: Reading) -> Intents | None:
    """A short name that the speaker gives to a customer."""
    return Intents.ALIAS_SET if _ALIAS.search(reading.masked) and not is_asked(reading.masked) else None


_ASKED_LIST: Final = regex(
    rf"^\s*(?:我的?|名下的?|手[上里]的?)客户\s+[^,。:?]{{1,8}}\s*$|(?:我的?|全部|所有|公司)客户(?:名单|清单|列表|有哪些|有几|都有|$|发|拉|列|导)|^\s*客户(?:名单|清单|列表|$)|客户(?:名单|清单|列表)(?:给|发|拉|$|看)|(?:名下|手上|手里|手头|手底下)[^,。]{{0,10}}(?:客户|几家|多少家|哪些)|(?:名下|手上|手里)(?:[a-e][类级]的?)?(?:有|的|一共)"
    rf"|(?:没|未)(?:有)?(?:联系|拜访|跟进|去|见|动|跑|走动|下单|管)(?:过)?的客户|(?:谁家|哪[些几]?家)[^,。]{{0,4}}没(?:跑|去|拜访|联系|见)|(?:列|拉|导|查|看|发|调)(?:一?下|出来?|个)?[^,。拜跑见谈新]{{0,12}}客户\s*$|^[一-鿿]{{2,4}}的客户\s*$|名下[a-e]类|客户[^,。]{{0,6}}有哪几|客户(?:都)?(?:列|拉|发)"
    rf"|(?:哪些|几个|多少个?|有什么|所有|全部)的?(?:[^,。拜跑见谈新没]{{0,6}})客户|客户[^,。]{{0,6}}(?:有哪些|有几个|有多少|给我看|看看|列|拉|发我|发给我|发一|导|都有谁|是哪些)|(?:多久|好久|很久|\d+天|[一二两三]个?[月周]|长时间)没?(?:有)?(?:没|未)?(?:联系|跟进|拜访|去)|没(?:人)?(?:联系|跟进)过?的"
    rf"|有(?:谁家|哪几家|哪些家)|(?:名下|手[上里头])(?:做|搞|干|是)?[^,。了]{{1,6}}的\s*$|没(?:成交|下单|签单|开单|回款)(?:过)?的有(?:谁|哪)|[^,。]{{1,5}}类客户\s*$|[a-e]\s*类的?(?:客户)?[^,。]{{0,2}}(?:给我|发我|发一?下|看|列|拉|有哪些)"
    rf"|快(?:[要被]|公海)*(?:回收|掉公?海)|哪(?:[些几]|几[家个])客户(?:都|还|也)?(?:该|得|要|需要)(?:跑|去|拜访|联系|走动|维护)"
    rf"|(?:我|{P})(?:现在|都|一共|总共|手里|手上|目前|还)*(?:负责|管|跟|带)(?:着|了|的)?(?:都|一共|还)?有?(?:哪[些几]?|多少|几)[家个](?!人)|(?:我|{P})(?:负责|管|跟|名下|手[上里头])(?:着)?的[^,。拜了]{{1,8}}(?:列|拉|发|调)(?:一?下|给我|出来|我)"
    rf"|^\s*(?:我|名下|我的|手上)*(?:那些|那几[家个])?[^,。?我]{{0,4}}(?:[^对买卖开]店|馆|厂|学校|医院|公司|铺|园)(?:客户)?(?:一共|都)?(?:有哪[些几]|有几家|有多少家|是哪[些几])|^\s*(?:我|我的|名下)*那几[家个][^,。]{{0,6}}叫[啥什]|^\s*我那(?:些|几[家个])[^,。?了]{{1,6}}客户[\s。]*$|[^,。]{{1,4}}类的?(?:客户)?(?:都|一共)?有(?:哪|几|多少)|(?:从来|从没|一直|到现在)(?:都|还)?(?:没有?)?(?:拜访|去|联系|跑|见)过?的(?:客户)?|\d*[天月周]没(?:有)?(?:来往|走动|跑|动|见|碰|下单)过?的|(?:新增|新加|新录)的?客户(?:名单|清单|列表|有哪些|有谁)"
    rf"|公海(?:里|中|的|池)?(?:面)?(?:现在)?(?:还)?(?:有|都有)?(?:哪些|啥|什么|多少|谁|客户|$|[\s?]+)|^\s*(?:看看?|查看?|打开)(?:一?下)?公海|^\s*公海(?=\s|$|第)|{P}的客户"
)
_NO_LIST: Final = regex(
    r"想?多要|分点|分我|群发|短信|给(?:所有|全部|每个)客户|对调|互换|调换|交换|报备(?!的)|备案|谁[^,。]{0,4}(?:抢|撬|拿走|动)|1\d{10}|制度|归我|领(?!导)|捞|我来跟|给我[吧跟呗]|退|释放|(?<!没)拜访了|(?<![没该])跑了|(?<!没)见了|(?<![没该])去了|新增(?!的?客户(?:名单|清单|列表|有))|生日|回款|欠|应收|投诉|怎么|为什么|规则|标准|开发|要跟"
)


def decide_customer_list(reading: Reading) -> Intents | None:
    """Several customers that somebody wants to see: his own, of a town, of a kind, of the pool."""
    masked = _PAGE.sub("", reading.masked)
    if reading.customers or _NO_LIST.search(masked) or supposed(masked):
        return None
    if reading.contacts and "是哪" in masked:
        return None
    return Intents.CUSTOMER_LIST if _ASKED_LIST.search(masked) or _is_of_a_place(masked) else None


_PAGE: Final = regex(r"[\s,]*(?:的?第\s*\S{1,3}\s*页|[下上]一?页)\s*$")
_OF_A_PLACE: Final = regex(
    r"\s*(?:看看?|查看?|列)?(?:一下)?(?P<place>[一-鿿]{2,4}?)[市省]?(?:(?:这边|那边|那块|那片|那旮旯|地区|片区|一带|附近|市场)?[的个滴]|地区|片区|一带|\s+)(?:客户(?:呢|有哪些|名单)?|都?有(?:哪些|哪几家|几家|谁))[\s?。]*"
    r"|\s*(?:我的?|名下)*\s*[a-e]\s*类的?(?:客户)?(?:呢|有哪些|名单)?[\s?。]*|\s*(?:看看?)?(?:团队|全部|大家|我们)的?客户[\s?。]*"
)


def _is_of_a_place(masked: str) -> bool:
    """苏州的客户, A类客户, 团队客户: no more than that."""
    found = _OF_A_PLACE.fullmatch(masked)
    if found is None or found["place"] is None:
        return found is not None
    return split_place(f"{found['place']}某某") == (found["place"], "某某")


_FACT: Final = (
    r"(?:电话号?码?|手机号?码?|号码|(?<=的)号(?=\s*(?:$|[?,。]))|联系方式|联系人|座机|微信号?|地址|位置|在哪|资料|档案|信息|情况|详情|背景|概况|税号|开票信息|"
    r"跟进记录|拜访记录|记录|历史|进展|进度|等级|级别|负责人|info|contact)"
)
_LOOKS_UP: Final = regex(
    r"^\s*(?:我想|我要|想)?[\[(]?(?:客户)?(?:check|show|pull|查|搜|找|查询|查看|查找|看|看看|看下|看一下|查一查|翻|调|调出|打开|瞅瞅?|瞧瞧?|瞄一?眼?)(?:一?下|一个|个|查|询|看)?[\])]?\s*(?:客户)?[\s:]*(?=C)".replace(
        "C", C
    )
)
_ASKED_FACT: Final = regex(
    rf"{_FACT}[\s]*(?:是|有|给|发|呢|多少|几|吗|在|看|查|调|翻|拉|列|怎么|什么|有没有|要|告|来|$|[?,。])|(?:老板|负责人|采购|联系人|店长|经理|厂长|对接人)(?:叫|姓|是)(?:啥|什么|谁|哪个)|(?:全名|名字|姓)(?:叫|是)?(?:啥|什么)|有?几个联系人|(?:什么|啥|哪个)(?:电话|号码|地址|情况)|(?:给|发|告诉|看看?|查一?下?|要|调)(?:一?下|我)*[^,。]{{0,14}}{_FACT}"
)
_WHOSE: Final = regex(
    rf"是?谁的|是不是(?:我|{P})(?:们)?(?:的|在跟|名下|手上)|谁(?:在)?(?:跟|负责|管|对接|手)|归谁|哪个(?:同事|销售|业务)|有人(?:在)?跟|谁家客户|有主|是我们?的?客户(?:吧|吗|么|[?])"
)
_LAST: Final = regex(
    r"(?:上次|上回|最近|之前|最后一?次?)[^,。]{0,6}(?:聊|谈|说|跟|拜访|联系|去|见|来|沟通|什么时候|哪天)[^,。]{0,4}(?:哪|啥|什么|多少|几|到|时候|是|谁|记录|$)|(?:去|拜访|联系|跟进|见)过(?:了)?(?:没有?|吗|不)|(?:啥时候|什么时候|哪天|几号)[^,。]{0,4}(?:聊|谈|拜访|去|跟|联系|见)(?:的|过)|(?:聊|谈|说)(?:的|了)(?:些|点)?(?:啥|什么)|聊到哪|谈到哪|到哪一?步|到(?:了)?(?:哪|什么|啥)(?:一?个)?(?:阶段|环节|程度|地步)|(?:最近|现在|目前|近来|近况)(?:咋样|怎么样|如何|还好)了?\W*$|(?:现在|目前)?(?:啥|什么|咋样|怎么样了?)(?:情况|进展|状态)"
)
_OPINION: Final = regex(r"觉得|到底|什么意思|有戏|能成|靠谱|会不会|为什么|为啥|怎么办|要不要|写得")
_NO_NAME: Final = regex(
    r".*(?:[打给再把]|那个|这个)|^(?:我|你|他|她|它|自己|公司|客户|这|那|谁|大家|系统|老板|说明|使用|天气|今天|明天|昨天|最近|团队)"
)
_SCOLDS: Final = regex(r"谁(?:爱|要|想)[^,。]{0,3}谁|骂|发火|投诉|炸毛|恼火|急眼")
_UNKNOWN_FACT: Final = regex(
    r"^\s*(?:查|搜|找|看)?(?:一?下)?\s*(?P<name>[一-鿿a-z0-9]{2,12}?)\s*的?(?:(?:电话|手机)号?码?|地址|联系方式|号码|资料|联系人)\s*(?:是谁|是哪[位个]|叫[什啥]么?|怎么[找联]系?|有吗|有没有|是?多少|给我|发我|发给我|发一?下|报一?下|是什么|是啥|在哪|有不|呢|[?]|$)"
)
_UNKNOWN_NAME: Final = regex(
    r"^\s*(?:查|搜|查询|查一下|查下|搜一下|搜下|找一下|查找)\s*(?P<name>[一-鿿a-z0-9]{2,14})\s*$"
)
_NUMBER_WHOSE: Final = regex(r"^\s*查|是谁|谁的|哪个|哪家|是哪")


def decide_customer_query(reading: Reading) -> Intents | None:
    """One customer, or somebody at one, that is looked up; a name by itself is looked up, too."""
    masked = reading.masked
    if _OPINION.search(masked) or supposed(masked) or _SCOLDS.search(masked):
        return None
    if PHONE.search(masked) and _NUMBER_WHOSE.search(masked):
        return Intents.CUSTOMER_QUERY
    if not reading.customers and not reading.contacts and find_contact_words(masked, 0, len(masked)) is None:
        return _of_unknown(masked)
    if _is_looked_up(reading):
        return Intents.CUSTOMER_QUERY
    if PHONE.search(masked):
        return None
    short = len(masked) <= _SHORT and not _names_a_day_to_come(reading)
    if _ASKED_FACT.search(masked) and (is_asked(masked) or short) and not _TELLS.search(masked):
        return Intents.CUSTOMER_QUERY
    if reading.customers and (_WHOSE.search(masked) or _LAST.search(masked)):
        return Intents.CUSTOMER_QUERY
    if "生日" in masked and is_asked(masked):
        return Intents.CUSTOMER_QUERY
    if len(reading.customers) == 1 and _NO_MORE_THAN_IT.fullmatch(masked):
        return Intents.CUSTOMER_QUERY
    return None


_SHORT: Final = 24


def _names_a_day_to_come(reading: Reading) -> bool:
    """下周二约姜经理谈专柜位置: a plan, in which the word for a fact is what it is about."""
    return any(one.dated and one.leaning in {Leaning.FUTURE, Leaning.EITHER} for one in reading.moments)


_NO_MORE_THAN_IT: Final = regex(
    rf"[\s,。?!]*(?:(?:客户)?{_FACT}[\s:]+)?{C}(?:(?:那边|这边|那家|这家|这个客户)?(?:[的呢?。!,\s]|介绍一?下|你(?:知道|晓得|认识|有印象)吗)*)|[\s我想要再先]*了解一?下{C}[\s。]*"
)
_TELLS: Final = regex(
    r"(?<!我)问(?!一?下)|想给|没[回理]|没接|接通|[转付汇收]了|打(?:一?个)?[^,。]{0,4}电话|[打回通来去](?:一?个|一?通|了)*电话|换了|改成|(?:是|:)\s*[\da-z]|说|讲|反映|聊了|谈了|去了|见了|打了|拜访了|送了|发了|改|记得|提醒"
)


def _is_looked_up(reading: Reading) -> bool:
    masked = reading.masked
    if not reading.customers:
        return False
    opened = _LOOKS_UP.match(masked) is not None and not re.search(r"[去到]了|拜访了", masked)
    return opened or _SENT.fullmatch(masked) is not None


_SENT: Final = regex(
    rf"\s*(?:把)?{C}(?:[那这][家个条])?的?(?:资料|情况)?\s*(?:发|调|翻|拉|找|打开|亮)(?:出来|出)?(?:给)?(?:我(?:看一?下|看看|瞅瞅?|瞧瞧?|一下|下)?|看一?下|看看|瞅瞅?|瞧瞧?)[\s。]*"
    rf"|\s*(?:调|翻|拉|找)出来?(?:给我)?(?:看看|看下|看一下|瞅瞅)?\s*{C}[\s。]*"
)
"""恒通那家发我看下."""


_WHOSE_IS_IT: Final = regex(
    r"\s*(?P<name>[一-鿿a-z0-9]{2,12}?)(?:[这那]?[个家](?:客户|公司|店)?|那边)?\s*(?:现在|目前|到底|是)*(?:是谁(?:在)?(?:跟|负责|管|对接)|谁(?:在)(?:跟|负责|管|对接))(?:的|呢|啊|进|着)*[\s?。]*"
)


def _of_unknown(masked: str) -> Intents | None:
    found = _UNKNOWN_FACT.match(masked) or _UNKNOWN_NAME.match(masked) or _WHOSE_IS_IT.fullmatch(masked)
    if found is None or _NO_NAME.match(found["name"]) or PERSON in masked:
        return None
    return Intents.CUSTOMER_QUERY
