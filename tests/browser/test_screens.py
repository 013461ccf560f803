"""How the page looks and reads: for everybody, at any width, in light and dark, and as it looked before."""

from __future__ import annotations

import base64
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Browser, Page, expect

from bot.commands.demo import Demo
from tests.sandbox.page.showcase import post_all

from .conftest import Scene, opened

PICTURES = Path(__file__).parent / "pictures"
MOST_DIFFERENT = 0.02
"""The share of a picture's tiles that may look different: fonts and their edges differ between machines."""
AXE = Path(AXE_FILE_PATH).read_text("utf-8")
LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")

# A picture at a quarter of its width and height, as base64: small enough to keep, large enough to look at.
SHRINK = """async (source) => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = new OffscreenCanvas(image.width / 4, image.height / 4);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(bytes.reduce((text, one) => text + String.fromCharCode(one), ""));
}"""
# The share of tiles, three pixels wide, whose brightness differs by more than a tenth.
COMPARE = """async (sources) => {
  const [one, other] = await Promise.all(sources.map(async (source) => {
    const image = await createImageBitmap(await (await fetch(source)).blob());
    const canvas = new OffscreenCanvas(Math.round(image.width / 3), Math.round(image.height / 3));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height).data;
  }));
  if (one.length !== other.length) return 1;
  let different = 0;
  for (let at = 0; at < one.length; at += 4) {
    const apart = [0, 1, 2].reduce((sum, part) => sum + Math.abs(one[at + part] - other[at + part]), 0);
    if (apart / 3 > 25) different += 1;
  }
  return different / (one.length / 4);
}"""


async def showcase(scene: Scene) -> None:
    """One of everything that a message can hold, in the channel that is open next."""
    demo = scene.demo
    files = f"{demo.address}/attachments"
    post_all(demo.sandbox.world, demo.newsroom.history, demo.newsroom.seats[1].user, demo.newsroom.clio.bot, files)
    await scene.go("history")
    await expect(scene.page.locator(".embed")).to_be_visible()


async def start(scene: Scene) -> None:
    await expect(scene.page.locator("#text")).to_be_focused()


async def commands(scene: Scene) -> None:
    await scene.type("/")
    await expect(scene.offered().first).to_be_visible()


async def choices(scene: Scene) -> None:
    await scene.type("/event ", "konna")
    await expect(scene.offered("Malian soldiers march back into Konna")).to_be_visible()


async def card(scene: Scene) -> None:
    await scene.type("/event ", "konna", "<Enter>")
    await expect(scene.page.locator(".msg .card").last).to_contain_text("Konna")


async def trouble(scene: Scene) -> None:
    await scene.under_the_hood("Trouble")
    await expect(scene.page.get_by_role("button", name="Drop the gateway")).to_be_visible()


async def ledger(scene: Scene) -> None:
    """What became of a day's digest."""
    await scene.be("moderator")
    await expect(scene.page.locator("#head-name")).to_have_text("general")
    await scene.page.locator("#text").focus()
    await scene.type("/digest add ", "<Enter>")
    await expect(scene.page.locator(".msg.private .card").last).to_contain_text("The digest is set up")
    await scene.demo.page.hand.run(86_400)
    digests = await scene.under_the_hood("Digests")
    await expect(digests.locator("li")).to_have_count(2)


SCREENS: dict[str, Callable[[Scene], Awaitable[None]]] = {
    "start": start,
    "commands": commands,
    "choices": choices,
    "card": card,
    "showcase": showcase,
    "trouble": trouble,
}


async def violations(page: Page) -> list[str]:
    """What axe finds seriously wrong."""
    await page.evaluate(AXE)
    found = await page.evaluate("levels => axe.run(document, {runOnly: {type: 'tag', values: levels}})", LEVELS)
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["dark", "light"])
async def test_nothing_keeps_anybody_out(browser: Browser, demo: Demo, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    scene = Scene(demo, await opened(browser, demo, scheme=scheme))
    await scene.type("/onthisday ", "date:", "31 February", "<Enter>")
    await expect(scene.page.locator(".msg.private")).to_be_visible()
    for name in ("card", "commands", "showcase", "trouble"):
        await scene.page.locator("#text").fill("")
        await scene.page.locator("#text").focus()
        await SCREENS[name](scene)
        found[name] = await violations(scene.page)
    await scene.go("general")
    await ledger(scene)
    found["ledger"] = await violations(scene.page)
    await scene.page.locator("#time").click()
    found["clock"] = await violations(scene.page)
    await scene.type("<Escape>")
    await scene.page.locator(".msg .text").first.click(button="right")
    await expect(scene.page.get_by_role("menu")).to_be_visible()
    found["menu"] = await violations(scene.page)
    await scene.type("<Escape>")
    await scene.page.locator("#pick").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    await scene.type("mine", "<Enter>", "<ArrowUp>")
    await expect(scene.page.locator("#replying")).to_be_visible()
    found["editing"] = await violations(scene.page)
    await scene.type("<Escape>", "<Delete>")
    await expect(scene.page.get_by_role("dialog")).to_be_visible()
    found["sure"] = await violations(scene.page)
    await scene.type("<Escape>")
    await scene.page.locator("#places button", has_text="stories").click()
    await expect(scene.page.locator(".post")).to_be_visible()
    found["forum"] = await violations(scene.page)
    assert found == {name: [] for name in found}


@pytest.mark.parametrize("width", [360, 800])
async def test_it_is_read_on_a_narrow_screen(browser: Browser, demo: Demo, width: int) -> None:
    page = await opened(browser, demo, width=width, height=740)
    scene = Scene(demo, page)
    await page.locator("#text").focus()
    await card(scene)
    for name in ("general", "history"):
        if name == "history":
            if width < 720:
                await page.get_by_role("button", name="Channels").click()
            await showcase(scene)
        wide = await page.evaluate(
            "[...document.querySelectorAll('.msg, .msg *, .top *')].filter(one => one.getBoundingClientRect().right"
            " > innerWidth + 1 && !one.closest('pre, svg, .jump, .address')).map(one => one.outerHTML.slice(0, 120))"
        )
        assert wide == []
        assert await page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert await violations(page) == []


async def test_the_ledger_is_read_on_a_narrow_screen(browser: Browser, demo: Demo) -> None:
    page = await opened(browser, demo, width=360, height=740)
    rows = page.get_by_role("tabpanel", name="Digests").locator("li")
    await page.get_by_role("button", name="Channels").click()
    await ledger(Scene(demo, page))
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= 360
    for row in await rows.all():
        assert await row.evaluate("one => one.scrollWidth <= one.clientWidth && one.clientWidth < 360")
    assert await violations(page) == []


async def test_no_outside_address_is_ever_asked(browser: Browser, demo: Demo) -> None:
    page = await opened(browser, demo)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.reload()
    await page.wait_for_selector("html[data-ready]")
    await showcase(Scene(demo, page))
    await expect(page.locator(".placeholder").first).to_contain_text("https://pictures.example/cover/konna.jpg")
    assert [url for url in asked if not url.startswith((demo.address, demo.address.replace("http", "ws")))] == []
    async with page.expect_request(lambda request: request.url.startswith("https://pictures.example/")):
        await page.locator(".placeholder").get_by_role("button").first.click()
        await page.wait_for_url("**/?pictures=outside")
    await expect(page.locator('img[src^="https://pictures.example/"]').first).to_be_attached()


@pytest.mark.parametrize("name", SCREENS)
async def test_the_main_screens_look_as_they_did(browser: Browser, demo: Demo, name: str) -> None:
    """CLIO_RENEW_PICTURES=1 makes the pictures anew."""
    page = await opened(browser, demo, scheme="light" if name == "choices" else "dark")
    await SCREENS[name](Scene(demo, page))
    blank = await browser.new_page()
    now = await blank.evaluate(SHRINK, data(await page.screenshot(animations="disabled", caret="hide")))
    path = PICTURES / f"{name}.png"
    if os.environ.get("CLIO_RENEW_PICTURES"):
        path.write_bytes(base64.b64decode(now))
    share = await blank.evaluate(COMPARE, [data(path.read_bytes()), data(base64.b64decode(now))])
    print(f"{name}: {share:.2%} of the tiles differ")
    assert share <= MOST_DIFFERENT


def data(picture: bytes) -> str:
    """A picture as an address of its own."""
    return f"data:image/png;base64,{base64.b64encode(picture).decode()}"
