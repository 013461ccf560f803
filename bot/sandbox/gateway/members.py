"""Members of a guild, told in chunks to the bot that asks.

Source: https://discord.com/developers/docs/events/gateway-events#request-guild-members
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.sandbox.errors import Json
from bot.sandbox.world.world import World

CHUNK = 1_000
"""Members in one GUILD_MEMBERS_CHUNK."""


def chunks(world: World, guild_id: int, asked: Json) -> Iterator[Json]:
    """The data of each GUILD_MEMBERS_CHUNK for what was asked: some ids, or names that begin with a query."""
    wanted = {int(user_id) for user_id in _many(asked.get("user_ids"))}
    query = str(asked.get("query") or "").lower()
    members = [
        member.json()
        for member in world.guilds.members(guild_id)
        if (member.user.id in wanted if wanted else member.user.username.lower().startswith(query))
    ]
    found = {int(member["user"]["id"]) for member in members}
    members = members[: asked.get("limit") or len(members)]
    count = max(1, -(-len(members) // CHUNK))
    for index in range(count):
        chunk: Json = {
            "guild_id": str(guild_id),
            "members": members[index * CHUNK : (index + 1) * CHUNK],
            "chunk_index": index,
            "chunk_count": count,
            "not_found": [str(user_id) for user_id in sorted(wanted - found)],
        }
        yield chunk | ({"nonce": asked["nonce"]} if "nonce" in asked else {})


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
