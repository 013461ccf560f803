"""What people read: covered, dated, marked as new, and harmless whatever somebody wrote."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.sandbox.world.message import Draft

from .conftest import NOON, Scene

# The page hears of a scroll with the next frame; what comes in before that is taken to be looked at.
SCROLLED = "() => new Promise((heard) => requestAnimationFrame(() => requestAnimationFrame(heard)))"

HOSTILE = (
    "<script>window.evil = 1</script>",
    "<img src=x onerror='window.evil = 2'>",
    "[a](javascript:window.evil=3) [b](data:text/html,<script>parent.evil=4</script>) <javascript:window.evil=5>",
    '[c](https://example.org/" onmouseover="window.evil=6) https://example.org/"onfocus="window.evil=7"autofocus',
    '```"><svg onload=window.evil=8>\n<b>x</b>``` `<i>` ||<u onclick=window.evil=9>||',
    '<t:1:"><img src=x onerror=window.evil=10>> </x" onclick="window.evil=11:1> <:a"b:1>',
    "*" * 300 + "_" * 300 + "|" * 301 + "`" * 299 + "> " * 200,
)


async def test_nothing_that_is_written_acts(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    await expect(page.locator(".msg[data-author]").first).to_be_visible()
    before = await page.locator(".msg[data-author]").count()
    for text in HOSTILE:
        scene.demo.sandbox.world.messages.post(room.general, room.clio.bot, Draft(content=text))
    await expect(page.locator(".msg[data-author]")).to_have_count(before + len(HOSTILE))
    for link in await page.locator("#messages a").all():
        assert (await link.get_attribute("href") or "").startswith("https://")
    within = "#messages :is(script, img, svg[onload], b[onclick], [onmouseover], [onerror], [onfocus], [onclick])"
    await expect(page.locator(within)).to_have_count(0)
    assert await page.evaluate("window.evil") is None


async def test_a_spoiler_is_uncovered_by_keyboard(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    said = scene.demo.sandbox.world.messages.post(
        room.general, room.clio.bot, Draft(content="It was ||the **butler**||.")
    )
    spoiler = page.locator(f"#m{said.id} .spoiler")
    await expect(spoiler.locator("strong")).to_be_hidden()
    await expect(spoiler).to_have_attribute("aria-label", "Spoiler")
    await spoiler.focus()
    await scene.type("<Enter>")
    await expect(spoiler.locator("strong")).to_be_visible()
    await scene.be("moderator")
    await expect(page.locator(f"#m{said.id} .spoiler strong")).to_be_hidden()


async def test_moments_are_told_by_the_clock_of_the_page(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    text = f"<t:{int(NOON) + 11_400}:R>, <t:{int(NOON)}:D>, <t:{int(NOON)}:t>"
    said = scene.demo.sandbox.world.messages.post(room.general, room.clio.bot, Draft(content=text))
    moments = page.locator(f"#m{said.id} .instant")
    await expect(moments).to_have_text(["in 3 hours", "18 January 2015", "12:00"])
    await expect(moments.first).to_have_attribute("title", "Sunday, 18 January 2015 at 15:10")
    await page.locator("#time").click()
    await page.get_by_role("button", name="Run a day").click()
    await expect(moments.first).to_have_text("21 hours ago")
    await expect(page.locator(f"#m{said.id} .sent")).to_have_text("Yesterday at 12:00")


async def test_a_reaction_is_put_and_taken_away(scene: Scene) -> None:
    page = scene.page
    message = page.locator('.msg[aria-label="Otto"]')
    await message.hover()
    await page.get_by_role("button", name="React with 👀").click()
    mine = message.locator(".reaction")
    await expect(mine).to_have_attribute("aria-pressed", "true")
    await scene.be("moderator")
    await expect(mine).to_have_attribute("aria-pressed", "false")
    await mine.press("Enter")
    await expect(mine).to_contain_text("2")
    await mine.press("Enter")
    await expect(mine).to_contain_text("1")


async def test_what_is_new_is_marked_until_it_is_read(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    await scene.go("history")
    await scene.go("general")
    row = page.locator("#places li", has_text="history")
    await expect(row).not_to_have_class("unread")
    maya = scene.demo.page.seats[0].user
    post = scene.demo.sandbox.world.messages.post
    post(room.history, room.clio.bot, Draft(content=f"For {maya.mention}"))
    await expect(row.locator(".count")).to_have_text("1")
    await scene.go("history")
    await expect(page.locator(".day.fresh")).to_have_text("New")
    await expect(page.locator(".msg.pings")).to_contain_text("For @Maya")
    await expect(row.locator(".count")).to_have_count(0)
    await scene.go("general")
    await scene.go("history")
    await expect(page.locator(".day.fresh")).to_have_count(0)


async def test_a_reply_leads_to_what_it_replies_to(scene: Scene) -> None:
    page = scene.page
    await page.locator('.msg[aria-label="Otto"]').focus()
    await scene.type("r", "Thank you", "<Enter>")
    lead = page.locator(".msg", has_text="Thank you").locator(".lead .jump")
    await expect(lead).to_contain_text("Welcome to the newsroom. @Clio keeps")
    await lead.press("Enter")
    await expect(page.locator('.msg[aria-label="Otto"]')).to_be_focused()


@pytest.mark.parametrize("width", [1280, 360])
async def test_light_or_dark_is_kept(scene: Scene, width: int) -> None:
    page = scene.page
    await page.set_viewport_size({"width": width, "height": 740})
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.get_by_role("button", name="Light or dark").press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")


async def test_what_is_answered_to_a_button_above_is_seen(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    await scene.type("/event ", "konna", "<Enter>")
    card = page.locator(".msg .card").last
    await expect(card).to_contain_text("Konna")
    for number in range(30):
        scene.demo.sandbox.world.messages.post(room.general, room.operator, Draft(content=f"Line {number}"))
    await expect(page.get_by_text("Line 29")).to_be_in_viewport()
    await card.get_by_role("button", name="On this day").click()
    await expect(page.locator(".msg .card")).to_have_count(2)
    await expect(page.locator(".msg .card").last.get_by_role("button").last).to_be_in_viewport()
    await expect(page.locator("#newest")).to_be_hidden()


async def test_what_others_reply_later_to_what_was_pressed_moves_nobody(scene: Scene) -> None:
    page, room, messages = scene.page, scene.demo.newsroom, scene.demo.sandbox.world.messages
    await scene.type("/event ", "2013", "<Escape>", "<Enter>")
    listed = page.locator(".msg").filter(has=page.locator(".card")).first
    await listed.get_by_role("button", name="Open").first.click()
    await expect(page.locator(".msg .card")).to_have_count(2)
    for number in range(30):
        messages.post(room.general, room.operator, Draft(content=f"Line {number}"))
    await expect(page.get_by_text("Line 29")).to_be_in_viewport()
    turned = listed.get_by_role("button", name="More", exact=True)
    for press in (None, turned.click):
        await listed.scroll_into_view_if_needed()
        if press is not None:
            await press()
            await expect(listed).to_contain_text("6 to 10 of ")
        await page.evaluate(SCROLLED)
        replied = Draft(content="So it was", reply_to=int(str(await listed.get_attribute("data-id"))))
        later = messages.post(room.general, room.operator, replied)
        await expect(page.locator(f"#m{later.id}")).to_be_attached()
        await expect(page.get_by_role("button", name="New messages")).to_be_visible()
        await expect(page.locator(f"#m{later.id}")).not_to_be_in_viewport()


async def test_who_reads_above_is_told_what_comes_below_and_goes_there(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom

    def say(text: str) -> None:
        scene.demo.sandbox.world.messages.post(room.general, room.operator, Draft(content=text))

    for number in range(40):
        say(f"Line {number}")
    await expect(page.get_by_text("Line 39")).to_be_in_viewport()
    await page.get_by_text("Welcome to the newsroom").scroll_into_view_if_needed()
    await page.evaluate(SCROLLED)
    newest = page.get_by_role("button", name="New messages")
    await expect(newest).to_be_hidden()
    say("The very last")
    await expect(newest).to_be_visible()
    await expect(page.get_by_text("Welcome to the newsroom")).to_be_in_viewport()
    await newest.click()
    await expect(page.get_by_text("The very last")).to_be_in_viewport()
    await expect(newest).to_be_hidden()
    await expect(page.locator("#text")).to_be_focused()


async def test_a_bots_own_role_is_not_offered_beside_the_bot(scene: Scene) -> None:
    await scene.type("@cli")
    await expect(scene.offered(re.compile("Clio"))).to_have_count(1)
