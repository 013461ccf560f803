"""Keeping the archive in Discord: reloading it, asking how it stands, and what is wrong with its pages."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import multiprocessing
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.archive.archive import Archive
from bot.chat import deferral, moderation, problems, watching
from bot.chat.watching import keep_watching
from bot.sandbox import Sandbox
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply, acknowledged, followed_up
from bot.sandbox.world.message import Message, walk
from bot.sandbox.world.permissions import Permission
from bot.settings import bundled_pages

from .conftest import BUILDING, NOW, PATIENCE, RELOADING, Scene, Stage, ended, serving, staged

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
REPLY = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
FOLLOW_UP = "/webhooks/{webhook_id}/{webhook_token}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The bundled archive with an index, and a folder for pages that is empty."""
    stage = Stage("bundled", bundled_pages(), tmp_path_factory.mktemp("added"), tmp_path_factory.mktemp("home"))
    archive = Archive(stage.home, (stage.pages, stage.added))
    archive.open(NOW.date())
    archive.close()
    shutil.copyfile(archive.path, archive.path.with_suffix(".kept"))
    return stage


@pytest.fixture
def stage(built: Stage) -> Stage:
    """The same for each test, whatever the one before did to it."""
    shutil.rmtree(built.added)
    built.added.mkdir()
    kept = next(built.home.glob("*.kept"))
    shutil.copyfile(kept, kept.with_suffix(".index"))
    return built


@pytest.fixture
async def scene(sandbox: Sandbox, stage: Stage) -> AsyncIterator[Scene]:
    async with staged(sandbox, stage) as set_:
        yield set_


def moderator(scene: Scene, name: str, locale: str = "en-US") -> Person:
    """A further member with the moderators' role."""
    world = scene.sandbox.world
    user = world.add_user(name, locale=locale)
    role = next(role for role in world.guilds.roles(scene.guild.id) if role.name == "mods")
    world.join(scene.guild, user, role)
    return scene.sandbox.person(user)


def says(words: str) -> Callable[[Reply], bool]:
    """Holds once those words stand in the reply."""
    return lambda reply: words in reply.text


def progress_shown(sandbox: Sandbox) -> list[str]:
    """What replies said before their last word, by edits."""
    edits = sandbox.journal.of("PATCH", REPLY)
    return [" ".join(part.get("content", "") for part in walk(edit.body["components"])) for edit in edits]


def buttons(message: Message) -> dict[str, dict[str, Any]]:
    """The buttons of a message by their labels."""
    return {part["label"]: part for part in walk(message.components) if part["type"] == 2}


def break_pages(stage: Stage, count: int) -> list[Path]:
    """Pages that are refused, since they are empty."""
    paths = [stage.added / "news" / f"broken-{number:02}.md" for number in range(count)]
    stage.added.joinpath("news").mkdir(exist_ok=True)
    for path in paths:
        path.write_text("", "utf-8")
    return paths


async def test_a_reload_tells_what_changed_and_others_go_on_asking(scene: Scene) -> None:
    page = scene.stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons", contexts="[Zanzibar]")
    reloading = asyncio.create_task(scene.reload())
    await asyncio.sleep(0)
    answers = await asyncio.gather(
        *(scene.member.slash(scene.channel, "event", about=about) for about in ("konna", "tsunami", "Costa Concordia"))
    )
    assert all("### " in answer.text for answer in answers)
    reply = await reloading
    assert reply.ephemeral
    assert "1 event added\n0 events changed\n0 events removed\n0 pages refused" in reply.text
    found = await scene.member.slash(scene.channel, "event", about="zanzibarine museum")
    assert "clockmakers open a museum" in found.text
    page.unlink()
    assert "1 event removed" in (await scene.reload()).text


async def test_a_reload_is_answered_at_once(scene: Scene) -> None:
    begun = await scene.moderator.slash(scene.channel, "archive reload")
    first = scene.sandbox.journal.of("POST", CALLBACK)[0].body
    assert first["type"] == 4
    assert "The archive is being reloaded" in str(first)
    await begun.until(ended, RELOADING)


async def test_a_second_reload_waits_for_the_first_and_a_third_for_a_minute(scene: Scene) -> None:
    first = await scene.moderator.slash(scene.channel, "archive reload", until=acknowledged)
    second = await moderator(scene, "mia").slash(scene.channel, "archive reload")
    assert second.ephemeral
    assert "being reloaded already" in second.text
    await first.until(ended, RELOADING)
    scene.today.forward(18.2)
    third = await moderator(scene, "max").slash(scene.channel, "archive reload")
    assert third.ephemeral
    assert "Ask again in 42 seconds" in third.text
    scene.today.forward(41.8)
    fourth = await scene.moderator.slash(scene.channel, "archive reload", until=ended, patience=RELOADING)
    assert "Nothing had changed" in fourth.text


async def test_a_reload_tells_why_pages_are_refused_the_new_ones_first(scene: Scene) -> None:
    break_pages(scene.stage, 6)
    reply = await scene.reload()
    assert "6 pages refused" in reply.text
    assert "news/broken-00.md" in reply.text
    assert "The page is empty" in reply.text or "empty" in reply.text.lower()
    assert "1 more: /archive problems" in reply.text
    late = scene.stage.added / "news" / "zz.md"
    late.write_text("# no date\n", "utf-8")
    again = (await scene.reload()).text
    assert again.index("news/zz.md") < again.index("news/broken-00.md")


async def test_a_reload_that_fails_leaves_the_old_archive(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    lock = scene.app.archive.path.with_suffix(".lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    try:
        reply = await scene.reload()
    finally:
        lock.rmdir()
    assert "The archive was not reloaded: The archive's index cannot be written" in reply.text
    assert "The old one goes on answering" in reply.text
    assert "is being reloaded" not in reply.text
    assert all(message.ephemeral_to is not None for message in reply.messages)
    assert reply.text.rsplit("-# Error ", 1)[1] in caplog.text
    assert "Konna" in (await scene.member.slash(scene.channel, "event", about="konna")).text
    assert "The archive was reloaded" in (await scene.reload()).text


def kill_children() -> None:
    """Wait for the process that reads the pages, and kill it."""
    until = time.monotonic() + PATIENCE
    while not (children := multiprocessing.active_children()) and time.monotonic() < until:
        time.sleep(0.001)
    for child in children:
        child.kill()


async def test_a_reload_whose_process_is_killed_leaves_the_old_archive(scene: Scene) -> None:
    begun = await scene.moderator.slash(scene.channel, "archive reload", until=acknowledged)
    await asyncio.to_thread(kill_children)
    reply = await begun.until(ended, RELOADING)
    assert "the process that reads the pages has ended" in reply.text
    assert "Konna" in (await scene.member.slash(scene.channel, "event", about="konna")).text


async def test_the_end_of_a_reload_is_told_also_where_its_beginning_was_dismissed(scene: Scene) -> None:
    begun = await scene.moderator.slash(scene.channel, "archive reload")
    assert begun.message is not None
    scene.sandbox.world.messages.delete(begun.message)
    told = await begun.until(followed_up(), RELOADING)
    assert "The archive was reloaded" in told.text
    assert told.followups[0].ephemeral_to == scene.moderator.user.id


async def test_the_end_of_a_reload_is_told_directly_where_discord_takes_nothing_more(scene: Scene) -> None:
    scene.sandbox.faults.fail("PATCH", REPLY, 401, code=50027)
    await scene.moderator.slash(scene.channel, "archive reload")
    direct = scene.moderator.direct(scene.application)
    world = scene.sandbox.world
    told = await world.events.until(direct.id, lambda: scene.moderator.sees(direct) or None, RELOADING)
    assert "The archive was reloaded" in told[0].text


@pytest.mark.parametrize("carried_out", [False, True])
async def test_a_broken_connection_costs_no_end_of_a_reload(scene: Scene, carried_out: bool) -> None:
    scene.sandbox.faults.cut("PATCH", REPLY, carried_out=carried_out)
    told = await scene.moderator.slash(scene.channel, "archive reload", until=ended, patience=RELOADING)
    assert (await scene.member.slash(scene.channel, "event", about="konna")).message
    assert len(told.messages) == 1


async def test_the_end_of_a_reload_is_told_also_where_it_cannot_be_edited(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.sandbox.faults.cut("PATCH", REPLY, times=2)
    begun = await scene.moderator.slash(scene.channel, "archive reload")
    told = await begun.until(followed_up(), RELOADING)
    assert "The archive was reloaded" in told.followups[0].text
    assert told.followups[0].ephemeral_to == scene.moderator.user.id
    assert "Discord did not take the answer" not in told.text
    assert not [record for record in caplog.records if record.exc_info]


async def test_the_end_of_a_reload_is_told_directly_where_replies_do_not_get_through(scene: Scene) -> None:
    scene.sandbox.faults.cut("PATCH", REPLY, times=2)
    scene.sandbox.faults.cut("POST", FOLLOW_UP)
    await scene.moderator.slash(scene.channel, "archive reload")
    direct = scene.moderator.direct(scene.application)
    world = scene.sandbox.world
    told = await world.events.until(direct.id, lambda: scene.moderator.sees(direct) or None, RELOADING)
    assert "The archive was reloaded" in told[0].text


async def test_a_reload_was_good_also_where_nobody_can_be_told(
    scene: Scene, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    scene.sandbox.faults.cut("PATCH", REPLY, times=2)
    scene.sandbox.faults.cut("POST", FOLLOW_UP)
    scene.sandbox.faults.fail("POST", "/users/@me/channels", 403)
    begun = await scene.moderator.slash(scene.channel, "archive reload")
    await log.until_said("whoever asked for it could not be told")
    assert not begun.followups
    assert not [record for record in caplog.records if record.exc_info]


async def test_an_index_that_another_process_made_is_taken_in(scene: Scene) -> None:
    scene.stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
    elsewhere = Archive(scene.stage.home, scene.app.archive.roots)
    await asyncio.to_thread(elsewhere.reload, NOW.date())
    elsewhere.close()
    assert "Nothing had changed" in (await scene.reload()).text
    found = await scene.member.slash(scene.channel, "event", about="zanzibarine museum")
    assert "clockmakers open a museum" in found.text


async def test_a_large_archive_is_read_anew_in_plain_sight(
    sandbox: Sandbox, large: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moderation, "PACE", 0.2)
    shutil.copytree(large.home, tmp_path / "home")
    async with staged(sandbox, replace(large, home=tmp_path / "home")) as scene:
        scene.app.archive.path.unlink()  # what is open goes on answering
        waits: list[float] = []
        begun = await scene.moderator.slash(scene.channel, "archive reload")
        while not ended(begun):
            seen = begun.text
            asked = time.perf_counter()
            assert await scene.member.type(scene.channel, "event", "about", "costa conc")
            waits.append(time.perf_counter() - asked)
            await begun.until(lambda reply, seen=seen: reply.text != seen, BUILDING)
        assert "Everything was read anew" in begun.text
    assert "54,1" in begun.text
    shown = progress_shown(sandbox)
    assert any("Reading pages: " in text and "of 54,6" in text for text in shown)
    assert any("Writing the new index" in text for text in shown)
    assert max(waits) < 2


async def test_nothing_is_offered_to_a_member_and_the_bot_refuses_them_itself(scene: Scene) -> None:
    for command in ("reload", "status", "problems"):
        with pytest.raises(NotOfferedError):
            await scene.member.slash(scene.channel, f"archive {command}")
    # A server's admins can offer the commands to anybody: the bot looks at the permission itself.
    commands = scene.sandbox.world.commands
    archive = next(c for c in commands.listed(scene.application.id, None) if c.name == "archive")
    commands.edit(archive, {"default_member_permissions": None})
    for command in ("reload", "status", "problems"):
        reply = await scene.member.slash(scene.channel, f"archive {command}")
        assert reply.ephemeral
        assert "Only those who may manage the server" in reply.text
    assert "只有" in (await scene.reader.slash(scene.channel, "archive reload")).text


async def test_a_role_that_was_set_may_do_what_moderators_may(sandbox: Sandbox, stage: Stage) -> None:
    async with staged(sandbox, stage) as scene:
        world = sandbox.world
        role = world.add_role(scene.guild, "librarians", Permission.NONE)
        librarian = world.add_user("lib")
        world.join(scene.guild, librarian, role)
        with pytest.raises(NotOfferedError):
            await sandbox.person(librarian).slash(scene.channel, "archive status")
    async with serving(stage.set(moderator_roles=f"5, {role.id}")):
        reply = await sandbox.person(librarian).slash(scene.channel, "archive reload", until=ended, patience=RELOADING)
        assert "The archive was reloaded" in reply.text
        refused = await scene.member.slash(scene.channel, "archive reload")
        assert "Only those who may manage the server" in refused.text


async def test_where_one_guild_keeps_the_archive_moderators_of_others_may_look_but_not_reload(
    sandbox: Sandbox, stage: Stage
) -> None:
    async with staged(sandbox, stage) as scene:
        pass
    world = sandbox.world
    owner = world.add_user("olga")
    elsewhere = world.add_channel(world.add_guild("Elsewhere", scene.application, owner=owner), "lobby")
    async with serving(stage.set(home_guild=str(scene.guild.id))):
        refused = await sandbox.person(owner).slash(elsewhere, "archive reload")
        assert refused.ephemeral
        assert "only moderators of the server that keeps it may reload it" in refused.text
        assert "458 events" in (await sandbox.person(owner).slash(elsewhere, "archive status")).text
        assert "The archive was reloaded" in (await scene.reload()).text


async def test_status_tells_what_the_archive_holds(scene: Scene) -> None:
    (scene.stage.added / "archive.toml").write_text(
        'name = "Late *news*"\nsource = "The portal https://example.org/portal"\nlicence = "CC BY"\n', "utf-8"
    )
    scene.stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
    scene.stage.add("2014-11-03", "'Moons: Zanzibarine clockmakers open a museum of moons'")
    break_pages(scene.stage, 1)
    await scene.reload()
    reply = await scene.moderator.slash(scene.channel, "archive status")
    assert reply.ephemeral
    assert "459 events\n1999 to 2014\n1 page refused" in reply.text
    assert "1 page tells the same event as another" in reply.text
    assert f"Loaded <t:{int(scene.today.now.timestamp())}:R>" in reply.text
    assert "**Late \\*news\\***\n-# The portal https://example.org/portal · CC BY" in reply.text
    assert "-# Clio " in reply.text


async def test_a_moderator_who_reads_chinese(scene: Scene) -> None:
    reader = moderator(scene, "wei", "zh-CN")
    break_pages(scene.stage, 9)
    reply = await reader.slash(scene.channel, "archive reload", until=says("档案已重新载入"), patience=RELOADING)
    assert "新增0个事件" in reply.text
    assert "未收录9页" in reply.text
    too_soon = await reader.slash(scene.channel, "archive reload")
    assert "请在60秒后再试" in too_soon.text
    assert "载入时间" in (await reader.slash(scene.channel, "archive status")).text
    listed = await reader.slash(scene.channel, "archive problems")
    assert "第1页，共2页" in listed.text
    assert listed.message is not None
    assert set(buttons(listed.message)) == {"上一页", "下一页", "全部存为文件"}


async def test_no_problems(scene: Scene) -> None:
    reply = await scene.moderator.slash(scene.channel, "archive problems")
    assert reply.ephemeral
    assert "No page has a problem" in reply.text
    assert reply.message is not None
    assert buttons(reply.message) == {}


async def test_problems_are_turned_over_also_after_a_restart_and_a_reload(sandbox: Sandbox, stage: Stage) -> None:
    pages = break_pages(stage, 20)
    stage.add("2014-11-03", "A headline", sources="[{name: X, url: 'nowhere'}]")
    async with staged(sandbox, stage) as scene:
        await scene.reload()
        listed = await scene.moderator.slash(scene.channel, "archive problems")
        assert "20 pages refused" in listed.text
        assert "1 page kept with a doubt" in listed.text
        assert "Page 1 of 3" in listed.text
        assert listed.text.count("news/broken-") == problems.ROWS
        message = listed.message
        assert message is not None
        assert buttons(message)["Back"]["disabled"]
        second = await scene.moderator.press(message, buttons(message)["Next"]["custom_id"])
        assert "Page 2 of 3" in second.text
        assert "news/broken-08.md" in second.text
    async with serving(stage.settings, scene.today):
        standing = sandbox.world.messages.find(message.channel_id, message.id)
        assert standing is not None
        third = await scene.moderator.press(standing, buttons(standing)["Next"]["custom_id"])
        assert "Page 3 of 3" in third.text
        assert "kept" in third.text
        assert third.message is not None
        assert buttons(third.message)["Next"]["disabled"]
        for path in pages[2:]:
            path.unlink()
        await scene.reload()
        first = await scene.moderator.press(third.message, buttons(third.message)["Back"]["custom_id"])
        assert "2 pages refused" in first.text
        assert "Page 1 of 1" in first.text


async def test_problems_as_a_file(scene: Scene) -> None:
    break_pages(scene.stage, 12)
    scene.stage.add("2014-11-03", "A headline", sources="[{name: X, url: 'nowhere'}]")
    await scene.reload()
    listed = await scene.moderator.slash(scene.channel, "archive problems")
    assert listed.message is not None
    sent = await scene.moderator.press(listed.message, "archive:problems:file")
    assert sent.message is not None
    (file,) = sent.message.attachments
    assert file.filename == "problems.csv"
    assert sent.message.ephemeral_to == scene.moderator.user.id
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["refused"] for row in rows] == ["yes"] * 12 + ["no"]
    assert (rows[0]["page"], rows[0]["problem"]) == ("news/broken-00.md", "empty")
    assert all(row["reason"] for row in rows)
    assert "Page 1 of 2" in listed.text  # the list stays as it was


async def test_who_is_a_moderator_no_more_turns_no_page(scene: Scene) -> None:
    break_pages(scene.stage, 12)
    await scene.reload()
    listed = await scene.moderator.slash(scene.channel, "archive problems")
    assert listed.message is not None
    with pytest.raises(NotOfferedError):
        await scene.member.press(listed.message, "archive:problems:2")
    scene.sandbox.world.join(scene.guild, scene.moderator.user)  # without the role
    for id_ in ("archive:problems:2", "archive:problems:file"):
        refused = await scene.moderator.press(listed.message, id_, until=says("Only those who may manage the server"))
        assert all(message.ephemeral_to is not None for message in refused.messages)
    assert "Page 1 of 2" in listed.text


async def test_an_archive_that_cannot_be_read_is_told(scene: Scene) -> None:
    scene.app.archive.close()
    for command in ("status", "problems"):
        reply = await scene.moderator.slash(scene.channel, f"archive {command}")
        assert reply.ephemeral
        assert "The archive cannot be read" in reply.text
    assert "The archive was reloaded" in (await scene.reload()).text
    assert "458 events" in (await scene.moderator.slash(scene.channel, "archive status")).text


async def test_what_takes_long_is_deferred_first_and_stays_private(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_pages(scene.stage, 12)
    await scene.reload()
    monkeypatch.setattr(deferral, "PROMPT", 0.0)
    assert "458 events" in (await scene.moderator.slash(scene.channel, "archive status")).text
    listed = await scene.moderator.slash(scene.channel, "archive problems")
    assert listed.message is not None
    turned = await scene.moderator.press(listed.message, "archive:problems:2")
    assert "Page 2 of 2" in turned.text
    sent = await scene.moderator.press(listed.message, "archive:problems:file", until=says_file)
    assert all(message.ephemeral_to for message in (*listed.messages, *sent.messages))
    assert [deferred.body["type"] for deferred in scene.sandbox.journal.of("POST", CALLBACK)][1:] == [5, 5, 6, 5]


async def test_a_broken_connection_costs_no_file(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    break_pages(scene.stage, 12)
    await scene.reload()
    listed = await scene.moderator.slash(scene.channel, "archive problems")
    assert listed.message is not None
    monkeypatch.setattr(deferral, "PROMPT", 0.0)
    scene.sandbox.faults.cut("PATCH", REPLY)
    sent = await scene.moderator.press(listed.message, "archive:problems:file", until=says_file)
    assert len(sent.messages) == 1
    (file,) = sent.messages[0].attachments
    assert file.content.count(b"\n") >= 12


def says_file(reply: Reply) -> bool:
    """Holds once a file was sent."""
    return any(message.attachments for message in reply.messages)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A watcher that waits for little."""
    monkeypatch.setattr(watching, "QUIET_MS", 50)
    monkeypatch.setattr(watching, "LOOK_MS", 200)
    monkeypatch.setattr(watching, "RETRY", 0.05)


class Log(logging.Handler):
    """The lines of the log, to wait for."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: list[str] = []
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
        self._loop.call_soon_threadsafe(self._news.set)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a line after which that holds."""
        async with asyncio.timeout(RELOADING):
            while not holds():
                await self._news.wait()
                self._news.clear()

    async def until_said(self, words: str) -> None:
        """Wait for a line with those words."""
        await self.until(lambda: any(words in line for line in self.lines))


@pytest.fixture
async def log(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Log]:
    caplog.set_level(logging.INFO, "bot")
    made = Log()
    logging.getLogger("bot").addHandler(made)
    yield made
    logging.getLogger("bot").removeHandler(made)


async def found(scene: Scene, words: str, log: Log) -> None:
    """Wait until an event can be found."""
    await log.until(lambda: any(words in one.text for one in scene.app.archive.complete("zanzibarine")))


@pytest.mark.usefixtures("hasty")
async def test_watched_pages_are_found_without_a_command(sandbox: Sandbox, stage: Stage, log: Log) -> None:
    stage.add("2014-11-02", "Zanzibarine clockmakers came while nobody watched")
    async with staged(sandbox, stage, watch="1") as scene:
        await found(scene, "came while nobody watched", log)
        page = stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
        await found(scene, "museum of moons", log)
        page.write_text(page.read_text("utf-8").replace("moons", "suns"), "utf-8")
        await found(scene, "museum of suns", log)
        # What Clio does by itself keeps no moderator waiting for a minute.
        assert "The archive was reloaded" in (await scene.reload()).text
        assert scene.member.sees(scene.channel) == []
    assert [line for line in log.lines if "460 events; 1 pages added" in line]


@pytest.mark.usefixtures("hasty")
async def test_a_watcher_that_breaks_stops_nothing(
    sandbox: Sandbox, stage: Stage, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise OSError("OS file watch limit reached")

    real = watching.awatch
    monkeypatch.setattr(watching, "awatch", broken)
    async with staged(sandbox, stage, watch="1") as scene:
        assert "Konna" in (await scene.member.slash(scene.channel, "event", about="konna")).text
        await log.until_said("Pages cannot be watched (OS file watch limit reached)")
        monkeypatch.setattr(watching, "awatch", real)
        stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
        await found(scene, "museum of moons", log)


@pytest.mark.usefixtures("hasty")
async def test_a_watched_folder_that_is_replaced_is_watched_again(sandbox: Sandbox, stage: Stage, log: Log) -> None:
    async with staged(sandbox, stage, watch="1") as scene:
        stage.add("2014-11-02", "Zanzibarine clockmakers strike")
        await found(scene, "strike", log)
        shutil.rmtree(stage.added)
        stage.added.mkdir()
        stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
        await found(scene, "museum of moons", log)


async def test_a_watched_archive_whose_reload_fails_is_tried_again(scene: Scene, hasty: None, log: Log) -> None:
    lock = scene.app.archive.path.with_suffix(".lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    scene.stage.add("2014-11-03", "Zanzibarine clockmakers open a museum of moons")
    archive = scene.app.archive
    watch = asyncio.create_task(keep_watching(scene.app.desk.archivist, archive.roots, archive.path))
    await log.until_said("The archive was not reloaded")
    lock.rmdir()
    await found(scene, "museum of moons", log)
    watch.cancel()
    await asyncio.wait({watch})


async def test_a_reload_under_way_when_clio_stops_is_given_up_in_silence(
    sandbox: Sandbox, stage: Stage, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    async with staged(sandbox, stage) as scene:
        begun = await scene.moderator.slash(scene.channel, "archive reload")
    await log.until_said("The archive was not reloaded")
    if others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others, timeout=0.5)
    assert "is being reloaded" in begun.text
    assert not [record for record in caplog.records if record.exc_info or record.exc_text]
