"""The daily digest as moderators set it up and people meet it."""

from __future__ import annotations

import datetime as dt

from .digests import DAY, HOUR, START, Newsroom
from .reading import labels, links, press


async def test_a_digest_arrives_at_its_hour_once(room: Newsroom) -> None:
    reply = await room.call("add", time="9am", timezone="Paris")
    assert reply.ephemeral
    first = START + 2 * HOUR
    assert f"<t:{int(first.timestamp())}:F>" in reply.text
    await room.until(first - dt.timedelta(seconds=1))
    assert room.posts() == []
    await room.until(first + 3 * HOUR)
    (post,) = room.posts()
    assert "On this day, 18 January" in post.text
    assert links(post)
    assert "More" in labels(post)
    told = await room.call("status")
    assert f"/{room.guild.id}/{room.channel.id}/{post.id}" in told.text
    assert f"<t:{int((first + DAY).timestamp())}:F>" in told.text
    await room.until(first + 3 * DAY)
    assert len(room.posts()) == 4


async def test_more_opens_the_whole_day_for_who_presses(room: Newsroom) -> None:
    await room.call("add", time="7:00")
    await room.until(START + HOUR)
    (post,) = room.posts()
    opened = await press(room.member, post, "More")
    assert opened.ephemeral
    assert "On this day, 18 January" in opened.text
