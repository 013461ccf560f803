"""What somebody in the newsroom of ``clio demo`` says when it helps: how to see a digest that has just been set up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.commands.newsroom_words import SEE_IT
from bot.sandbox.world.channels import WITHOUT_MESSAGES
from bot.sandbox.world.message import Draft

if TYPE_CHECKING:
    from bot.commands.demo import Program
    from bot.commands.newsroom import Newsroom
    from bot.sandbox.world.world import World


class Hints:
    """Looks at the digests when they have changed, and says once what to do next. Belongs to one event loop."""

    def __init__(self, program: Program, newsroom: Newsroom, world: World) -> None:
        self._program = program
        self._newsroom = newsroom
        self._world = world
        self._looking: asyncio.Task[None] | None = None
        self._said = False

    def digests_changed(self) -> None:
        """Looks whether there is a first one."""
        if not self._said and (self._looking is None or self._looking.done()):
            self._looking = asyncio.create_task(self._look())

    async def _look(self) -> None:
        digests, room = self._program.digests, self._newsroom
        schedules = await digests.schedules.of_guild(room.guild.id) if digests is not None else []
        if not schedules:
            return
        self._said = True
        found = self._world.channels.find(schedules[0].plan.channel)
        where = found if found is not None and found.type not in WITHOUT_MESSAGES else room.general
        # A demonstration that is gone on with has been told already.
        if all(said.content != SEE_IT for said in self._world.messages.of_channel(where.id)):
            self._world.messages.post(where, room.operator, Draft(content=SEE_IT))
