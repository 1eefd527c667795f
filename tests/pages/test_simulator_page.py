"""The simulator page in a real browser: a phone, a desk, a keyboard, and a server that goes away and comes back."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright, expect

from tests.pages.conftest import House

pytestmark = pytest.mark.page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
DESK = (1280, 800)
PHONE = (360, 640)

Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on PATH: the simulator page was not tried in a browser")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture
async def show(browser: Browser, house: House) -> AsyncIterator[Open]:
    """Opens the page at a size; fails at the end if its script complained."""
    complaints: list[str] = []

    async def show(size: tuple[int, int] = DESK, *, at: str = "") -> Page:
        context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="zh-CN")
        context.set_default_timeout(8_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{house.address}/sim/{at}")
        await expect(page.locator(".person")).to_have_count(5)
        return page

    yield show
    assert complaints == []


def bubbles(page: Page, kind: str) -> Locator:
    return page.locator(f"#entries .entry.{kind} .bubble")


def person(page: Page, userid: str) -> Locator:
    return page.locator(f'.person[data-userid="{userid}"]')


async def test_the_first_conversation_needs_one_click(show: Open) -> None:
    page = await show()
    await expect(page.locator("#notice")).to_have_text("模拟器：每个人都由你来演，消息不会发到企业微信")
    await expect(page.locator("#chat-name")).to_have_text("李雷")
    await expect(page.locator("#chat-role")).to_have_text("业务员 · 销售一部")

    await page.locator("#chips .chip").first.click()

    await expect(bubbles(page, "message")).to_have_text("拜访 东吴机械 谈报价 下周三带样品")
    await expect(bubbles(page, "reply")).to_contain_text("拜访#1")
    await expect(page.locator("#entries .day")).to_have_text("11月23日 周一")
    await expect(page.locator("#entries .message time")).to_have_text("10:00")


async def test_markup_and_lines_stay_as_they_were_typed(show: Open) -> None:
    page = await show()
    markup = "<img src=x onerror=\"document.title='hit'\">&amp;<script>1</script>"
    await page.locator("#text").fill(markup)
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("第二行")
    await page.keyboard.press("Enter")

    await expect(bubbles(page, "reply")).to_have_count(1)
    for _ in range(2):
        assert await bubbles(page, "message").evaluate("node => node.textContent") == f"{markup}\n第二行"
        assert await page.locator("#entries script, #entries .bubble img").count() == 0
        await expect(page).not_to_have_title("hit")
        await page.reload()
        await expect(bubbles(page, "message")).to_have_count(1)


async def test_a_push_is_counted_for_the_others_and_read_by_opening(show: Open, house: House) -> None:
    await house.push("wufang", "第一条。")
    await house.office.deliver_due()
    page = await show()
    badge = person(page, "wufang").locator(".badge")
    await expect(badge).to_have_text("1条未读")
    await house.push("wufang", "李雷刚拜访了 <b>东吴</b>。")

    await expect(badge).to_have_text("2条未读")
    await expect(page).to_have_title("(2) 小勤 · 模拟器")
    await page.reload()
    await expect(badge).to_have_text("2条未读")

    await person(page, "wufang").click()

    await expect(bubbles(page, "push")).to_have_text(["第一条。", "李雷刚拜访了 <b>东吴</b>。"])
    await expect(badge).to_have_count(0)
    await page.reload()
    await expect(page.locator("#chat-name")).to_have_text("吴芳")
    await expect(page.locator(".badge:visible")).to_have_count(0)


async def test_the_clock_goes_forward_and_shows_what_fell_due(show: Open, house: House) -> None:
    page = await show()
    await page.locator("#text").fill("帮助")
    await page.keyboard.press("Enter")
    await expect(bubbles(page, "reply")).to_have_count(1)

    await page.get_by_role("button", name="+1小时").click()
    await expect(page.locator("#now-time")).to_have_text("11:00")
    await page.get_by_role("button", name="到 17:30").click()
    await expect(page.locator("#now-time")).to_have_text("17:30")
    await expect(page.locator("#to-evening")).to_have_text("明天 17:30")
    await page.get_by_role("button", name="明早 08:20").click()
    await expect(page.locator("#now-day")).to_have_text("11月24日 周二")
    await house.push("lilei", "早上好。")

    await expect(bubbles(page, "push").last).to_have_text("早上好。")
    await expect(page.locator("#entries .day").last).to_have_text("11月24日 周二")


async def test_the_clock_goes_to_a_time_and_never_back(show: Open) -> None:
    page = await show()
    await page.locator("#clock-now").click()
    await page.locator("#clock-to").fill("2026-11-23T09:00")
    await page.get_by_role("button", name="拨过去").click()
    await expect(page.locator("#clock-wrong")).to_have_text("时间只能往前拨，请选一个更晚的时间。")

    await page.locator("#clock-to").fill("2026-11-25T21:05")
    await page.get_by_role("button", name="拨过去").click()

    await expect(page.locator("#clock-dialog")).to_be_hidden()
    await expect(page.locator("#now-day")).to_have_text("11月25日 周三")
    await expect(page.locator("#now-time")).to_have_text("21:05")


async def test_a_place_a_voice_and_a_picture(show: Open, tmp_path: Path) -> None:
    page = await show()
    await page.get_by_role("button", name="发位置").click()
    await page.get_by_role("button", name=re.compile("苏州东吴机械有限公司")).click()
    await expect(page.locator("#entries .spot strong")).to_have_text("苏州东吴机械")
    await expect(bubbles(page, "reply")).to_have_count(1)

    await page.get_by_role("button", name="发一段语音（占位）").click()
    await expect(page.locator("#entries .sound")).to_have_count(1)
    await expect(bubbles(page, "reply")).to_have_count(2)

    buffer = io.BytesIO()
    Image.linear_gradient("L").save(buffer, "PNG")
    await page.locator("#file").set_input_files(
        {"name": "shop.png", "mimeType": "image/png", "buffer": buffer.getvalue()}
    )
    await expect(bubbles(page, "reply")).to_have_count(3)
    await page.reload()
    shot = page.locator("#entries .shot img")
    await expect(shot).to_have_js_property("naturalWidth", 256)
    await shot.click()
    await expect(page.locator("#picture-dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#picture-dialog")).to_be_hidden()


async def test_a_place_by_hand_is_checked(show: Open) -> None:
    page = await show()
    await page.get_by_role("button", name="发位置").click()
    await page.get_by_text("手工填写").click()
    await page.get_by_label("纬度").fill("一百")
    await page.get_by_label("经度").fill("120.5853")
    await page.locator("#place-form button").click()
    await expect(page.locator("#place-wrong")).to_contain_text("纬度填 -90 到 90")

    await page.get_by_label("纬度").fill("31.2983")
    await page.get_by_label("地点名称").fill("星湖街")
    await page.get_by_label("地点名称").press("Enter")

    await expect(page.locator("#entries .spot")).to_contain_text("星湖街")


async def test_numbered_ways_out_become_buttons(show: Open, house: House) -> None:
    page = await show()
    chips = page.locator("#chips .chip")
    for text, wanted in NUMBERED.items():
        await house.push("lilei", text)
        await expect(bubbles(page, "push").last).to_have_text(text, use_inner_text=True)
        await expect(chips).to_have_text(wanted)

    await chips.nth(1).click()
    await expect(bubbles(page, "message")).to_have_text("2")


NUMBERED = {
    "没找到“东武”。是不是：1 东吴机械 2 东武纺织 3 新客户": ["1东吴机械", "2东武纺织", "3新客户"],
    "记下了 拜访#128，证据1级。本月 17 分。": [],
    "7月12日前要有一次有效跟进，保护 30 天。": [],
    "合计 2 家，1 家逾期": [],
    "要我明早提醒你吗？1 要": ["1要"],
    "今天：1 次，1 家，计 1 分\n1 10:14 东吴机械 #1\n2 11:20 恒力 #2\n回编号看详情。": [
        "110:14 东吴机械 #1",
        "211:20 恒力 #2",
    ],
    "只用你自己发来的位置；坐标留 90 天。\n1 同意 2 不同意": ["1同意", "2不同意"],
}


async def test_a_day_by_keyboard_alone(show: Open, house: House) -> None:
    page = await show()
    focused = page.locator(":focus")
    await expect(focused).to_have_id("text")
    await page.keyboard.type("拜访 东吴 谈报价")
    await page.keyboard.press("Enter")
    await expect(bubbles(page, "reply")).to_have_count(1)
    await expect(focused).to_have_id("text")

    await page.keyboard.press("Escape")
    await expect(focused).to_have_attribute("data-userid", "lilei")
    await page.keyboard.press("ArrowDown")
    await expect(focused).to_have_attribute("data-userid", "hanmei")
    await page.keyboard.press("Enter")
    await expect(page.locator("#chat-name")).to_have_text("韩梅")
    await expect(focused).to_have_id("text")

    await page.keyboard.press("Alt+1")
    await expect(page.locator("#chat-name")).to_have_text("吴芳")
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("#chat-name")).to_have_text("周明")

    await page.keyboard.press("Tab")
    await expect(focused).to_have_id("place")
    outline = await focused.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"
    await page.keyboard.press("Enter")
    await expect(page.locator("#place-dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#place-dialog")).to_be_hidden()
    await expect(page.locator("#chat-name")).to_have_text("周明")

    for _ in range(12):
        await page.keyboard.press("Tab")
        if await focused.get_attribute("id") == "to-morning":
            break
    await page.keyboard.press("Enter")
    await expect(page.locator("#now-time")).to_have_text("08:20")

    await house.push("zhouming", "早报到了。")
    await expect(page.locator("#announce")).to_contain_text("小勤：早报到了。")


async def test_enter_that_ends_a_chinese_composition_does_not_send(show: Open) -> None:
    page = await show()
    await page.locator("#text").fill("拜访")
    await page.locator("#text").evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true}))"
    )

    await expect(page.locator("#text")).to_have_value("拜访")
    await expect(page.locator("#entries .entry")).to_have_count(0)


async def test_a_restart_is_shown_and_what_was_said_meanwhile_is_sent_once(show: Open, house: House) -> None:
    page = await show()
    await page.locator("#text").fill("拜访 东吴 谈报价")
    await page.keyboard.press("Enter")
    await expect(bubbles(page, "reply")).to_have_count(1)

    await house.stop()
    await expect(page.locator("#link")).to_have_text("连接断了，正在重连…")
    await page.locator("#text").fill("我的拜访")
    await page.keyboard.press("Enter")
    await expect(page.locator(".entry.failed")).to_contain_text("没发出去，连上后自动重发")
    await house.start()
    await house.push("wufang", "错过的。")

    await expect(bubbles(page, "reply")).to_have_count(2)
    await expect(bubbles(page, "message")).to_have_count(2)
    await expect(page.locator("#link")).to_be_hidden()
    await expect(person(page, "wufang").locator(".badge")).to_contain_text("1")
    await page.reload()
    await expect(bubbles(page, "message")).to_have_text(["拜访 东吴 谈报价", "我的拜访"])


async def test_older_messages_are_fetched_when_asked_for(show: Open, house: House) -> None:
    for minute in range(2):  # a person gets at most 25 in one
        for number in range(25):
            await house.push("lilei", f"第{25 * minute + number}条")
        await house.office.deliver_due()
        await house.office.advance(house.clock.now() + timedelta(minutes=2))
    page = await show()
    await expect(bubbles(page, "push")).to_have_count(40)

    await page.get_by_role("button", name="看更早的消息").click()

    await expect(bubbles(page, "push")).to_have_count(50)
    await expect(bubbles(page, "push").first).to_have_text("第0条")
    await expect(page.get_by_role("button", name="看更早的消息")).to_be_hidden()


async def test_a_phone_shows_the_people_first_and_then_one_chat(show: Open) -> None:
    page = await show(PHONE)
    await expect(page.locator("#phone")).to_be_hidden()
    await person(page, "lilei").click()

    await expect(page.locator("#phone")).to_be_visible()
    await expect(page.locator("#people")).to_be_hidden()
    await page.locator("#text").fill("拜访 东吴 谈一个很长很长没有空格的事情" + "长" * 60)
    await page.locator("#send").click()
    await expect(bubbles(page, "reply")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    box = await page.locator("#send").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= PHONE[0]
    assert box["y"] + box["height"] <= PHONE[1]

    await page.get_by_role("button", name="换一个人").click()
    await expect(page.locator("#people")).to_be_visible()
    await expect(person(page, "lilei")).to_contain_text("10:00")


async def test_a_text_far_too_long_is_refused_before_it_leaves(show: Open) -> None:
    page = await show()
    await page.locator("#text").fill("长" * 20_001)
    await page.keyboard.press("Enter")

    await expect(page.locator("#toast")).to_have_text("太长了，一条最多 20000 个字，分几条发。")
    await expect(page.locator("#entries .entry")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_can_be_read_in_both_schemes(browser: Browser, house: House, scheme: str) -> None:
    context = await browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = await context.new_page()
    await page.goto(f"{house.address}/sim/#lilei")
    await expect(page.locator(".person")).to_have_count(5)
    await page.locator("#text").fill("拜访 东吴 谈报价")
    await page.keyboard.press("Enter")
    await expect(bubbles(page, "reply")).to_have_count(1)
    await page.wait_for_timeout(300)

    for selector in (".message .bubble", ".reply .bubble", "#notice", "#chat-role", "#now-time"):
        colours = await page.locator(selector).first.evaluate(
            """node => {
                let back = node;
                while (getComputedStyle(back).backgroundColor === 'rgba(0, 0, 0, 0)') back = back.parentElement;
                return [getComputedStyle(node).color, getComputedStyle(back).backgroundColor];
            }"""
        )
        assert contrast(*colours) >= 4.5, selector


def contrast(ink: str, ground: str) -> float:
    """The contrast ratio of two css colours (WCAG 2)."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
