"""Which guilds belong to this process where several share them: one rule, for a number and for a column in SQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import discord

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from bot.digest.claiming import Ours

_Guild = TypeVar("_Guild", int, "ColumnElement[int]")


def is_own(client: discord.AutoShardedClient) -> Callable[[int], bool]:
    """Says of a guild (its id) whether it belongs to a shard of this process."""
    count, ids = client.shard_count, client.shard_ids
    if count is None or ids is None:
        return lambda guild: True
    return lambda guild: _shard(guild, count) in ids


def own_column(client: discord.Client) -> Ours | None:
    """The same of a column of guilds; None where this process has them all."""
    if not isinstance(client, discord.AutoShardedClient) or client.shard_count is None or client.shard_ids is None:
        return None
    count, ids = client.shard_count, client.shard_ids
    return lambda guild: _shard(guild, count).in_(ids)


def _shard(guild: _Guild, count: int) -> _Guild:
    """The shard of a guild.

    Source: https://discord.com/developers/docs/events/gateway#sharding-sharding-formula
    """
    return guild // 2**22 % count
