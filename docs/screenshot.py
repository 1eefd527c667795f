"""Takes the README's pictures of the simulator from a running `waiqin demo`.

    waiqin demo &
    python docs/screenshot.py http://127.0.0.1:8765 docs

Writes `simulator.png` (a desk) and `simulator-phone.png` (a phone). Says a few sentences as 李雷, so point it at a
demo whose data may go, with its clock set to a morning: at night no place is taken.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

PICTURE = Path(__file__).with_name("shop.jpg")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def main(address: str, folder: Path) -> None:
    """Take both pictures.

    Args:
        address: of the running demo, without a path.
        folder: where the pictures go.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        desk = open_chat(browser, address, (1280, 940))
        say_all(desk)
        desk.screenshot(path=folder / "simulator.png")
        phone = open_chat(browser, address, (390, 844))
        phone.screenshot(path=folder / "simulator-phone.png")
        browser.close()


def open_chat(browser: Browser, address: str, size: tuple[int, int]) -> Page:
    """The page as 李雷, at a size in CSS pixels."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, device_scale_factor=2, locale="zh-CN")
    page.goto(f"{address}/sim/#lilei")
    expect(page.locator("#chat-name")).to_have_text("李雷")
    expect(page.locator("#link")).to_be_hidden()
    page.wait_for_timeout(500)
    return page


def say_all(page: Page) -> None:
    """What comes once in a person's life first, then a visit with a place and a picture."""
    say(page, "同意定位")
    say(page, "拜访 东吴机械 王总 谈二期报价 下周三带样品")
    page.locator("#place").click()
    answered(page, page.locator("#places button").first.click)
    answered(page, lambda: page.locator("#file").set_input_files(PICTURE))
    page.wait_for_timeout(500)


def say(page: Page, sentence: str) -> None:
    """Type a sentence and wait for the reply."""
    page.locator("#text").fill(sentence)
    answered(page, lambda: page.locator("#text").press("Enter"))


def answered(page: Page, act: Callable[[], None]) -> None:
    """Do something and wait for the bot's reply to it."""
    replies = page.locator("#entries .entry.reply")
    before = replies.count()
    act()
    expect(replies).to_have_count(before + 1)


if __name__ == "__main__":
    main(
        sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8765",
        Path(sys.argv[2] if len(sys.argv) > 2 else "docs"),
    )
