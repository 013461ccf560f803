"""Clio killed for good at the very moment it posts, and started again: the digest stands once, and is recorded."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.chat.pace import QUESTIONS, SECONDS
from bot.sandbox import Sandbox
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.permissions import Permission

from .digests import marks
from .stage import PATIENCE, TOKEN, come_true, surroundings

MESSAGES = "/channels/{channel_id}/messages"
THREADS = "/channels/{channel_id}/threads"

PROGRAM = """
import asyncio, datetime, signal, sys
from bot.app import App, here_and_now
from bot.chat.loopback import point_at
from bot.logs import set_up_logs
from bot.settings import read_settings

async def main():
    later = datetime.timedelta(seconds=float(sys.argv[3]))
    app = App(read_settings(), lambda: here_and_now() + later)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, app.stop)
    await app.serve()

set_up_logs("info", [])
point_at(sys.argv[1], sys.argv[2])
asyncio.run(main())
"""
LEASE_OVER = 600
"""Seconds by which the second start's clock is ahead: nobody waits for the lease of the first to run out."""


async def start(sandbox: Sandbox, home: Path, later: float, said: bytes, **others: str) -> Process:
    """Clio as a process of its own, its clock ahead by some seconds, once it has said something."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", PROGRAM, sandbox.api_base, sandbox.gateway_url, str(later)),
        env=surroundings(home, **others),
        cwd=home,
        stderr=PIPE,
    )
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE * 3):
        while said not in (line := await process.stderr.readline()):
            assert line, "it has ended"
    return process


@pytest.mark.parametrize("stored", [False, True])
@pytest.mark.parametrize("kind", [ChannelType.TEXT, ChannelType.FORUM])
async def test_killed_while_it_posts(sandbox: Sandbox, tmp_path: Path, kind: ChannelType, stored: bool) -> None:
    world = sandbox.world
    application = world.add_application(TOKEN)
    moderator = sandbox.person(world.add_user("mod"))
    guild = world.add_guild("Newsroom", application)
    world.join(guild, moderator.user, world.add_role(guild, "mods", Permission.MANAGE_GUILD))
    lobby, channel = world.add_channel(guild, "lobby"), world.add_channel(guild, "days", kind)

    def posts() -> list[int]:
        places = [channel, *world.channels.threads_under(channel.id)]
        return [post.id for place in places for post in world.messages.of_channel(place.id) if marks(post)]

    first = await start(sandbox, tmp_path, 0, b"Ready as")
    await moderator.slash(lobby, "digest add", channel=channel, patience=PATIENCE)
    route = THREADS if kind is ChannelType.FORUM else MESSAGES
    release = sandbox.faults.hold("POST", route, carried_out=stored)
    now = asyncio.create_task(moderator.slash(lobby, "digest now", patience=PATIENCE))
    await asyncio.wait_for(release.reached.wait(), PATIENCE)  # type: ignore[attr-defined]
    first.send_signal(signal.SIGKILL)
    await first.wait()
    now.cancel()
    assert len(posts()) == stored
    second = await start(sandbox, tmp_path, LEASE_OVER, b"Digests are being delivered")
    await come_true(lambda: bool(posts()))
    (post,) = posts()
    if kind is ChannelType.TEXT or stored:
        # What was held comes through in the end, as it does with a slow server that nobody waits for any more. Posts in
        # forums have no nonce: there Discord itself would have to open a second one, ten minutes late.
        release.set()
    async with asyncio.timeout(PATIENCE):
        for _ in range(100):
            told = (await moderator.slash(lobby, "digest status", patience=PATIENCE)).text
            if f"/{post})" in told:
                break
            await asyncio.sleep(SECONDS / QUESTIONS)
    assert f"/{post})" in told
    assert posts() == [post]
    second.terminate()
    await asyncio.wait_for(second.wait(), PATIENCE)
    assert second.returncode == 0
