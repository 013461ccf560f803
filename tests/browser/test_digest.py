"""A digest from its setting-up to the posts of a week, with trouble on the way: at the page, by its clock."""

from __future__ import annotations

import re

from playwright.async_api import Locator, expect

from .conftest import Scene


async def set_up(scene: Scene, *options: str) -> None:
    """A moderator has a digest posted in #history at nine, by keyboard alone."""
    await scene.be("moderator")
    await expect(scene.page.locator("#head-name")).to_have_text("general")
    await scene.page.locator("#text").focus()
    await scene.type("/digest add ", "channel:", "hist", "<Enter>", "time:", "9am", "<Tab>", *options)
    await scene.type("<Enter>")
    await expect(scene.page.locator(".msg.private .card").last).to_contain_text("The digest is set up")


async def run(scene: Scene, how_long: str) -> None:
    """Lets time pass by the clock at the top."""
    await scene.page.locator("#time").click()
    await scene.page.get_by_role("button", name=f"Run {how_long}").click()
    await expect(scene.page.locator("#time-box")).to_be_hidden()


async def jump(scene: Scene, to: str) -> None:
    """Turns the clock to a moment, as in 2015-03-08T09:00."""
    await scene.page.locator("#time").click()
    await scene.page.get_by_label("Jump to").fill(to)
    await scene.page.get_by_role("button", name="Go", exact=True).click()
    await expect(scene.page.locator("#time-box")).to_be_hidden()


def posts(scene: Scene) -> Locator:
    """The digests that are drawn."""
    return scene.page.locator('.msg[aria-label="Clio"]:not(.private)', has_text="On this day")


def says(*words: str) -> re.Pattern[str]:
    """These words, in this order, whatever stands between them."""
    return re.compile(".*".join(map(re.escape, words)), re.DOTALL)


async def test_a_week_of_digests_is_posted_each_at_its_time(scene: Scene) -> None:
    page = scene.page
    ledger = await scene.under_the_hood("Digests")
    rows = ledger.locator("li")
    await expect(ledger).to_contain_text("No digest is set up yet")
    await set_up(scene)
    await expect(rows).to_have_count(1)
    await expect(rows).to_have_text(
        says("Mon 19 January 2015", "next", "19/01/2015, 09:00:00", "#history", "09:00 UTC")
    )
    await run(scene, "a week")
    await expect(rows).to_have_count(8)
    await scene.go("history")
    await expect(posts(scene)).to_have_count(7)
    times = await posts(scene).locator("time.sent").evaluate_all("all => all.map(one => one.dateTime.slice(0, 19))")
    assert times == [f"2015-01-{day}T09:00:00" for day in range(19, 26)]
    for day, post in zip(range(19, 26), await posts(scene).all(), strict=True):
        await expect(post).to_contain_text(f"On this day, {day} January")
    await expect(rows.nth(1)).to_have_text(says("Sun 25 January 2015", "sent", "25/01/2015, 09:00:00", "Read it"))
    await rows.last.get_by_role("button", name="Read it").click()
    await expect(posts(scene).first).to_be_focused()
    await expect(posts(scene).first).to_contain_text("19 January")
    assert await page.locator("#offline").is_hidden()


async def test_options_are_offered_while_a_digest_is_set_up(scene: Scene) -> None:
    page = scene.page
    await scene.be("moderator")
    await expect(page.locator("#head-name")).to_have_text("general")
    await page.locator("#text").focus()
    await scene.type("/dig")
    await expect(scene.offered("/digest add")).to_be_visible()
    await scene.type("<Tab>")
    await expect(scene.offered(re.compile("^timezone"))).to_be_visible()
    await scene.type("timezone:", "paris")
    await expect(scene.offered(re.compile("Paris")).first).to_be_visible()
    await scene.type("<ArrowDown>", "<Enter>", "time:", "21:30", "<Tab>", "about:", "mali")
    await expect(scene.offered(re.compile("^Mali")).first).to_be_visible()
    await scene.type("<ArrowDown>", "<Enter>", "<Enter>")
    told = page.locator(".msg.private .card").last
    await expect(told).to_contain_text("The digest is set up")
    await expect(told).to_contain_text("21:30")
    await expect(told).to_contain_text("Paris")
    await expect(told).to_contain_text("Mali")
    await expect(told).to_contain_text("/digest now")


async def test_somebody_says_how_to_see_a_digest_that_was_set_up(scene: Scene) -> None:
    page = scene.page
    await expect(page.locator("#messages")).to_contain_text("/digest add")
    await set_up(scene)
    await scene.go("history")
    said = page.locator('.msg[aria-label="Otto"]')
    await expect(said).to_contain_text("Run a week")
    await scene.go("general")
    await scene.type("/digest add ", "<Enter>")
    await expect(page.locator(".msg.private .card")).to_have_count(2)
    await expect(said).to_have_count(1)


async def test_more_opens_the_whole_day_for_who_presses(scene: Scene) -> None:
    await set_up(scene, "size:", "1", "<Tab>")
    await jump(scene, "2016-01-18T09:10")
    await scene.go("history")
    await expect(posts(scene)).to_have_count(1)
    await scene.be("member")
    await posts(scene).get_by_role("button", name="More").click()
    whole = scene.page.locator(".msg.private")
    await expect(whole).to_contain_text("On this day, 18 January")
    await expect(whole.get_by_text("years ago").nth(1)).to_be_visible()


async def test_what_was_leapt_over_is_missed_and_not_poured_out(scene: Scene) -> None:
    await set_up(scene)
    ledger = await scene.under_the_hood("Digests")
    rows = ledger.locator("li")
    await jump(scene, "2015-03-08T10:00")
    await expect(rows).to_have_count(1 + 49)
    await expect(rows.nth(1)).to_have_text(says("Sun 8 March 2015", "sent", "08/03/2015, 09:00:00", "10:00:00"))
    await expect(ledger.locator("li", has_text="missed")).to_have_count(48)
    await expect(rows.last).to_have_text(says("Mon 19 January 2015", "missed", "Clio was not running"))
    await jump(scene, "2015-01-18T12:00")
    await run(scene, "a day")
    await expect(rows).to_have_count(1 + 49)
    await scene.go("history")
    await expect(posts(scene)).to_have_count(1)


async def test_a_digest_that_discord_does_not_take_comes_a_little_later(scene: Scene) -> None:
    page = scene.page
    await set_up(scene)
    trouble = await scene.under_the_hood("Trouble")
    await trouble.get_by_label("The next").select_option("message")
    await trouble.get_by_role("button", name="503").click()
    await expect(trouble).to_contain_text("503 to the next message")
    await trouble.get_by_role("button", name="Drop the gateway").click()
    await run(scene, "a day")
    rows = (await scene.under_the_hood("Digests")).locator("li")
    await expect(rows).to_have_count(2)
    await expect(rows.last).to_have_text(says("Mon 19 January 2015", "sent", "Read it", "Tries", "2"))
    await scene.go("history")
    await expect(posts(scene)).to_have_count(1)
    sent = await page.locator(".msg time.sent").last.get_attribute("datetime") or ""
    assert "2015-01-19T09:00:20" < sent < "2015-01-19T09:02"


async def test_a_permission_taken_is_told_in_the_ledger_and_given_back_it_is_posted(scene: Scene) -> None:
    await set_up(scene)
    await scene.go("history")
    trouble = await scene.under_the_hood("Trouble")
    await trouble.get_by_role("switch", name="write here").click()
    await jump(scene, "2015-01-19T08:59")
    await run(scene, "an hour")
    row = (await scene.under_the_hood("Digests")).locator("li", has_text="Mon 19 January")
    await expect(row).to_have_text(says("planned", "Tries", "Last error", "50013"))
    await expect(posts(scene)).to_have_count(0)
    await (await scene.under_the_hood("Trouble")).get_by_role("switch", name="write here").click()
    await run(scene, "an hour")
    await scene.under_the_hood("Digests")
    await expect(row).to_have_text(says("sent", "Read it"))
    await expect(posts(scene)).to_have_count(1)


async def test_a_digest_outlives_clios_restart(scene: Scene) -> None:
    page = scene.page
    await set_up(scene)
    await run(scene, "a day")
    trouble = await scene.under_the_hood("Trouble")
    await trouble.get_by_role("button", name="Restart Clio").click()
    await expect(page.locator("#toast")).to_contain_text("starting again")
    rows = (await scene.under_the_hood("Digests")).locator("li")
    await expect(rows).to_have_count(2)
    await expect(page.locator("#members .here .avatar.app")).to_be_attached()
    await run(scene, "a day")
    await expect(rows).to_have_count(3)
    await scene.go("history")
    await expect(posts(scene)).to_have_count(2)
    await expect(posts(scene).first.get_by_role("button", name="Nothing more on this day")).to_be_disabled()
    await posts(scene).first.get_by_role("button", name="Open").click()
    await expect(page.locator(".msg.private")).to_contain_text("19 January")
