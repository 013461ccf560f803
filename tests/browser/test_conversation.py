"""A person at the keyboard, from the first "/" to what comes of it."""

from __future__ import annotations

import re

from playwright.async_api import expect

from .conftest import Scene


async def test_the_first_screen_invites_to_type(scene: Scene) -> None:
    page = scene.page
    await expect(page.locator("#text")).to_be_focused()
    await expect(page.locator("#text")).to_have_attribute("placeholder", "Message #general, or / for commands")
    await expect(page.locator("#places")).to_contain_text("history")
    await expect(page.locator("#places")).not_to_contain_text("moderators")
    await expect(page.locator("#members")).to_contain_text("Clio")


async def test_a_command_by_keyboard_alone(scene: Scene) -> None:
    page = scene.page
    await scene.type("/")
    await expect(scene.offered("/onthisday")).to_be_visible()
    await expect(scene.offered("/related")).to_be_visible()
    await scene.type("eve")
    await expect(scene.offered("/event")).to_have_attribute("aria-selected", "true")
    await scene.type("<Tab>", "konna")
    await expect(scene.offered(re.compile("Malian soldiers march back"))).to_be_visible()
    await scene.type("<Enter>")
    card = page.locator(".msg .card")
    await expect(card).to_contain_text("Malian soldiers march back into Konna")
    await expect(page.locator(".msg .lead")).to_contain_text("Maya used /event")
    await expect(card.get_by_role("link", name="BBC")).to_have_attribute("href", re.compile("^http"))
    await expect(page.locator("#text")).to_be_focused()


async def test_what_is_offered_is_picked_with_the_arrows(scene: Scene) -> None:
    page = scene.page
    await scene.type("/related ", "costa concordia")
    first = scene.offered().first
    await expect(first).to_contain_text(re.compile("Costa Concordia", re.IGNORECASE))
    await scene.type("<ArrowDown>", "<Enter>")
    await expect(page.locator(".pill input")).to_have_value(re.compile("Costa Concordia", re.IGNORECASE))
    await scene.type("<Enter>")
    await expect(page.locator(".msg .card")).to_contain_text("Related to")


async def test_further_options_are_added_and_taken_out(scene: Scene) -> None:
    page = scene.page
    await scene.type("/onthisday ")
    await expect(scene.offered()).to_have_count(3)
    await scene.type("year:", "2013", "<Enter>")
    await expect(page.locator(".msg .card")).to_contain_text("in 2013")
    await scene.type("/onthisday ", "date:", "<Backspace>")
    await expect(page.locator(".pill")).to_have_count(0)
    await scene.type("<Enter>")
    await expect(page.locator(".msg .card")).to_have_count(2)
    await expect(page.locator(".msg .card").last).to_contain_text("On this day, 18 January")


async def test_a_required_option_left_out_is_asked_for(scene: Scene) -> None:
    page = scene.page
    await scene.type("/event ", "<Enter>")
    await expect(page.locator("#wrong")).to_have_text("about must be filled in.")
    await expect(page.locator(".pill.lacking input")).to_be_focused()
    await scene.type("<Escape>", "<Escape>")
    await expect(page.locator("#text")).to_have_value("/event")
    await expect(page.locator("#wrong")).to_be_hidden()


async def test_what_was_not_understood_is_private_and_can_be_dismissed(scene: Scene) -> None:
    page = scene.page
    await scene.type("/onthisday ", "date:", "31 February", "<Enter>")
    private = page.locator(".msg.private")
    await expect(private).to_contain_text("There is no such date as 31 February")
    await scene.be("moderator")
    await expect(page.locator(".msg").first).to_be_attached()
    await expect(private).to_have_count(0)
    await scene.be("member")
    await private.get_by_role("button", name="Dismiss message").click()
    await expect(private).to_have_count(0)


async def test_reload_is_for_moderators(scene: Scene) -> None:
    page = scene.page
    await scene.type("/archive")
    await expect(page.locator("#popup")).to_have_text("No command is called that.")
    await scene.be("moderator")
    await page.locator("#text").fill("")
    await scene.type("/archive")
    await expect(scene.offered("/archive reload")).to_be_visible()
    await scene.type(" reload ", "<Enter>")
    await expect(page.locator(".msg.private .card")).to_contain_text("The archive was reloaded")


async def test_a_message_a_reply_and_a_mention(scene: Scene) -> None:
    page = scene.page
    await scene.type("Good morning, @cl")
    await expect(scene.offered("Clio").first).to_be_visible()
    await scene.type("<Enter>", "and all", "<Enter>")
    said = page.locator('.msg[aria-label="Maya"]', has_text="Good morning")
    await expect(said.locator(".mention")).to_have_text("@Clio")
    await scene.type("see `@Clio` and #history.", "<Enter>")
    await expect(page.locator(".msg", has_text="see @Clio").locator(".mention")).to_have_text("#history")
    await said.focus()
    await scene.type("r")
    await expect(page.locator("#replying")).to_contain_text("Maya")
    await scene.type("Good evening", "<Enter>")
    reply = page.locator('.msg[aria-label="Maya"]', has_text="Good evening")
    await expect(reply.locator(".lead")).to_contain_text("Good morning, @Clio and all")


async def test_walking_among_messages_with_the_arrows(scene: Scene) -> None:
    page = scene.page
    await page.locator("#log").focus()
    said = page.locator(".msg")
    for place in reversed(range(await said.count())):
        await scene.type("<ArrowUp>")
        await expect(said.nth(place)).to_be_focused()
    tools = page.locator("#toolbar button:visible")
    for place in range(await tools.count()):
        await scene.type("<Tab>")
        await expect(tools.nth(place)).to_be_focused()
    await page.get_by_role("button", name="Reply", exact=True).focus()
    await scene.type("<Enter>")
    await expect(page.locator("#replying")).to_contain_text("Otto")
    await expect(page.locator("#text")).to_be_focused()


async def test_in_chinese_commands_and_answers_are_chinese(scene: Scene) -> None:
    page = scene.page
    await scene.be("reads Chinese")
    await expect(page.locator("#text")).to_be_enabled()
    await scene.type("/")
    await expect(scene.offered().first).to_contain_text(re.compile("[\u4e00-\u9fff]"))
    await page.locator("#text").fill("")
    await scene.type("/onthisday ", "<Enter>")
    await expect(page.locator(".msg .card")).to_contain_text("1月18日")


async def test_a_direct_message_and_a_thread_take_commands(scene: Scene) -> None:
    page = scene.page
    for place in ("Clio", "Mali, 2012 to 2013"):
        await scene.go(place)
        await scene.type("/event ", "konna", "<Enter>")
        await expect(page.locator(".msg .card")).to_contain_text("Konna")


async def test_the_page_keeps_who_and_where_one_is_when_loaded_anew(scene: Scene) -> None:
    page = scene.page
    await scene.be("moderator")
    await scene.go("moderators")
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await expect(page.locator("#head-name")).to_have_text("moderators")
    await expect(page.get_by_label("You are")).to_have_value(str(scene.demo.page.seats[1].user.id))
