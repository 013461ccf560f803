"""Which guilds are this process's own: Discord's rule, the same for a number and in SQL."""

from __future__ import annotations

import discord
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, literal, select, union_all

from bot.chat.own_guilds import is_own, own_column

GUILDS = st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=20, unique=True)
ENGINE = create_engine("sqlite://")


def client(count: int | None, ids: list[int] | None) -> discord.AutoShardedClient:
    return discord.AutoShardedClient(intents=discord.Intents.none(), shard_count=count, shard_ids=ids)


@settings(max_examples=50, deadline=None)
@given(GUILDS, st.integers(1, 9), st.data())
def test_a_guild_is_a_processs_own_by_its_shard_alone(guilds: list[int], count: int, data: st.DataObject) -> None:
    ids = data.draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True))
    process = client(count, ids)
    expected = [guild for guild in guilds if (guild >> 22) % count in ids]
    assert list(filter(is_own(process), guilds)) == expected
    ours = own_column(process)
    assert ours is not None
    rows = union_all(*(select(literal(guild).label("guild")) for guild in guilds)).subquery()
    with ENGINE.connect() as connection:
        found = connection.execute(select(rows.c.guild).where(ours(rows.c.guild))).scalars().all()
    assert sorted(found) == sorted(expected)


def test_a_process_that_has_all_shards_has_all_guilds() -> None:
    assert own_column(client(None, None)) is None
    assert own_column(client(4, None)) is None
    assert is_own(client(4, None))(7 << 22)
