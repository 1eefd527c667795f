"""What nobody can mean is refused, and what only looks like it is not."""

from __future__ import annotations

import pytest

from handlers.impossible import refusal


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2月30日拜访了东吴", "2月没有30日"),
        ("请假 11月31号", "11月没有31日"),
        ("2027年2月29日跟进东吴", "2月没有29日"),
        ("回款 东吴 1万 2026-02-30", "2月没有30日"),
        ("计划 13月45日 恒力", "一年里没有13月"),
        ("应收 东吴 5万 2100年8月10号", "2100年8月10日太远了"),
        ("答应 东吴 1900年1月1日 送样", "1900年1月1日太早了"),
        ("王总生日 1899年1月1日", "1899年1月1日太早了"),
        ("答应 东吴 999999天后 送样", "999999天后太远了"),
        ("免打扰到25点61分", "没有25点61分"),
        ("东吴打了-5万", "不能是负数"),
        ("报备 昆山泵业 预算-5万", "不能是负数"),
        ("报备 <script>alert(1)</script> 2台", "像是程序代码"),
        ("查 '; DROP TABLE customers;--", "像是程序代码"),
        ("领取 ../../etc/passwd", "像是程序代码"),
    ],
)
def test_what_cannot_be_is_refused(text: str, why: str) -> None:
    assert why in refusal(text)


@pytest.mark.parametrize(
    "text",
    [
        "拜访 东吴 王总 谈二期报价 下周三带样品",
        "2月29日跟进东吴",  # which February is not said
        "王总生日 农历2月30日",
        "王总生日 1948年3月1日",
        "拜访 东吴 他们1998年3月5日建厂",
        "回款 东吴 2月30万",
        "服务费3800年付",
        "提醒我24点30分",
        "东吴报价3-5万",
        "请假 11月29-30号",
        "型号 6205-2-30",
        "拜访 东吴 <重要> 比例1:99",
        "日报 加一句：'); DROP TABLE people;--",
        "拜访 东吴 系统报 or 1=1 的错",
    ],
)
def test_what_may_be_meant_is_not(text: str) -> None:
    assert refusal(text) == ""
