"""``clio demo`` in a real browser: Debian's Chromium, driven by Playwright. Skipped, with the reason, without one."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.commands.demo import Demo, demonstrated
from bot.sandbox.world.clock import Clock
from bot.settings import Settings, bundled_pages

playwright_api = pytest.importorskip("playwright.async_api", reason="needs playwright, of the development set-up")

from playwright.async_api import Browser, Locator, Page, async_playwright, expect  # noqa: E402

CHROMIUM = os.environ.get("CLIO_TEST_CHROMIUM") or shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000
"""Milliseconds after which a test gives up."""
NOON = 1_421_582_405.0
"""18 January 2015, 12:00:05 UTC."""

expect.set_options(timeout=PATIENCE)


class Ticking:
    """A clock that begins at NOON and stands still."""

    def __call__(self) -> float:
        return NOON


@dataclass(frozen=True, slots=True)
class Scene:
    """The demonstration and a page that shows it, with the message box ready."""

    demo: Demo
    page: Page

    async def type(self, *keys: str) -> None:
        """Types words; a key's name in < > presses it."""
        for key in keys:
            if key.startswith("<"):
                await self.page.keyboard.press(key.strip("<>"))
            else:
                await self.page.keyboard.type(key)

    async def be(self, role: str) -> None:
        """Takes somebody else's seat."""
        label = next(f"{seat.user.global_name}, {role}" for seat in self.demo.page.seats if seat.role == role)
        await self.page.get_by_label("You are").select_option(label)
        await self.page.wait_for_selector("html[data-ready]")

    async def go(self, channel: str) -> None:
        """Opens a channel."""
        await self.page.locator("#places button", has_text=channel).first.click()
        await expect(self.page.locator("#head-name")).to_have_text(channel)

    async def under_the_hood(self, tab: str) -> Locator:
        """What is behind a tab beside the channel, which is opened."""
        if await self.page.get_by_role("tab", name=tab).is_hidden():
            await self.page.get_by_role("button", name="Under the hood").click()
        await self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel", name=tab)

    def offered(self, name: str | re.Pattern[str] = "") -> Locator:
        """What is offered above the message box, those of that name."""
        return self.page.locator("#popup").get_by_role("option", name=name)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    if not CHROMIUM or not Path(CHROMIUM).exists():
        pytest.skip("needs Chromium; install it, or set CLIO_TEST_CHROMIUM to its path")
    return CHROMIUM


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        await started.close()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The bundled archive, its index kept for all tests."""
    return Settings(pages=(bundled_pages(),), home=tmp_path_factory.mktemp("home"), _env_file=None)


@pytest.fixture
def clock() -> Clock:
    return Ticking()


@pytest.fixture
async def demo(settings: Settings, clock: Clock, chromium: str) -> AsyncIterator[Demo]:
    async with demonstrated(settings, real=clock) as shown:
        yield shown


async def opened(
    browser: Browser, demo: Demo, *, width: int = 1280, height: int = 800, scheme: str = "dark", language: str = "en-GB"
) -> Page:
    """The demonstration in a new window, Clio being there. Whatever the page says to the console fails the test."""
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light" if scheme == "light" else "dark",
        locale=language,
        timezone_id="UTC",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"The page failed: {error}"))
    await page.goto(demo.address)
    await page.wait_for_selector("html[data-ready]")
    await page.wait_for_selector("#members .here .avatar.app", state="attached")
    return page


@pytest.fixture
async def scene(browser: Browser, demo: Demo) -> Scene:
    return Scene(demo, await opened(browser, demo))
