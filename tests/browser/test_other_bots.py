"""Bots that are not Clio, on the same page: the sandbox knows nothing of any of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, Page, expect

from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.page.hand import Hand
from bot.sandbox.page.page import Page as SandboxPage
from bot.sandbox.page.page import Seat
from bot.sandbox.world.permissions import ALL

from .bots import modal_bot, prefix_bot, running
from .conftest import PATIENCE


@dataclass(frozen=True, slots=True)
class Place:
    """A page on a guild with both bots in it."""

    page: Page
    sandbox: Sandbox
    released: asyncio.Event

    async def send(self, text: str) -> None:
        """Types and sends."""
        await self.page.locator("#text").focus()
        await self.page.keyboard.type(text)
        await self.page.keyboard.press("Enter")


@pytest.fixture
async def place(browser: Browser) -> AsyncIterator[Place]:
    shown = SandboxPage(Hand())
    sandbox = await Sandbox.start(also=shown.add_to)
    point_at(sandbox.api_base, sandbox.gateway_url)
    world = sandbox.world
    first = world.add_application("prefix.token", "Dice", message_content=True)
    second = world.add_application("modal.token", "Clerk")
    ann, ben = world.add_user("ann"), world.add_user("ben")
    guild = world.add_guild("Workshop", ann, ben, first, second, bot_permissions=ALL)
    world.add_channel(guild, "general")
    shown.seats = (Seat(ann, "member"), Seat(ben, "another"))
    clerk = modal_bot()
    async with running(prefix_bot(), "prefix.token"), running(clerk, "modal.token"):
        page = await browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: pytest.fail(f"The page failed: {error}"))
        await page.goto(sandbox.api_base.partition("/api/")[0])
        await page.wait_for_selector("html[data-ready]")
        yield Place(page, sandbox, clerk.released)
        await page.close()
    await sandbox.close()


async def test_a_prefix_bot_replies_edits_and_is_seen_typing(place: Place) -> None:
    page = place.page
    await expect(page.locator("#members .here .avatar.app")).to_have_count(2)
    await place.send("!roll 20")
    reply = page.locator(".msg", has=page.locator(".embed"))
    await expect(reply).to_contain_text("20 of 20")
    await expect(reply.locator(".lead")).to_contain_text("!roll 20")
    await expect(reply.locator(".fields .mention")).to_have_text("@Ann")
    await expect(reply).to_have_class("msg pings")
    await place.send("!count 3")
    counted = page.locator(".msg", has=page.locator(".edited"))
    await expect(counted.locator(".text")).to_contain_text("3")


async def test_a_modal_is_filled_in_by_keyboard(place: Place) -> None:
    page = place.page
    await place.send("/desk")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Report").focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Report")
    await expect(dialog.get_by_label("What happened")).to_be_focused()
    await page.keyboard.type("A door")
    await dialog.get_by_label("How bad").select_option("odd")
    await dialog.get_by_role("button", name="Submit").press("Enter")
    await expect(page.locator(".msg", has_text="A door: odd")).to_be_visible()
    await expect(dialog).to_be_hidden()


async def test_a_button_changes_its_message_and_keeps_the_focus(place: Place) -> None:
    page = place.page
    await place.send("/desk")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="0", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="1", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="2", exact=True)).to_be_focused()


async def test_a_bot_that_does_not_answer_is_said_not_to(place: Place) -> None:
    page = place.page
    await place.send("/desk")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Nothing").click()
    await expect(page.locator(".msg .failed")).to_contain_text("did not respond")


async def test_selects_are_picked_from_by_keyboard(place: Place) -> None:
    page = place.page
    await place.send("/desk")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Fruit").press("Enter")
    for key in ("Space", "ArrowDown", "ArrowDown", "Space", "Escape"):
        await page.keyboard.press(key)
    await page.get_by_role("button", name="Fruit").press("Enter")
    for key in ("Space", "ArrowDown", "ArrowDown", "Space", "Tab"):
        await page.keyboard.press(key)
    await expect(page.locator(".msg.private")).to_contain_text("Fruit: apple and plum")
    await page.get_by_role("button", name="Whom").press("Enter")
    await page.keyboard.press("b")
    await page.keyboard.press("Enter")
    await expect(page.locator(".msg.private").last).to_contain_text("Whom: ben")


async def test_options_of_every_kind_are_picked_from_lists(place: Place) -> None:
    page = place.page
    await place.send("/give")
    for typed in ("ben", "pear", "gen"):
        await page.keyboard.type(typed)
        await page.keyboard.press("Tab")
    await page.keyboard.type("wrapped:")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    said = page.locator(".msg .text", has_text="gets a pear")
    await expect(said).to_have_text("@Ben gets a pear in #general, wrapped: True")


async def test_thinking_is_shown_until_the_answer_is_there(place: Place) -> None:
    page = place.page
    await place.send("/slow")
    await page.keyboard.press("Enter")
    await expect(page.locator(".thinking")).to_have_text("Clerk is thinking…")
    place.released.set()
    await expect(page.locator(".msg", has_text="That is it.")).to_be_visible()
    await expect(page.locator(".thinking")).to_have_count(0)


async def test_a_command_stands_in_the_menu_of_a_message_and_of_a_person(place: Place) -> None:
    page = place.page
    await place.send("twelve chars")
    message = page.locator(".msg", has_text="twelve chars")
    await message.locator(".text").click(button="right")
    await page.get_by_role("menuitem", name="Count the letters").click()
    await expect(page.locator(".msg.private")).to_contain_text("12 letters")
    await expect(page.locator(".msg.private .lead")).to_contain_text("Ann used Count the letters")
    await page.get_by_role("button", name="Ben").press("Enter")
    await expect(page.get_by_role("menuitem", name="Mention")).to_be_focused()
    for key in ("ArrowDown", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator(".msg .mention", has_text="@Ben")).to_be_visible()


async def test_a_menu_is_opened_and_left_by_keyboard(place: Place) -> None:
    page = place.page
    await place.send("mine")
    message = page.locator(".msg", has_text="mine")
    await message.focus()
    await page.keyboard.press("Shift+F10")
    await expect(page.get_by_role("menuitem", name="Reply")).to_be_focused()
    await page.keyboard.press("c")
    await expect(page.get_by_role("menuitem", name="Copy text")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(message).to_be_focused()


async def test_a_file_is_given_to_a_command_and_to_a_modal(place: Place) -> None:
    page = place.page
    notes = {"name": "my notes.txt", "mimeType": "text/plain", "buffer": b"Konna"}
    await place.send("/read ")
    await page.locator("#option-file").set_input_files(notes)
    await page.keyboard.press("Enter")
    await expect(page.locator(".msg .text", has_text="Konna")).to_have_text("my_notes.txt: Konna")
    await place.send("/papers")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Papers")
    await dialog.get_by_label("The papers").set_input_files([notes, notes | {"name": "second.txt"}])
    await dialog.get_by_label("Whose they are").select_option("Ben")
    await dialog.get_by_role("button", name="Submit").press("Enter")
    await expect(page.locator(".msg .text", has_text="second")).to_have_text("my_notes.txt, second.txt of ben")
