"""A newsroom whose clocks go only when they are told to: Clio's and Discord's show the same."""

from __future__ import annotations

import asyncio
import datetime as dt
import shutil
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.app import App
from bot.chat.digest_cards import WHOLE_DAY
from bot.chat.digest_desk import DigestDesk
from bot.chat.pace import Pace
from bot.digest.schedule import Plan
from bot.digest.schedules import plan_values
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import Reply, followed_up
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Guild, Role
from bot.sandbox.world.message import Message, walk
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application
from bot.settings import Settings
from bot.store.store import Store
from bot.store.tables import guilds, schedules
from tests.sandbox import openapi, told

from .reading import press
from .stage import PATIENCE, TOKEN, Stage, come_true, serving

START = dt.datetime(2015, 1, 18, 6, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(slots=True)
class Travel:
    """A clock that is set by hand."""

    now: dt.datetime = START

    def __call__(self) -> dt.datetime:
        return self.now

    def seconds(self) -> float:
        """The same as seconds since 1970."""
        return self.now.timestamp()


@dataclass
class Newsroom:
    """A guild with channels and people, Clio in it, and its digests."""

    sandbox: Sandbox
    clock: Travel
    settings: Settings
    application: Application
    guild: Guild
    channel: Channel
    other: Channel
    mods: Role
    member: Person
    moderator: Person
    reader: Person
    app: App = field(init=False)
    gone: asyncio.Event = field(init=False)

    @property
    def desk(self) -> DigestDesk:
        """The desk of the running app."""
        desk = self.app.digests._desk
        assert desk is not None
        return desk

    @asynccontextmanager
    async def running(self) -> AsyncIterator[App]:
        """Clio at work, until the block ends."""
        self.gone = asyncio.Event()
        async with serving(self.settings, self.clock, self.gone) as app:
            self.app = app
            await asyncio.wait_for(app.digests.opened.wait(), PATIENCE)
            await app.digests.desk()
            await self.work()
            yield app

    async def stopped(self) -> None:
        """Wait until the app that was told to stop has done so."""
        await asyncio.wait_for(self.gone.wait(), PATIENCE)

    async def settled(self, holds: Callable[[], bool]) -> None:
        """Wait until Clio has heard of something, and done what it does then."""
        await come_true(holds)
        await asyncio.sleep(0.1)

    async def call(self, command: str, who: Person | None = None, **options: object) -> Reply:
        """What comes of /digest, called by the moderator or somebody else, once it is no longer "thinking"."""
        person = who or self.moderator
        self.rest()
        return await person.slash(self.channel, f"digest {command}", patience=PATIENCE, **options)  # type: ignore[arg-type]

    async def press(self, who: Person, message: Message | None, label: str) -> Reply:
        """What comes of pressing a button."""
        self.rest()
        return await press(who, message, label, patience=PATIENCE)

    def rest(self) -> None:
        """Have everybody rest until they may ask again."""
        self.app.client.pace = Pace(time.monotonic)

    async def work(self) -> None:
        """Have Clio do what is to be done now."""
        await self.desk.courier.wake()
        await self.desk.courier.idle()

    async def until(self, end: dt.datetime) -> None:
        """Let time pass as far as ``end``, with Clio at work whenever it wants to be."""
        while True:
            await self.work()
            wanted = await self.desk.courier.next_wake()
            if wanted is None or wanted > end:
                break
            self.clock.now = max(wanted, self.clock.now + dt.timedelta(seconds=1))
        self.clock.now = max(self.clock.now, end)
        await self.work()

    def posts(self, channel: Channel | None = None) -> list[Message]:
        """The digests that stand in a channel."""
        stood = self.sandbox.world.messages.of_channel((channel or self.channel).id)
        return [message for message in stood if marks(message)]


def marks(message: Message) -> list[str]:
    """The marks of digests in a message."""
    found = (WHOLE_DAY.fullmatch(part.get("custom_id", "")) for part in walk(message.components))
    in_buttons = [match["mark"] for match in found if match]
    last = message.content.rpartition("\n")[2].removeprefix("-# ")
    return in_buttons or ([last] if last.startswith("clio") and len(last) == 20 else [])


@asynccontextmanager
async def furnished(
    sandbox: Sandbox, clock: Travel, stage: Stage, folder: Path, **more: object
) -> AsyncIterator[Newsroom]:
    """The newsroom with Clio at work, a database of its own in ``folder``; ``more`` are settings.

    What Clio sent, and was told, is what Discord's own description allows.
    """
    world = sandbox.world
    application = world.add_application(TOKEN)
    member, moderator = world.add_user("ann"), world.add_user("mod")
    reader = world.add_user("wen", locale="zh-CN")
    guild = world.add_guild("Newsroom", member)
    mods = world.add_role(guild, "mods", Permission.MANAGE_GUILD)
    for person in (moderator, reader):
        world.join(guild, person, mods)
    world.join(guild, application)
    channel, other = world.add_channel(guild, "general"), world.add_channel(guild, "history")
    for index in stage.home.glob("*.index"):
        shutil.copyfile(index, folder / index.name)
    settings = replace(stage, home=folder).settings.model_copy(update=more)
    people = (sandbox.person(member), sandbox.person(moderator), sandbox.person(reader))
    room = Newsroom(sandbox, clock, settings, application, guild, channel, other, mods, *people)
    async with room.running():
        yield room
    if openapi.is_here():
        refused = [problem for exchange in sandbox.journal for problem in openapi.problems(exchange)]
        refused += told.problems(sandbox.gateway.told)
        assert not refused, "\n".join(refused)


async def scheduled(store: Store, places: Sequence[Channel], due: dt.datetime) -> None:
    """Have each of many channels get a digest from ``due`` (in UTC) on, every day."""
    made = due - DAY
    rows = [
        {
            "guild": place.guild_id, **plan_values(Plan(place.id, due.time(), "UTC")), "created": made, "renewed": made,
            "next_day": due.date(), "next_due": due,
        }
        for place in places
    ]  # fmt: skip
    async with store.writing() as connection:
        await connection.execute(guilds.insert(), [{"id": one} for one in {place.guild_id for place in places}])
        await connection.execute(schedules.insert(), rows)


__all__ = ["DAY", "HOUR", "START", "Newsroom", "Travel", "followed_up", "furnished", "marks", "scheduled"]
