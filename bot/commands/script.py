"""``clio demo --script``: a conversation written down, played in a browser, and pictures of it.

One step a line; empty lines and those that begin with # are passed over:

    window 1280 800 dark        how large the window is, light or dark; the first step
    clock 2016-01-18 09:00      turns the clock to that moment, UTC
    run a week                  lets an hour, a day or a week pass
    be moderator                takes a seat, by its role
    open history                opens a channel, by its name
    say Good morning, @Clio     writes a message
    /event about: konna         sends a command, its options by name
    press Related               presses a button of the newest message that has it
    choose 18 January 2013      picks from the newest list, by the beginning of an entry
    panel traffic               opens members, none, or what is under the hood, by its tab, beside the channel
    picture card                writes card.png
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""The names that a browser is looked for by."""
PATIENCE = 15_000
"""Milliseconds that a step may take."""
_OPTION = re.compile(r"(?:^|\s)([\w-]+):(?=\s|$)")


class ScriptError(Exception):
    """A step that cannot be read or done; the message names its line."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: its number, what is to be done, and with what."""

    line: int
    deed: str
    words: str


def read_script(text: str) -> list[Step]:
    """The steps of a script. Raises ScriptError for a line that is none."""
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        deed, _, words = ("command", "", said) if said.startswith("/") else said.partition(" ")
        if deed not in _DEEDS:
            raise ScriptError(f"line {number}: {deed!r} is no step; there are {', '.join(_DEEDS)}.")
        steps.append(Step(number, deed, words.strip()))
    return steps


def options_of(words: str) -> tuple[str, dict[str, str]]:
    """A command's words and the options behind them: "/event about: konna"."""
    parts = _OPTION.split(words)
    return parts[0].strip(), {name: value.strip() for name, value in zip(parts[1::2], parts[2::2], strict=True)}


async def play(steps: list[Step], address: str, pictures: Path, chromium: str) -> list[Path]:
    """Plays the steps at the page and gives the pictures that were written. Raises ScriptError."""
    from playwright.async_api import Error, async_playwright

    written: list[Path] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
        )
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.goto(address)
        await page.wait_for_selector("html[data-ready]")
        await page.wait_for_selector("#members .here .avatar.app", state="attached")
        for step in steps:
            try:
                if step.deed == "picture":
                    written.append(await _picture(page, pictures / f"{step.words}.png"))
                else:
                    await _DEEDS[step.deed](page, step.words)
            except (Error, ValueError) as error:
                reason = str(error).partition("\n")[0].rstrip(".")
                raise ScriptError(f"line {step.line}: {step.deed} {step.words}: {reason}.") from error
        await browser.close()
    return written


async def _window(page: Page, words: str) -> None:
    width, height, *scheme = words.split()
    await page.set_viewport_size({"width": int(width), "height": int(height)})
    if scheme and scheme[0] != await page.evaluate("document.documentElement.dataset.theme"):
        await page.locator("#theme").click()


async def _clock(page: Page, words: str) -> None:
    await page.locator("#time").click()
    await page.locator("#jump").fill(words.replace(" ", "T"))
    await page.get_by_role("button", name="Go", exact=True).click()
    await page.locator("#time-box").wait_for(state="hidden")


async def _run(page: Page, words: str) -> None:
    await page.locator("#time").click()
    await page.get_by_role("button", name=f"Run {words}", exact=True).click()
    await page.locator("#time-box").wait_for(state="hidden")


async def _be(page: Page, words: str) -> None:
    seat = page.locator("#seat option").filter(has_text=words).first
    await page.locator("#seat").select_option(await seat.get_attribute("value"))


async def _open(page: Page, words: str) -> None:
    await page.locator("#places button").filter(has_text=words).first.click()
    await page.locator("#head-name").filter(has_text=words).wait_for()


async def _say(page: Page, words: str) -> None:
    await page.locator("#text").fill(words)
    await _answered(page, page.locator("#text").press("Enter"))


async def _command(page: Page, words: str) -> None:
    command, options = options_of(words)
    await page.locator("#text").fill("")
    await page.locator("#text").press_sequentially(f"{command} ")
    await page.locator("#command .chip").wait_for()
    for name, value in options.items():
        entry = page.locator(f'[id="option-{name}"]')
        if not await entry.count():
            await page.locator("#command .tail").press_sequentially(f"{name}:")
        await entry.press_sequentially(value)
        if await page.locator("#popup [aria-selected=true]").count():
            await entry.press("Enter")
    await _answered(page, page.locator("#command .tail").press("Enter"))


async def _press(page: Page, words: str) -> None:
    await _answered(page, page.locator("#messages .btn").filter(has_text=words).last.click())


async def _choose(page: Page, words: str) -> None:
    await page.locator("#messages .opener").last.click()
    entry: Locator = page.locator(".floating [role=option]").filter(has_text=words).first
    await _answered(page, entry.click())


async def _panel(page: Page, words: str) -> None:
    shown = await page.evaluate("document.querySelector('.whole').dataset.panel")
    wanted = words if words in ("members", "none") else "hood"
    if shown != wanted:
        await page.locator(f'.top [data-panel="{shown if wanted == "none" else wanted}"]').click()
    if wanted == "hood":
        await page.get_by_role("tab", name=re.compile(f"^{re.escape(words)}$", re.IGNORECASE)).click()


async def _picture(page: Page, path: Path) -> Path:
    await page.mouse.move(0, 0)
    await page.locator("#toast").evaluate("toast => { toast.hidden = true; }")
    await page.screenshot(path=path, animations="disabled", caret="hide")
    return path


async def _nothing(page: Page, words: str) -> None:
    """A picture is written by whoever keeps count of them."""


async def _answered(page: Page, doing: Awaitable[None]) -> None:
    """Does something and waits until the channel looks otherwise and nobody is thinking any more."""
    before = await page.locator("#messages").inner_html()
    await doing
    await page.wait_for_selector("#messages .msg")
    for _ in range(PATIENCE // 50):
        if await page.locator("#messages").inner_html() != before and not await page.locator(".thinking").count():
            return
        await page.wait_for_timeout(50)
    raise ValueError("nothing came of it")


_DEEDS: dict[str, Callable[[Page, str], Awaitable[None]]] = {
    "window": _window,
    "clock": _clock,
    "run": _run,
    "be": _be,
    "open": _open,
    "say": _say,
    "command": _command,
    "press": _press,
    "choose": _choose,
    "panel": _panel,
    "picture": _nothing,
}
