"""Company names: what makes two spellings the same firm, and what people shorten a name to.

Pure rules; the order of the steps is that of `reference/language.md` §4 ("Normalising company names").
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from opencc import OpenCC


def _words(text: str) -> list[str]:
    return text.split()


_PLACES: Final = frozenset(
    _words(
        """
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州
廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 沈阳 大连
鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 葫芦岛 长春 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西
鹤岗 双鸭山 大庆 伊春 佳木斯 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
江阴 宜兴 溧阳 常熟 张家港 昆山 太仓 启东 如皋 海安 东台 仪征 高邮 丹阳 扬中 句容 靖江 泰兴 兴化 杭州 宁波 温州
嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 余姚 慈溪 瑞安 乐清 海宁 平湖 桐乡 诸暨 嵊州 兰溪 义乌 东阳 永康 江山 温岭
临海 龙泉 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城 福州 厦门 莆田 三明
泉州 漳州 南平 龙岩 宁德 晋江 石狮 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛 淄博 枣庄
东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌
漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 长沙 株洲
湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州
梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 玉林 海口 三亚 成都 自贡 攀枝花 泸州
德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 昆明 曲靖 玉溪 大理
丽江 拉萨 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 兰州 嘉峪关 天水 西宁 银川 乌鲁木齐 克拉玛依
"""
    )
)
_PLACE_SIZES: Final = {
    head: sorted({len(place) for place in _PLACES if place.startswith(head)}, reverse=True)
    for head in {place[:2] for place in _PLACES}
}
"""By the first two characters, how long the places are that begin with them; the longest first."""
_DISTRICT: Final = re.compile(
    r"[一-鿿]{0,4}?(?:工业园区|工业区|高新区|开发区|保税区|新片区|(?<!小)(?<!社)(?<!园)新?区|(?<!郊)县|镇)"
)
_ENDS_DISTRICT: Final = re.compile(r"[区县镇]")
_FORM: Final = re.compile(r"(?:集团)?(?:股份有限|有限责任|有限|股份)公司|集团公司|(?<!分)(?<!子)公司|集团")
_LOOSE_FORM: Final = re.compile(r"(?:制品厂|经营部|经销部|批发部|商行|制造厂|厂|中心|门市部|供应站|行)$")
_FOLDED_AWAY: Final = re.compile(r"[\s()\[\]{}<>《》〈〉「」『』【】·•.,，。、\-_/&'\"“”‘’]+")
_BRACKETED: Final = re.compile(r"\(([^()]*)\)")
_KOREAN_FORM: Final = re.compile(r"\(株\)")
_HAN: Final = re.compile(r"[㐀-鿿]+")

_TRADE_WORDS: Final = frozenset(
    _words(
        """
机械 重工 机电 机床 塑机 注塑 模具 精密 五金 轴承 钢管 钢材 钢铁 金属 铝业 铜业 阀门 泵业 电机 电器 电气 电力 电缆
电子 光电 光能 光伏 半导体 仪器 仪表 自动化 智能 机器人 智造 数控 设备 装备 制造 工业 科技 技术 信息 网络 软件
数据 数码 通信 通讯 化工 化纤 化学 纤维 纺织 织造 印染 服装 服饰 制衣 鞋业 皮具 皮革 箱包 塑料 塑胶 塑业 橡胶 包装
印刷 纸业 玻璃 陶瓷 建材 建筑 建设 装饰 装潢 工程 园林 景观 置业 地产 物业 家具 家居 家电 照明 灯饰 电动车 汽车
汽配 汽贸 汽修 船舶 航空 物流 货运 运输 快递 供应链 贸易 商贸 国际 进出口 实业 投资 食品 粮油 饮料 餐饮 酒业 茶业
茶叶 调味品 水产 农业 生物 制药 医药 医疗 药业 大药房 药房 器械 环保 新能源 能源 燃气 石化 石油 水务 生鲜 超市
商厦 百货 便利 商场 酒店 宾馆 饭店 酒楼 酒家 传媒 广告 文化 教育 培训 学校 幼儿园 小学 中学 医院 诊所 门诊 律师
会计 咨询 管理 服务 渔业 母婴 玩具 文具 办公 体育 礼品 商业 集成 材料 新材料
"""
    )
)
_TRADES: Final = re.compile("|".join(sorted(_TRADE_WORDS, key=lambda word: (-len(word), word))))

# Two-character pieces of company names that are everyday words: a message is full of them, a firm is seldom meant.
_COMMON: Final = frozenset(
    _words(
        """
明天 今天 昨天 后天 下周 上周 本月 第一 第二 大王 小王 老王 中国 中华 全国 国际 世界 环球 全球 亚洲 东方 西方 南方
北方 东部 西部 南部 北部 华东 华南 华北 华中 西南 西北 东北 江南 江北 长江 黄河 上门 下单 客户 公司 老板 经理 朋友
大家 我们 你们 他们 自己 这个 那个 回款 拜访 提醒 合同 报价 样品 产品 市场 技术 项目 时间 问题 价格 质量 服务 工厂
车间 仓库 现场 方案 计划 同意 取消 帮助 新华 人民 红星 解放 和平 胜利 先锋 时代 未来 希望 快乐 幸福 健康 平安 阳光
美丽 家园 天地 天下 四季 春天 夏天 秋天 冬天 早上 上午 中午 下午 晚上 水果 蔬菜 机械 科技 电子 超市
"""
    )
)


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """The same text in simplified characters, of the same length.

    The converter is loaded only when a character outside GB 2312 occurs, which simplified Chinese hardly has.

    Args:
        text: anything a person may type.
    """
    if text.isascii():
        return text
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return _han_simplified(text)
    return text


def _han_simplified(text: str) -> str:
    """A text that is not all GB 2312: its Chinese characters may be."""
    try:
        "".join(_HAN.findall(text)).encode("gb2312")
    except UnicodeEncodeError:
        return _convert(text)
    return text


def _convert(text: str) -> str:
    converter = _converter()
    try:
        changed: str = converter.convert(text)
    except UnicodeError:
        return text  # a lone surrogate: not text that anybody can have typed
    if len(changed) == len(text):
        return changed
    return "".join(one if len(one) == 1 else old for old in text for one in [converter.convert(old)])


def _plain(name: str) -> str:
    return simplified(unicodedata.normalize("NFKC", name).lower())


def split_place(name: str) -> tuple[str, str]:
    """A name without the province, city and district it begins with, and that place.

    Args:
        name: a company name in simplified characters without spaces.

    Returns:
        (place, rest); the place is empty, or the rest would have had fewer than two characters.
    """
    place, rest = "", name
    while True:
        for length in _PLACE_SIZES.get(rest[:2], ()):
            if length <= len(rest) - 2 and rest[:length] in _PLACES:
                break
        else:
            return place, rest
        cut = length + 1 if rest[length] in "省市" and len(rest) > length + 2 else length
        district = _DISTRICT.match(rest, cut) if _ENDS_DISTRICT.search(rest, cut) is not None else None
        if district is not None and len(rest) - district.end() >= 2 and "超市" not in district.group():
            cut = district.end()
        place, rest = place + rest[:cut], rest[cut:]


def _core(plain: str) -> tuple[str, str]:
    if plain.isalnum():
        place, rest = split_place(plain)
        bare = without_form(rest)
        return place, bare if len(bare) >= 2 else (rest or plain)
    if "(" in plain:
        plain = _KOREAN_FORM.sub("", plain)
        plain = _BRACKETED.sub(lambda found: "" if found[1].strip() in _PLACES else found[0], plain)
    compact = _FOLDED_AWAY.sub("", plain)
    place, rest = split_place(compact)
    bare = without_form(rest)
    return place, bare if len(bare) >= 2 else (rest or compact)


def without_form(name: str) -> str:
    """A folded name without its legal form, place and branch kept: 苏州东吴机械.

    Args:
        name: in lower-case simplified characters.
    """
    if "集团" not in name:
        if "公司" not in name:
            return name
        if name.endswith("有限公司") and "公司" not in name[:-2]:
            return name[:-4].removesuffix("股份")
    return _FORM.sub("", name, count=1)


def name_key(name: str) -> str:
    """What two spellings of one firm have in common: the key that stops a customer being registered twice.

    Width, case, script, spaces and brackets are folded; the place at the front and the legal form go; a branch
    (人民路店, 上海分公司) stays, because a branch is a customer of its own.

    Args:
        name: a company name as anybody writes it.

    Returns:
        The key, empty only for a name of nothing but punctuation.
    """
    return _core(_plain(name))[1]


def short_names(name: str) -> tuple[str, ...]:
    """What people are likely to call a firm, best first; proposals for a customer that has no short name yet.

    Args:
        name: the full company name.

    Returns:
        Distinct short names of two characters or more; two-character ones that are everyday words are left out.
    """
    return key_and_short_names(_plain(name))[1]


def key_and_short_names(name: str) -> tuple[str, tuple[str, ...]]:
    """`name_key` and `short_names` of one name at the price of one.

    Args:
        name: the full company name, in lower-case simplified characters of half width.
    """
    place, core = _core(name)
    found = [core]
    loose = _LOOSE_FORM.sub("", core)
    if len(loose) >= 2:
        found.append(loose)
    trade = _TRADES.search(loose, 2)
    if trade is not None:
        brand = loose[: trade.start()]
        found += [loose[: trade.end()], brand]
        if place and len(brand) < 5:
            city = place if place in _PLACES else _city(place)
            if city:
                found.append(city + brand)
    return core, tuple(filter(is_name, dict.fromkeys(found)))


def _city(place: str) -> str:
    return next((place[:size] for size in (2, 3, 4) if place[:size] in _PLACES), "")


def trade_of(name: str) -> str:
    """The trade word that a name ends in (东吴机械: 机械); empty if it ends in none.

    Args:
        name: folded, without its legal form.
    """
    return next((name[-size:] for size in (4, 3, 2) if len(name) > size and name[-size:] in _TRADE_WORDS), "")


def is_name(short: str) -> bool:
    """Whether a derived short name may stand for a firm: two characters or more, no everyday word, no bare trade.

    Args:
        short: the proposal, folded.
    """
    return len(short) >= 2 and short not in _COMMON and short not in _PLACES and short not in _TRADE_WORDS
