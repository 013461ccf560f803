"""Two processes' worth of Clio on one database, a shard each: every digest once, and no guild taken for left."""

from __future__ import annotations

import asyncio

from bot.digest.claiming import FOR_ITS_OWN

from .digests import DAY, HOUR, START, Newsroom
from .stage import PATIENCE, come_true, serving


async def test_each_shard_knows_its_guilds_and_both_deliver_once(room: Newsroom) -> None:
    world = room.sandbox.world
    rooms = {}
    while len(rooms) < 2:  # a guild on each shard
        guild = world.add_guild("Elsewhere", room.moderator.user, room.application, owner=room.moderator.user)
        rooms.setdefault((guild.id >> 22) % 2, world.add_channel(guild, "general"))
        room.clock.now += DAY / 86400000  # the next millisecond, that the next id is on another shard
    await room.settled(lambda: all(room.app.client.get_channel(channel.id) for channel in rooms.values()))
    for channel in rooms.values():
        room.rest()
        await room.moderator.slash(channel, "digest add", time="7:00", patience=PATIENCE)
    room.app.stop()
    await room.stopped()
    settings = [room.settings.model_copy(update={"shards": 2, "shard_ids": (number,)}) for number in range(2)]
    async with serving(settings[0], room.clock) as one, serving(settings[1], room.clock) as other:
        apps = [one, other]
        for number, app in enumerate(apps):
            await asyncio.wait_for(app.digests.opened.wait(), PATIENCE)
            await come_true(lambda app=app, number=number: app.client.get_channel(rooms[number].id) is not None)  # type: ignore[misc]
            assert app.client.get_channel(rooms[1 - number].id) is None
        room.clock.now = START + HOUR
        desks = [await app.digests.desk() for app in apps]
        await asyncio.gather(*(desk.courier.wake() for desk in desks))
        await asyncio.gather(*(desk.courier.idle() for desk in desks))
        assert [len(room.posts(channel)) for channel in rooms.values()] == [1, 1]
        # One process alone carries what belongs to both, where the other does not: posting needs no gateway.
        room.clock.now = START + DAY + HOUR + FOR_ITS_OWN
        await desks[0].courier.wake()
        await desks[0].courier.idle()
        assert [len(room.posts(channel)) for channel in rooms.values()] == [2, 2]
