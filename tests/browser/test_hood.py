"""Under the hood: time in one's hands, what goes over the wire, trouble made and got over."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.sandbox.world.permissions import Permission

from .conftest import Scene


async def ask(scene: Scene, words: str) -> None:
    """Asks about an event by command."""
    await scene.page.locator("#text").focus()
    await scene.type("/event ", words, "<Enter>")


async def test_the_clock_is_jumped_and_run_and_clio_goes_by_it(scene: Scene) -> None:
    page = scene.page
    await page.locator("#time").click()
    await page.get_by_label("Jump to").fill("2016-03-08T09:00")
    await page.get_by_role("button", name="Go").click()
    await expect(page.locator("#now")).to_have_text("Tue, 8 Mar 2016, 09:00")
    await scene.page.locator("#text").focus()
    await scene.type("/onthisday ", "<Enter>")
    await expect(page.locator(".msg .card").last).to_contain_text("On this day, 8 March")
    await page.locator("#time").click()
    await page.get_by_role("button", name="Run a week").click()
    await expect(page.locator("#now")).to_have_text("Tue, 15 Mar 2016, 09:00")
    await page.locator("#time").click()
    await page.get_by_role("button", name="Back to the real time").click()
    await expect(page.locator("#now")).to_have_text("Sun, 18 Jan 2015, 12:00")


async def test_what_goes_over_the_wire_is_shown_with_its_body(scene: Scene) -> None:
    page = scene.page
    await page.get_by_role("button", name="Under the hood").click()
    rows = page.locator("#traffic li")
    await expect(rows.filter(has_text="READY")).to_have_count(1)
    await ask(scene, "konna")
    await expect(page.locator(".msg .card").last).to_contain_text("Malian soldiers")  # what was offered came before
    reply = rows.filter(has_text="/callback").last
    await reply.get_by_role("button").click()
    body = reply.locator("pre")
    await expect(body).to_contain_text('"asked"')
    await expect(body).to_contain_text('"components"')
    await expect(body).to_contain_text("Malian soldiers")
    await page.get_by_role("button", name=re.compile("Identify")).click()
    await expect(page.locator("#traffic li", has_text="Identify").locator("pre")).to_contain_text("(hidden)")


async def test_a_cut_gateway_is_got_over(scene: Scene) -> None:
    page = scene.page
    await scene.under_the_hood("Trouble")
    await page.get_by_role("button", name="Drop the gateway").click()
    await expect(page.locator("#toast")).to_have_text("The gateway's sockets were cut.")
    await page.get_by_role("tab", name="Traffic").click()
    await expect(page.locator("#traffic li", has_text="RESUMED")).to_have_count(1)
    await ask(scene, "konna")
    await expect(page.locator(".msg .card")).to_contain_text("Konna")


async def test_an_answer_refused_once_comes_all_the_same(scene: Scene) -> None:
    page = scene.page
    await scene.under_the_hood("Trouble")
    await page.get_by_role("button", name="429").click()
    await expect(page.locator(".coming")).to_contain_text("429 to the next first reply")
    await ask(scene, "konna")
    await expect(page.locator(".msg .card")).to_contain_text("Konna")
    await expect(page.locator(".coming")).to_have_count(0)


async def test_a_permission_is_taken_and_given_back(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    await scene.under_the_hood("Trouble")
    switch = page.get_by_role("switch", name="write here")
    await switch.click()
    await expect(page.locator("#toast")).to_have_text("Clio may no longer write here.")
    world = scene.demo.sandbox.world
    assert not world.permissions_in(room.general, room.clio.id) & Permission.SEND_MESSAGES
    await expect(switch).not_to_be_checked()
    await switch.click()
    await expect(page.locator("#toast")).to_have_text("Clio may write here.")


async def test_a_channel_deleted_under_ones_feet_leads_to_another(scene: Scene) -> None:
    page = scene.page
    await scene.under_the_hood("Trouble")
    await page.get_by_role("button", name="Delete #general").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(page.locator("#head-name")).to_have_text("history")
    await ask(scene, "konna")
    await expect(page.locator(".msg .card")).to_contain_text("Konna")


@pytest.mark.parametrize(
    ("language", "trouble", "delete", "sure"),
    [("English", "Trouble", "Delete #general", "Nobody can bring it back."),
     ("简体中文", "故障", "删除 #general", "删除后无法恢复。")],
)  # fmt: skip
async def test_a_channel_is_deleted_only_when_that_is_said_twice(
    scene: Scene, language: str, trouble: str, delete: str, sure: str
) -> None:
    page = scene.page
    await page.locator("#language").select_option(language)
    await page.locator('[data-panel="hood"].tool').click()
    await page.get_by_role("tab", name=trouble).click()
    button = page.get_by_role("button", name=delete)
    await button.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("heading")).to_have_text(delete)
    await expect(dialog).to_contain_text(sure)
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(button).to_be_focused()
    assert scene.demo.sandbox.world.channels.find(scene.demo.newsroom.general.id) is not None
    await button.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#head-name")).to_have_text("history")
    assert scene.demo.sandbox.world.channels.find(scene.demo.newsroom.general.id) is None


async def test_the_page_outlives_clios_restart(scene: Scene) -> None:
    page = scene.page
    await ask(scene, "konna")
    await expect(page.locator(".msg .card")).to_have_count(1)
    await scene.under_the_hood("Trouble")
    await page.get_by_role("button", name="Restart Clio").click()
    await expect(page.locator("#members .away .avatar.app")).to_be_attached()
    await expect(page.locator("#members .here .avatar.app")).to_be_attached()
    await ask(scene, "costa concordia")
    await expect(page.locator(".msg .card")).to_have_count(2)


async def test_the_page_connects_again_when_its_socket_is_lost(scene: Scene) -> None:
    page = scene.page
    for visit in list(scene.demo.page.visits):
        await visit.close()
    await expect(page.locator("#offline")).to_be_hidden()
    await expect(page.locator("html")).to_have_attribute("data-ready", "")
    await ask(scene, "konna")
    await expect(page.locator(".msg .card")).to_contain_text("Konna")


async def test_what_was_begun_to_write_outlasts_a_lost_socket(scene: Scene) -> None:
    page = scene.page
    await scene.type("Half a sen")
    for visit in list(scene.demo.page.visits):
        await visit.close()
    await expect(page.locator("html")).not_to_have_attribute("data-ready", "")
    await expect(page.locator("html")).to_have_attribute("data-ready", "")
    await expect(page.locator("#text")).to_be_focused()
    await scene.type("tence", "<Enter>")
    await expect(page.locator(".msg", has_text="Half a sentence")).to_be_visible()
