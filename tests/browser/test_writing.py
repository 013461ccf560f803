"""What people write themselves: files, edits, deletions, menus; in the language that they read."""

from __future__ import annotations

import re

from playwright.async_api import Browser, Locator, Page, expect

from bot.commands.demo import Demo
from bot.sandbox.page.words import table
from bot.sandbox.people.writer import LARGEST_FILE
from bot.sandbox.world.permissions import Permission

from .conftest import Scene, opened

NOTES = {"name": "notes on Mali.txt", "mimeType": "text/plain", "buffer": b"Konna, Diabaly"}
PICTURE = {
    "name": "dot.svg",
    "mimeType": "image/svg+xml",
    "buffer": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>',
}
# A file let go of over the page, or pasted into the message box, as a browser tells of it.
LET_GO = """(kind) => {
  const data = new DataTransfer();
  data.items.add(new File(["dropped"], `${kind}.txt`, { type: "text/plain" }));
  const text = document.getElementById("text");
  if (kind === "drop") dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
  else text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
}"""


# A file of so many bytes, picked.
PICK = """(size) => {
  const [data, pick] = [new DataTransfer(), document.getElementById("pick")];
  data.items.add(new File([new Uint8Array(size)], "large.bin"));
  pick.files = data.files;
  pick.onchange();
}"""


def mine(page: Page, text: str) -> Locator:
    """What Maya wrote, by its words."""
    return page.locator('.msg[aria-label="Maya"]', has_text=text)


async def test_files_are_sent_with_words_and_without(scene: Scene) -> None:
    page = scene.page
    await page.locator("#pick").set_input_files([NOTES, PICTURE])
    await expect(page.locator("#files li")).to_have_count(2)
    await page.get_by_role("button", name="Leave out dot.svg").click()
    await expect(page.locator("#text")).to_be_focused()
    await scene.type("The notes", "<Enter>")
    link = mine(page, "The notes").locator("a.file")
    await expect(link).to_contain_text("notes_on_Mali.txt")
    await expect(link).to_contain_text("14 B")
    url = await link.get_attribute("href")
    assert await page.evaluate("async (url) => (await fetch(url)).text()", url) == "Konna, Diabaly"
    await expect(page.locator("#files")).to_be_hidden()
    await page.locator("#pick").set_input_files(PICTURE)
    await scene.type("<Enter>")
    picture = page.locator('.msg[aria-label="Maya"] img')
    await expect(picture).to_be_visible()
    assert await picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0


async def test_files_are_dropped_and_pasted(scene: Scene) -> None:
    page = scene.page
    for kind in ("drop", "paste"):
        await page.evaluate(LET_GO, kind)
        await expect(page.locator("#files")).to_contain_text(f"{kind}.txt")
    await scene.type("<Enter>")
    await expect(page.locator('.msg[aria-label="Maya"] a.file')).to_have_count(2)


async def test_a_file_that_is_too_large_is_refused(scene: Scene) -> None:
    page = scene.page
    await page.evaluate(PICK, LARGEST_FILE + 1)
    await expect(page.locator("#wrong")).to_have_text("large.bin is too large: a file holds 10 MB at most.")
    await expect(page.locator("#files li")).to_have_count(0)
    await page.evaluate(PICK, LARGEST_FILE)
    await scene.type("<Enter>")
    await expect(page.locator(".msg a.file", has_text="large.bin")).to_contain_text("10.5 MB")
    await page.locator("#pick").set_input_files([NOTES | {"name": f"{number}.txt"} for number in range(11)])
    await expect(page.locator("#wrong")).to_have_text("A message takes 10 files at most.")


async def test_where_one_may_not_attach_files_one_cannot(scene: Scene) -> None:
    page, room = scene.page, scene.demo.newsroom
    scene.demo.sandbox.world.overwrite(room.general, room.guild, deny=Permission.ATTACH_FILES)
    await expect(page.locator("#attach")).to_be_disabled()
    await page.evaluate(LET_GO, "drop")
    await expect(page.locator("#wrong")).to_have_text("You may not attach files in this channel.")


async def test_ones_last_message_is_edited_with_the_arrow(scene: Scene) -> None:
    page = scene.page
    await scene.type("Good mornin, @cl", "<Enter>", "<Enter>")
    said = mine(page, "Good mornin")
    await expect(said.locator(".mention")).to_have_text("@Clio")
    await scene.type("<ArrowUp>")
    await expect(page.locator("#text")).to_have_value("Good mornin, @Clio")
    await expect(page.locator("#replying")).to_contain_text("Editing your message")
    await page.locator("#text").fill("Good morning, @Clio!")
    await scene.type("<Enter>")
    await expect(mine(page, "Good morning").locator(".edited")).to_be_visible()
    await expect(mine(page, "Good morning").locator(".mention")).to_have_text("@Clio")
    await expect(page.locator("#replying")).to_be_hidden()


async def test_an_edit_is_left_with_escape(scene: Scene) -> None:
    page = scene.page
    await scene.type("As it was", "<Enter>")
    await mine(page, "As it was").focus()
    await scene.type("e")
    await expect(page.locator("#text")).to_have_value("As it was")
    await scene.type("!", "<Escape>")
    await expect(page.locator("#text")).to_have_value("")
    await expect(mine(page, "As it was").locator(".edited")).to_have_count(0)
    await expect(mine(page, "As it was")).to_be_focused()


async def test_ones_own_is_deleted_once_that_is_sure(scene: Scene) -> None:
    page = scene.page
    await scene.type("Not for long", "<Enter>")
    await mine(page, "Not for long").focus()
    await scene.type("<Delete>")
    dialog = page.get_by_role("dialog", name="Delete this message?")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(mine(page, "Not for long")).to_be_visible()
    await mine(page, "Not for long").focus()
    await scene.type("<Delete>", "<Enter>")
    await expect(mine(page, "Not for long")).to_have_count(0)


async def test_another_persons_message_is_for_moderators(scene: Scene) -> None:
    page = scene.page
    other = page.locator('.msg[aria-label="Otto"]', has_text="Welcome")
    await other.locator(".text").click(button="right")
    menu = page.get_by_role("menu")
    await expect(menu.get_by_role("menuitem", name="Reply")).to_be_visible()
    await expect(menu.get_by_role("menuitem", name=re.compile("Edit|Delete"))).to_have_count(0)
    await scene.type("<Escape>")
    await scene.be("moderator")
    await other.locator(".text").click(button="right")
    await expect(menu.get_by_role("menuitem", name="Edit")).to_have_count(0)
    await menu.get_by_role("menuitem", name="Delete").click()
    await page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(other).to_have_count(0)


async def test_archived_posts_and_threads_stay_in_reach(scene: Scene) -> None:
    page = scene.page
    await page.locator("#places button", has_text="stories").click()
    await expect(page.locator(".post")).to_contain_text("What began in Konna")
    await page.locator("#time").click()
    await page.get_by_role("button", name="Run a week").click()
    await expect(page.locator(".older")).to_have_text("Older posts")
    await expect(page.locator("#places")).not_to_contain_text("What began in Konna")
    await page.locator(".post", has_text="What began in Konna").press("Enter")
    await scene.type("Still open?", "<Enter>")
    await expect(page.locator("#places")).to_contain_text("What began in Konna")
    await scene.go("history")
    await page.get_by_role("button", name="Threads").press("Enter")
    await page.get_by_role("menuitem", name="Mali, 2012 to 2013 (archived)").press("Enter")
    await expect(page.locator("#head-name")).to_have_text("Mali, 2012 to 2013")


async def test_the_page_is_chinese_in_a_chinese_browser(browser: Browser, demo: Demo) -> None:
    page = await opened(browser, demo, language="zh-CN")
    scene = Scene(demo, page)
    assert await page.evaluate("document.documentElement.lang") == "zh-CN"
    await expect(page.locator("#text")).to_have_attribute(
        "placeholder", table("zh-CN")["Message {name}, or / for commands"].format(name="#general")
    )
    await expect(page.locator("#seat option").first).to_have_text("Maya（成员）")
    for deed in (page.locator("#time").click, lambda: page.locator('.top [data-panel="hood"]').click()):
        await deed()
    await page.locator("#tab-trouble").click()
    await expect(page.locator("#pane-trouble")).to_contain_text("切断网关")
    english = set(table("zh-CN"))
    shown = await page.evaluate(
        "[...document.querySelectorAll('nav, header, .foot, .hood')].map(one => one.innerText).join('\\n')"
    )
    assert {line.strip() for line in shown.splitlines()} & english == set()
    await page.locator("#language").select_option("en-US")
    await expect(page.get_by_label("You are")).to_be_visible()
    await expect(page.locator("#pane-trouble")).to_contain_text("Drop the gateway")
    await expect(page.locator("#text")).to_have_attribute("placeholder", "Message #general, or / for commands")
    await page.locator("#text").focus()
    await scene.type("/onthisday ", "<Enter>")
    await expect(page.locator(".msg .card")).to_contain_text("On this day")


async def test_the_language_is_switched_and_stays_with_the_person(scene: Scene) -> None:
    page = scene.page
    await page.get_by_label("Language").select_option("简体中文")
    await expect(page.get_by_label("你是")).to_be_visible()
    await expect(page.locator('[data-panel="members"].tool')).to_have_attribute("title", "成员")
    await expect(page.locator('[data-emoji="👀"].tool')).to_have_attribute("aria-label", "用 👀 回应")
    await page.locator("#text").focus()
    await scene.type("/")
    await expect(scene.offered().first).to_contain_text(re.compile("[\u4e00-\u9fff]"))
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await expect(page.get_by_label("你是")).to_be_visible()
    await page.locator("#seat").select_option("Noor（管理员）")
    await expect(page.get_by_label("You are")).to_be_visible()
