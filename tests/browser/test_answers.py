"""What people do with Clio's answers: every command, its buttons, pages and lists, and words that follow on."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Locator, expect

from .conftest import Scene

WORDS = {"about": "konna", "to": "konna", "question": "events", "digest": "1", "time": "09:00", "timezone": "UTC"}
"""What is typed into options that are required."""


def cards(scene: Scene) -> Locator:
    """The cards of the channel."""
    return scene.page.locator(".msg .card")


async def asked(scene: Scene, *keys: str) -> Locator:
    """The card that a command leads to."""
    before = await cards(scene).count()
    await scene.page.locator("#text").focus()
    await scene.type(*keys, "<Enter>")
    await expect(cards(scene)).to_have_count(before + 1)
    return cards(scene).last


@pytest.mark.parametrize("role", ["member", "operator"])
async def test_every_command_is_called_by_keyboard(scene: Scene, role: str) -> None:
    """Each of those on offer, chosen with the arrows, its required options typed, leads to something to see."""
    page = scene.page
    await scene.be(role)
    await page.locator("#text").focus()
    await scene.type("/")
    names = [
        name.split()[0] if " " not in name else name for name in await scene.offered().locator("b").all_inner_texts()
    ]
    assert len(names) >= (7 if role == "member" else 15)
    await scene.type("<Backspace>")
    for place in range(len(names)):
        await page.locator("#text").focus()
        await scene.type("/", *["<ArrowDown>"] * place, "<Enter>")
        await expect(page.locator("#command")).to_be_visible()
        labels = await page.locator(".pill label").evaluate_all("all => all.map(one => one.firstChild.data)")
        for label in labels:
            await scene.type(WORDS[label], "<Escape>", "<Tab>")
        before = await page.locator(".msg").count()
        await scene.type("<Enter>")
        await expect(page.locator(".msg:not(.notice)")).not_to_have_count(before)
        await expect(page.locator(".thinking")).to_have_count(0)
        await expect(page.locator(".notice, .failed")).to_have_count(0)
        await expect(page.locator("#text")).to_be_focused()


async def test_what_is_related_comes_by_a_button(scene: Scene) -> None:
    card = await asked(scene, "/event ", "recapture of Konna 18 January 2013")
    await card.get_by_role("button", name="Related").press("Enter")
    await expect(cards(scene)).to_have_count(2)
    await expect(cards(scene).last).to_contain_text("Related to:")


async def test_an_event_is_chosen_from_a_list(scene: Scene) -> None:
    card = await asked(scene, "/related ", "konna", "<Escape>")
    await card.locator(".opener").press("Enter")
    chosen = scene.page.locator(".floating").get_by_role("option").nth(1)
    words = (await chosen.locator("b").inner_text()).split(" · ")[1][:20]
    await scene.type("<ArrowDown>", "<Enter>")
    await expect(cards(scene)).to_have_count(2)
    await expect(cards(scene).last).to_contain_text(words)
    await expect(cards(scene).last.get_by_role("button", name="Related")).to_be_visible()


async def test_pages_turn_in_place_and_back(scene: Scene) -> None:
    card = await asked(scene, "/event ", "2013", "<Escape>")
    before = await card.inner_text()
    await card.get_by_role("button", name="More").press("Enter")
    await expect(card).to_contain_text("6 to 10 of ")
    await expect(cards(scene)).to_have_count(1)
    await card.get_by_role("button", name="Previous").press("Enter")
    await expect(card).not_to_contain_text("6 to 10 of ")
    assert await card.inner_text() == before


async def test_a_reply_follows_on(scene: Scene) -> None:
    page = scene.page
    await page.locator("#text").focus()
    await scene.type("@Clio", "<Enter>", "what happened in mali in 2013", "<Enter>")
    listed = page.locator('.msg[aria-label="Clio"]').last
    await expect(listed.locator(".card")).to_contain_text("Mali")
    first = await listed.get_attribute("id")
    await listed.focus()
    await scene.type("r", "and in 2012?", "<Enter>")
    answer = page.locator('.msg[aria-label="Clio"]').last
    await expect(answer).not_to_have_attribute("id", str(first))
    await expect(answer.locator(".card")).to_contain_text(re.compile("Mali.*2012|2012.*Mali", re.DOTALL))
    await expect(answer.locator(".lead")).to_contain_text("and in 2012?")


async def test_a_reload_is_told_to_a_moderator_and_not_offered_to_a_member(scene: Scene) -> None:
    page = scene.page
    await scene.be("moderator")
    await expect(page.locator("#places")).to_contain_text("moderators")
    await page.locator("#text").focus()
    await scene.type("/archive reload ", "<Enter>")
    await expect(page.locator(".msg.private .card")).to_contain_text("The archive was reloaded")
    await scene.be("member")
    await expect(page.locator(".msg.private")).to_have_count(0)
    await page.locator("#text").focus()
    await scene.type("/archive reload ", "<Enter>")
    await expect(page.locator("#command")).to_be_hidden()
    await expect(page.locator(".msg .card")).to_have_count(0)


async def test_an_answer_that_fails_is_owned_up_to_and_the_next_one_comes(scene: Scene) -> None:
    page = scene.page
    await scene.under_the_hood("Trouble")
    # Some are left when it has tried as often as it does, and has tried to say so as well.
    for _ in range(14):
        await page.get_by_role("button", name="503").click()
    await expect(page.locator(".coming li")).to_have_count(14)
    await page.locator("#text").focus()
    await scene.type("/event ", "konna", "<Enter>")
    await expect(page.locator(".notice .failed")).to_contain_text("did not respond")
    await page.get_by_role("button", name="Let all go well again").click()
    await expect(page.locator(".coming")).to_have_count(0)
    assert await asked(scene, "/event ", "konna")
