"""Whatever Discord or people do meanwhile: each local day's digest stands once, and what could not be is said."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from bot.digest import courier as courier_module
from bot.digest.failures import Cause
from bot.digest.schedule import State
from bot.sandbox.world.channels import Channel, ChannelType
from bot.sandbox.world.permissions import Permission

from .digests import DAY, HOUR, START, Newsroom
from .reading import labels
from .stage import PATIENCE

MESSAGES = "/channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/threads"
Trouble = Callable[[Newsroom, str], None]


def failing(status: int, **more: object) -> Trouble:
    """An answer of that status to the next post."""
    return lambda room, route: room.sandbox.faults.fail("POST", route, status, **more)  # type: ignore[arg-type]


def cut(*, carried_out: bool) -> Trouble:
    """A connection cut before or after the post was stored."""
    return lambda room, route: room.sandbox.faults.cut("POST", route, carried_out=carried_out)


TROUBLES = {
    "429 of the route": failing(429),
    "429 of the bot": failing(429, everywhere=True),
    "429 for long": failing(429, retry_after=40.0),
    "500": failing(500),
    "500 after storing": failing(500, carried_out=True),
    "502": failing(502),
    "503": failing(503),
    "503 after storing": failing(503, carried_out=True),
    "cut before storing": cut(carried_out=False),
    "cut after storing": cut(carried_out=True),
}


async def state(room: Newsroom) -> list[tuple[State, Cause | None]]:
    """What the ledger says, the first day first."""
    return [(record.state, record.cause) for record in (await room.desk.records(room.guild.id))[::-1]]


@pytest.mark.parametrize("kind", [ChannelType.TEXT, ChannelType.FORUM])
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_a_passing_fault_neither_loses_nor_doubles(room: Newsroom, trouble: str, kind: ChannelType) -> None:
    forum = kind is ChannelType.FORUM
    channel = room.sandbox.world.add_channel(room.guild, "days", kind)
    await room.call("add", time="7:00", channel=channel)
    TROUBLES[trouble](room, THREADS if forum else MESSAGES)
    await room.until(START + 2 * HOUR)
    assert len(posted(room, channel)) == 1
    assert await state(room) == [(State.SENT, None)]
    (record,) = await room.desk.records(room.guild.id)
    assert record.posted is not None
    assert record.posted.message == posted(room, channel)[0]


def posted(room: Newsroom, channel: Channel) -> list[int]:
    """The ids of the digests in a channel or a forum."""
    places = [channel, *room.sandbox.world.channels.threads_under(channel.id)]
    return [post.id for place in places for post in room.posts(place)]


@pytest.mark.parametrize("stored", [False, True])
async def test_an_answer_that_takes_too_long(room: Newsroom, stored: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courier_module, "_CARRYING", 0.5)
    await room.call("add", time="7:00")
    release = room.sandbox.faults.hold("POST", MESSAGES, carried_out=stored)
    await room.until(START + HOUR)
    assert len(room.posts()) == stored
    # What was held comes through in the end, as it does with a slow server.
    release.set()
    await room.until(START + 2 * HOUR)
    assert len(room.posts()) == 1
    assert await state(room) == [(State.SENT, None)]


@pytest.mark.parametrize("trouble", ["cut", "not resumable"])
async def test_the_gateway_lost_and_found(room: Newsroom, trouble: str) -> None:
    await room.call("add", time="7:00")
    gateway = room.sandbox.gateway
    gateway.cut() if trouble == "cut" else gateway.invalidate(resumable=False)
    await room.until(START + HOUR)
    assert len(room.posts()) == 1
    # discord.py waits some seconds before it identifies anew; closed meanwhile, it leaves that socket's heartbeat
    # running, which would find no event loop in a later test.
    await room.settled(lambda: gateway.identified + gateway.resumed == 2 and room.app.client.is_connected)


async def test_a_restart_between_the_plan_and_the_post(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.clock.now = START + HOUR
    await room.desk.ledger.plan(room.clock())
    room.app.stop()
    await room.stopped()
    assert room.posts() == []
    async with room.running():
        assert len(room.posts()) == 1
        await room.until(START + DAY)
        assert len(room.posts()) == 1


@pytest.mark.parametrize("away", [20, 1200])  # within the minutes that a nonce is remembered, and after them
async def test_a_stop_during_the_post_gives_the_claim_back(room: Newsroom, away: int) -> None:
    await room.call("add", time="7:00")
    room.clock.now = START + HOUR
    release = room.sandbox.faults.hold("POST", MESSAGES, carried_out=True)
    await room.desk.courier.wake()
    await asyncio.wait_for(release.reached.wait(), PATIENCE)  # type: ignore[attr-defined]
    room.app.stop()
    await room.stopped()
    release.set()
    room.clock.now += dt.timedelta(seconds=away)  # no lease has to run out
    async with room.running():
        assert len(room.posts()) == 1
        assert await state(room) == [(State.SENT, None)]


async def test_what_came_due_while_clio_was_away(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.app.stop()
    await room.stopped()
    room.clock.now = START + 3 * DAY + 4 * HOUR
    async with room.running():
        assert len(room.posts()) == 1
        missed = (State.MISSED, None)
        assert await state(room) == [missed, missed, missed, (State.SENT, None)]
        assert (await room.call("status")).text.count("missed") == 3


DELETED = "Nothing is posted, since the channel was deleted; choose another one with /digest edit."


@pytest.mark.parametrize("kind", ["channel", "forum", "thread", "archived thread", "thread of a deleted channel"])
async def test_a_channel_that_is_deleted_pauses_its_digest_at_once(room: Newsroom, kind: str) -> None:
    world = room.sandbox.world
    world.set_system_channel(room.guild, room.other)
    gone = world.add_channel(room.guild, "gone", ChannelType.FORUM if kind == "forum" else ChannelType.TEXT)
    place = world.add_thread(gone, "history", room.member.user) if "thread" in kind else gone
    await room.call("add", time="7:00", channel=place)
    await room.call("add", time="7:00")
    if kind == "archived thread":
        world.close_thread(place)
    world.remove_channel(place if kind != "thread of a deleted channel" else gone)
    (note,) = await world.events.until(
        room.other.id, lambda: world.messages.of_channel(room.other.id) or None, PATIENCE
    )
    assert note.content == (
        "A digest is paused, since its channel is no longer there. Choose another one with `/digest edit`, and it "
        "goes on.\n-# a deleted channel · 07:00 UTC · up to 5 events"
    )
    status = await room.call("status")
    assert DELETED in status.text
    assert "**a deleted channel · 07:00 UTC" in status.text
    assert status.text.count("Next:") == 1
    assert labels(status.message) == []  # there is nothing to resume it in
    offered = [one["name"] for one in await room.moderator.type(room.channel, "digest edit", "digest", "")]
    assert offered == ["a deleted channel · 07:00 · UTC", "#general · 07:00 · UTC"]
    await room.until(START + DAY + HOUR)
    assert len(room.posts()) == 2
    assert await state(room) == [(State.SENT, None)] * 2
    edited = await room.call("edit", digest="deleted", channel=room.other)
    assert "Next:" in edited.text
    await room.until(START + 2 * DAY + HOUR)
    assert len(room.posts(room.other)) == 1


async def test_a_channel_deleted_while_clio_was_away_is_told_before_a_post_fails(room: Newsroom) -> None:
    world = room.sandbox.world
    world.set_system_channel(room.guild, room.other)
    gone = world.add_channel(room.guild, "gone")
    await room.call("add", time="7:00", channel=gone)
    room.app.stop()
    await room.stopped()
    world.remove_channel(gone)
    async with room.running():
        status, listed = await room.call("status"), await room.call("list")
        for told in (status.text, listed.text):
            assert DELETED in told
            assert "a deleted channel" in told
            assert "Next:" not in told
        assert "已被删除的频道" in (await room.call("list", room.reader)).text
        (offered,) = await room.moderator.type(room.channel, "digest edit", "digest", "")
        assert offered["name"] == "an archived or deleted channel · 07:00 · UTC"
        await room.until(START + 4 * DAY)
        assert [cause for _, cause in await state(room)] == [Cause.CHANNEL_GONE] * 3
        (note,) = world.messages.of_channel(room.other.id)
        assert "its channel is no longer there" in note.text
        asked = await room.call("remove", digest=offered["value"])
        assert "a deleted channel" in asked.text
        assert "a deleted channel" in (await room.press(room.moderator, asked.message, "Keep")).text


async def test_an_archived_thread_is_not_taken_for_deleted(room: Newsroom) -> None:
    world = room.sandbox.world
    thread = world.add_thread(room.channel, "history", room.member.user)
    await room.call("add", time="7:00", channel=thread)
    world.close_thread(thread)
    await room.settled(lambda: room.app.client.get_guild(room.guild.id).get_thread(thread.id) is None)  # type: ignore[union-attr]
    status = await room.call("status")
    assert f"<#{thread.id}>" in status.text
    assert "Next:" in status.text


async def test_who_cannot_be_told_of_a_deleted_channel_finds_it_in_the_status(room: Newsroom) -> None:
    world = room.sandbox.world
    gone = world.add_channel(room.guild, "gone")
    world.set_system_channel(room.guild, room.other)
    world.overwrite(room.other, room.application, deny=Permission.SEND_MESSAGES)
    await room.call("add", time="7:00", channel=gone)
    await room.call("add", time="8:00", channel=gone)
    world.remove_channel(gone)
    await room.settled(lambda: len(room.sandbox.journal.of("POST", MESSAGES)) >= 2)
    assert world.messages.of_channel(room.other.id) == []
    assert (await room.call("status")).text.count(DELETED) == 2
    assert [one.paused for one in await room.desk.schedules.of_guild(room.guild.id)] == [Cause.CHANNEL_GONE] * 2


async def test_a_paused_schedule_is_resumed_by_its_button(room: Newsroom) -> None:
    world = room.sandbox.world
    await room.call("add", time="7:00")
    world.overwrite(room.channel, room.application, deny=Permission.SEND_MESSAGES)
    await room.until(START + 4 * DAY)
    assert room.posts() == []
    world.overwrite(room.channel, room.application, allow=Permission.SEND_MESSAGES)
    status = await room.call("status")
    assert "Clio may not post in the channel" in status.text
    assert labels(status.message) == ["Resume"]
    resumed = await room.press(room.moderator, status.message, "Resume")
    assert "The digest goes on" in resumed.text
    await room.until(START + 5 * DAY)
    assert len(room.posts()) == 1


@pytest.mark.parametrize("denied", [Permission.SEND_MESSAGES, Permission.VIEW_CHANNEL])
async def test_a_permission_taken_and_given_back(room: Newsroom, denied: Permission) -> None:
    await room.call("add", time="7:00")
    # Somebody who may see the channel all the time calls the commands elsewhere.
    room.channel, channel = room.other, room.channel
    room.sandbox.world.overwrite(channel, room.application, deny=denied)
    await room.until(START + 2 * HOUR)
    assert room.posts(channel) == []
    room.sandbox.world.overwrite(channel, room.application, allow=denied)
    await room.until(START + 3 * HOUR)
    assert len(room.posts(channel)) == 1
    assert await state(room) == [(State.SENT, None)]


async def test_a_thread_that_is_locked_and_opened_again(room: Newsroom) -> None:
    world = room.sandbox.world
    thread = world.add_thread(room.channel, "history", room.member.user)
    await room.call("add", time="7:00", channel=thread)
    world.close_thread(thread, archived=True, locked=True)
    await room.until(START + 2 * HOUR)
    assert room.posts(thread) == []
    world.close_thread(thread, archived=False, locked=False)
    await room.until(START + 3 * HOUR)
    assert len(room.posts(thread)) == 1


async def test_a_thread_that_discord_calls_archived(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.sandbox.faults.fail("POST", MESSAGES, 400, code=50083)
    await room.until(START + dt.timedelta(minutes=61))
    (record,) = await room.desk.records(room.guild.id)
    assert record.cause is Cause.THREAD_ARCHIVED
    await room.until(START + 2 * HOUR)
    assert len(room.posts()) == 1


async def test_a_404_that_is_not_about_the_channel(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.sandbox.faults.fail("POST", MESSAGES, 404, code=10008)
    await room.until(START + 2 * HOUR)
    assert len(room.posts()) == 1
    assert await state(room) == [(State.SENT, None)]


async def test_a_form_refused_for_good_is_said(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.sandbox.faults.fail("POST", MESSAGES, 400, code=50035, times=2)
    await room.until(START + 2 * HOUR)
    assert room.posts() == []
    assert "Discord takes the digest in no form" in (await room.call("status")).text


async def test_a_guild_left_and_joined_again(room: Newsroom) -> None:
    world = room.sandbox.world
    await room.call("add", time="7:00")
    await room.until(START + HOUR)
    world.leave(room.guild, room.application)
    await room.settled(lambda: room.app.client.get_guild(room.guild.id) is None)
    await room.until(START + 5 * DAY)
    assert len(room.posts()) == len(await state(room)) == 1
    world.join(room.guild, room.application)
    await room.settled(lambda: room.app.client.get_guild(room.guild.id) is not None)
    await room.until(START + 6 * DAY)
    assert len(room.posts()) == 2


async def test_a_guild_left_for_thirty_days_is_forgotten(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    room.sandbox.world.leave(room.guild, room.application)
    await room.settled(lambda: room.app.client.get_guild(room.guild.id) is None)
    assert len(await room.desk.schedules.of_guild(room.guild.id)) == 1
    await room.desk.guilds.sweep(START + 29 * DAY)
    assert len(await room.desk.schedules.of_guild(room.guild.id)) == 1
    room.app.stop()
    await room.stopped()
    room.clock.now = START + 31 * DAY
    async with room.running():
        async with asyncio.timeout(PATIENCE):
            for _ in itertools.count():
                if await room.desk.schedules.of_guild(room.guild.id) == []:
                    break
                await asyncio.sleep(0.01)


async def test_one_guilds_trouble_delays_no_other(room: Newsroom) -> None:
    world = room.sandbox.world
    other = world.add_guild("Elsewhere", room.moderator.user, room.application, owner=room.moderator.user)
    channel = world.add_channel(other, "general")
    await room.settled(lambda: room.app.client.get_channel(channel.id) is not None)
    await room.call("add", time="7:00")
    await room.moderator.slash(channel, "digest add", time="7:00", patience=PATIENCE)
    release = room.sandbox.faults.hold("POST", MESSAGES, channel_id=room.channel.id)
    room.clock.now = START + HOUR
    await room.desk.courier.wake()
    await room.sandbox.world.events.until(channel.id, lambda: room.posts(channel) or None, PATIENCE)
    assert room.posts() == []
    release.set()
    await room.desk.courier.idle()
    assert len(room.posts()) == 1
