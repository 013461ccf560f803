"""The page in Chinese: its own words and the newsroom's are Chinese; names and what goes over the wire stay."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser, Page, expect

from bot.commands.demo import Demo
from bot.sandbox.world.permissions import Permission

from .conftest import NOON, Scene, opened

NAMES = {
    *("Newsroom", "general", "history", "moderators", "stories", "Mali", "to", "What", "began", "in", "Konna"),
    *("Clio", "Maya", "Noor", "Otto", "Wen", "Discord", "English", "UTC", "Del", "EST"),
}
"""What guilds, channels, people, languages, keys and time zones are called."""
WORD = re.compile("[A-Za-z]{2,}")
DAY = 86_400

TEXTS = """() => {
  const said = [];
  const told = (node) => node.checkVisibility() && node.closest(".card, .lead, #traffic, script, style, code") === null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (told(walker.currentNode.parentElement)) said.push(walker.currentNode.data.trim());
  for (const name of ["title", "aria-label", "placeholder", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) if (told(one)) said.push(one.getAttribute(name));
  return said;
}"""


async def english(page: Page) -> list[str]:
    """What is seen on the page and has a Latin word that is no name; what Clio writes and was asked is left out."""
    return [text for text in await page.evaluate(TEXTS) if set(WORD.findall(text)) - NAMES]


@pytest.fixture
async def chinese(browser: Browser, demo: Demo) -> Scene:
    return Scene(demo, await opened(browser, demo, language="zh-CN"))


async def be_moderator(scene: Scene) -> None:
    await scene.page.get_by_label("你是").select_option("Noor（管理员）")
    await scene.page.wait_for_selector("html[data-ready]")
    await scene.page.locator("#places button", has_text="moderators").wait_for()


async def add_digest(scene: Scene) -> None:
    await scene.page.locator("#text").focus()
    await scene.type("/每日摘要 添加 ", "<Enter>")
    await expect(scene.page.locator(".msg.private .card").last).to_contain_text("09:00")


async def test_what_is_said_in_the_newsroom_at_first_is_chinese(chinese: Scene) -> None:
    page = chinese.page
    await expect(page.locator("#messages")).to_contain_text("欢迎来到编辑室")
    assert await english(page) == []
    await be_moderator(chinese)
    for channel in ("history", "Mali, 2012 to 2013", "moderators", "stories", "What began in Konna"):
        await chinese.go(channel)
        assert await english(page) == [], channel


async def test_the_ledger_is_chinese_also_of_what_failed(chinese: Scene) -> None:
    page, demo = chinese.page, chinese.demo
    await be_moderator(chinese)
    await add_digest(chinese)
    await expect(page.locator('.msg[aria-label="Otto"]').last).to_contain_text("推进一周")
    await page.get_by_role("button", name="幕后").click()
    await page.get_by_role("tab", name="每日摘要").click()
    rows = page.get_by_role("tabpanel", name="每日摘要").locator("li")
    await demo.page.hand.run(DAY)
    await expect(rows).to_have_count(2)
    await expect(rows.nth(1)).to_contain_text("2015年1月19日周一")
    assert await english(page) == []
    await demo.page.hand.jump(NOON + 4 * DAY)
    await expect(rows.last).to_contain_text("2015年1月19日周一")
    await expect(rows.nth(2)).to_contain_text("当时 Clio 没有运行")
    assert await english(page) == []
    room, world = demo.newsroom, demo.sandbox.world
    world.overwrite(room.general, room.clio.bot, deny=Permission.SEND_MESSAGES)
    await demo.page.hand.run(5 * DAY)
    await expect(rows.first).to_contain_text("没有日期")
    await expect(rows.first).to_contain_text("Clio 无权在该频道发帖")
    world.remove_channel(room.general)
    await page.get_by_role("tab", name="故障").click()
    await page.get_by_role("tab", name="每日摘要").click()
    await expect(rows.first).to_contain_text("已不存在的频道")
    assert {
        text for text in await english(page) if not text.endswith("HTTP 403, code 50013: Missing Permissions")
    } == set()


async def test_what_is_under_the_hood_is_chinese(chinese: Scene) -> None:
    page = chinese.page
    await page.get_by_role("button", name="幕后").click()
    await page.get_by_role("tab", name="故障").click()
    for name in ("500", "要求重新连接", "切断网关", "重启 Clio"):
        await page.get_by_role("button", name=name).click()
        await expect(page.locator("#toast")).to_be_visible()
        assert await english(page) == [], name
    await page.get_by_role("tab", name="流量").click()
    await expect(page.locator("#traffic")).to_contain_text("连接已断开")
    await page.locator("#traffic button", has_text="Identify").first.click()
    await expect(page.locator("#traffic pre")).to_contain_text("（已隐藏）")


async def test_the_rows_are_told_anew_when_another_language_is_chosen(scene: Scene) -> None:
    page = scene.page
    await scene.be("moderator")
    await scene.page.locator("#text").focus()
    await scene.type("/digest add ", "<Enter>")
    await scene.under_the_hood("Digests")
    await expect(page.locator("#pane-0")).to_contain_text("Mon 19 January 2015")
    await page.locator("#language").select_option("zh-CN")
    await expect(page.locator("#pane-0")).to_contain_text("2015年1月19日周一")
    await expect(page.locator("#messages")).to_contain_text("欢迎来到编辑室")
    await page.wait_for_selector("html[data-ready]")
    assert await english(page) == []
