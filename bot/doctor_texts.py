"""Every sentence of `waiqin doctor`: what was found, and what to do about it."""

from __future__ import annotations

from datetime import timedelta

from bot.settings import WHERE

SETTINGS = "设置"
DATABASE = "数据库"
CHARACTERS = "数据库字符集"
CREDENTIAL = "企业微信凭证"
ADDRESS = "可信IP"
SCOPE = "可见范围"
CLOCK = "时钟"
CALLBACK = "接收消息"

ALL_FINE = "检查完毕，都正常。"
NOT_ASKED = "还没查：先把上面那条修好。"

SETTINGS_COMPLETE = "齐全"
SETTINGS_REMEDY = "把它写进环境变量或 waiqin.toml。"

SCHEMA_CURRENT = "连得上，表结构是最新的"
SCHEMA_NOT_YET = "还没有建，第一次启动时会自动建好"
SCHEMA_REMEDY = "运行 waiqin migrate。"
EMBEDDED_SCHEMA_REMEDY = "下次启动时会自动升级；想现在就升级，运行 waiqin migrate。"
DATABASE_REMEDY = "看 WAIQIN_DATABASE_URL 写得对不对，数据库开着没有。"
DATA_DIR_REMEDY = "看 WAIQIN_DATA_DIR 这个目录在不在、能不能写。"
CTYPE_REMEDY = "用 LC_CTYPE 'C.UTF-8' 或 'zh_CN.UTF-8' 重建数据库，再把数据导进去。"

CREDENTIAL_FETCHED = "拿到了"
CREDENTIAL_REMEDY = f"核对企业ID和Secret：{WHERE['wecom_corp_id']}；{WHERE['wecom_secret']}。重置过Secret要换成新的。"
NETWORK_REMEDY = "看这台机器能不能访问 WAIQIN_WECOM_API_BASE，防火墙和DNS通不通。"

ADDRESS_TRUSTED = "已在名单里"
AGENT_REMEDY = f"核对 WAIQIN_WECOM_AGENT_ID：{WHERE['wecom_agent_id']}。"

SCOPE_EMPTY = "没有人看得见这个应用"
SCOPE_REMEDY = "管理后台 → 应用管理 → 自建应用 → 可见范围，把业务员和主管加进去。"
APP_CLOSED = "应用停用了"
APP_CLOSED_REMEDY = "管理后台 → 应用管理 → 自建应用，重新启用。"

CLOCK_UNKNOWN = "不知道企业微信的时间"
CLOCK_REMEDY = "给这台机器对时（例如打开 chrony 或 systemd-timesyncd）；差到 10 分钟，收到的消息会全部被拒。"

CALLBACK_SERVED = "本机服务在运行，地址验证和收消息都通过"
CALLBACK_ALONE = "本机服务没有运行，加解密自检通过"
CALLBACK_REMEDY = "服务用的 Token 和 EncodingAESKey 要和这里的一样；改过设置就重启服务。"
CODEC_FAILED = "加解密自检没通过"
CODEC_REMEDY = f"核对 WAIQIN_WECOM_TOKEN 和 WAIQIN_WECOM_AES_KEY：{WHERE['wecom_aes_key']}。"


def line(name: str, found: str, remedy: str, *, ok: bool) -> str:
    """One finding as the command prints it."""
    mark = "✓" if ok else "✗"
    return f"{mark} {name}：{found}" + (f"。{remedy}" if remedy else "")


def some_wrong(count: int) -> str:
    """The last line when something is to be repaired."""
    return f"有 {count} 项要处理。"


def schema_outdated(found: str, needed: str) -> str:
    """The database is of another version than the program, or of none."""
    return f"表结构是 {found}，程序要 {needed}" if found else "还是空的，没有表"


def database_failed(reason: str) -> str:
    """The database did not answer, or not as one."""
    return f"连不上（{reason}）"


def ctype_blind(ctype: str) -> str:
    """PostgreSQL's trigram search does not see Chinese with this setting."""
    return f"LC_CTYPE 是 {ctype}，搜不到中文"


def credential_failed(code: int, detail: str) -> str:
    """WeCom gave no token."""
    return f"没拿到（{code or '网络不通'}：{detail}）"


def address_refused(address: str) -> str:
    """WeCom does not know the address it saw (60020)."""
    return f"企业微信看到的是 {address}，不在名单里（60020）" if address else "这台机器的出口IP不在名单里（60020）"


def address_remedy(address: str) -> str:
    """Where to enter it."""
    return f"管理后台 → 应用管理 → 自建应用 → 企业可信IP，加上 {address or '出口IP'}，等一分钟再试。"


def refused(code: int, detail: str) -> str:
    """WeCom answered something else than what was asked for."""
    return f"没查成（{code or '网络不通'}：{detail}）"


def scope(users: int, parties: int, tags: int) -> str:
    """Who sees the app."""
    return f"{users} 个成员、{parties} 个部门、{tags} 个标签看得见"


def clock_close(off: timedelta) -> str:
    """The two clocks agree."""
    return f"和企业微信差 {abs(round(off.total_seconds()))} 秒"


def clock_off(off: timedelta) -> str:
    """They do not."""
    side = "快" if off > timedelta() else "慢"
    return f"这台机器{side}了 {abs(round(off.total_seconds()))} 秒"


def callback_failed(step: str, status: int) -> str:
    """The running server answered its own test with a refusal."""
    return f"本机服务拒绝了{step}（{status}）"


ECHO_STEP = "地址验证"
MESSAGE_STEP = "一条测试消息"
