"""Everything people do, in both languages and in every trouble: each deed is answered as if there were none."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.chat import deferral, replies
from bot.chat.archivist import PAUSE
from bot.chat.pace import SECONDS, Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Message
from bot.sandbox.world.permissions import Permission
from bot.speech import speech

from .conftest import PATIENCE, RELOADING, Scene, Stage, bundled_scene, serving, staged
from .reading import BUTTON, SELECT, labels, parts
from .test_every_button import sound
from .test_private_failures import FORBIDDEN, LANGUAGES

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGES = "/channels/{channel_id}/messages"
SLOW = 0.3
"""Real seconds that Discord takes, where it is slow."""
AT_THE_WIRE = ("slow Discord", "429", "500", "503")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who does everything there is to do, with cards that were told before: a list, a choice, an event."""

    scene: Scene
    person: Person
    keeper: Person
    thread: Channel
    language: str
    listed: Message
    related: Message
    told: Message

    @property
    def deeds(self) -> dict[str, Callable[[], Awaitable[Message | None]]]:
        """What can be done, by name; each ends with what comes of it, and turning a page comes last."""
        direct = self.person.direct(self.scene.application)
        return {
            "command": self.command,
            "press": lambda: self.press(self.told, "r"),
            "open": lambda: self.press(self.listed, "o"),
            "ask": lambda: self.press(self.told, "a"),
            "choose": self.choose,
            "say": lambda: self.say(self.scene.channel, "event about konna", "关于马里的事件"),
            "follow": lambda: self.say(self.scene.channel, "the second one", "第二个", self.listed),
            "thread": lambda: self.say(self.thread, "related to konna", "与 Konna 相关的事件"),
            "direct": lambda: self.say(direct, "on this day", "历史上的今天"),
            "turn": lambda: self.press(self.listed, "p"),
        }

    @property
    def chores(self) -> dict[str, Callable[[], Awaitable[str]]]:
        """What moderators do, by name, and what is said to it."""
        return {"status": self.status, "problems": self.problems, "reload": self.reload}

    async def status(self) -> str:
        """Ask how the archive stands."""
        return (await self.keeper.slash(self.scene.channel, "archive status", patience=PATIENCE)).text

    async def problems(self) -> str:
        """Ask what is wrong with pages."""
        return (await self.keeper.slash(self.scene.channel, "archive problems", patience=PATIENCE)).text

    async def reload(self) -> str:
        """Reload the archive to its end."""
        self.scene.today.forward(PAUSE)
        end = speech(self.language).say("The archive was reloaded")
        reply = await self.keeper.slash(
            self.scene.channel, "archive reload", until=lambda reply: end in reply.text, patience=RELOADING
        )
        return reply.text

    async def command(self) -> Message | None:
        """Call a command."""
        return (await self.person.slash(self.scene.channel, "event", about="konna", patience=PATIENCE)).message

    async def press(self, card: Message, verb: str) -> Message | None:
        """Press the first button that does something of a kind."""
        ids = [part["custom_id"] for part in parts(card, BUTTON) if "custom_id" in part]
        wanted = next(id_ for id_ in ids if id_.split("~")[1] == verb)
        return (await self.person.press(card, wanted, patience=PATIENCE)).message

    async def choose(self) -> Message | None:
        """Choose from a list."""
        select = parts(self.related, SELECT)[0]
        value = select["options"][1]["value"]
        return (await self.person.choose(self.related, select["custom_id"], value, patience=PATIENCE)).message

    async def say(self, channel: Channel, english: str, chinese: str, reply_to: Message | None = None) -> Message:
        """Say something to Clio."""
        words = english if self.language == "en" else chinese
        mention = self.scene.application.bot.mention
        said = await self.person.say(channel, f"{mention} {words}", reply_to=reply_to)
        return await said.answer(PATIENCE)

    async def offered(self) -> bool:
        """Whether something is offered while typing."""
        typed = await self.person.type(self.scene.channel, "event", "about", "konn", patience=PATIENCE)
        return bool(typed)


async def visitor(scene: Scene, language: str, *, stranger: bool = False) -> Visitor:
    """Who does everything in a language: with cards of their own, or of somebody else."""
    rested(scene)
    own = scene.member if language == "en" else scene.reader
    asker = scene.moderator if stranger else own
    told = [
        (await asker.slash(scene.channel, command, **options)).message
        for command, options in (
            ("event", {"about": "2013"}),
            ("related", {"to": "konna"}),
            ("event", {"about": "konna"}),
        )
    ]
    assert all(told)
    world = scene.sandbox.world
    keeper = world.add_user("kim", locale="en-US" if language == "en" else "zh-CN")
    world.join(scene.guild, keeper, next(role for role in world.guilds.roles(scene.guild.id) if role.name == "mods"))
    thread = world.add_thread(scene.channel, "Konna", own.user)
    return Visitor(scene, own, scene.sandbox.person(keeper), thread, language, *told)


def rested(scene: Scene) -> None:
    """Have nobody be too fast."""
    scene.app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)


def done(text: str, language: str) -> None:
    """Whether a chore had the answer it has without trouble."""
    assert text
    assert speech(language).say("Error {id}", id="")[:3] not in text
    assert any("\u4e00" <= sign <= "\u9fff" for sign in text) is (language != "en")


def answered(message: Message | None, language: str, scene: Scene) -> None:
    """Whether a deed had the answer it has without trouble."""
    assert message is not None
    reply = _Read(message)
    sound(reply, language)
    assert labels(message)


@dataclass(frozen=True, slots=True)
class _Read:
    """A message, read as a reply is."""

    message: Message

    @property
    def text(self) -> str:
        return self.message.text


scene = bundled_scene


def troubled(scene: Scene, trouble: str) -> None:
    """Have the next deed meet some trouble."""
    faults, gateway = scene.sandbox.faults, scene.sandbox.gateway
    for route in (CALLBACK, MESSAGES):
        faults.lift("POST", route)
    match trouble:
        case "gateway cut":
            gateway.cut()
        case "gateway reconnects":
            gateway.ask_to_reconnect()
        case "slow Discord":
            for route in (CALLBACK, MESSAGES):
                asyncio.get_running_loop().call_later(SLOW, faults.hold("POST", route).set)
        case "429" | "500" | "503":
            for route in (CALLBACK, MESSAGES):
                faults.fail("POST", route, int(trouble))


@LANGUAGES
@pytest.mark.parametrize(
    "trouble",
    ["none", "gateway cut", "gateway reconnects", "slow archive", *AT_THE_WIRE],
)
async def test_each_deed_is_answered(
    scene: Scene, trouble: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = await visitor(scene, language)
    if trouble == "slow archive":
        monkeypatch.setattr(replies, "PROMPT", 0.0)
        monkeypatch.setattr(deferral, "PROMPT", 0.0)
    for deed in visit.deeds.values():
        troubled(scene, trouble)
        answered(await deed(), language, scene)
        if trouble in AT_THE_WIRE:  # of the two routes in trouble, one was taken
            assert len(scene.sandbox.faults.pending()) == 1
    for chore in visit.chores.values():
        troubled(scene, trouble)
        done(await chore(), language)
    troubled(scene, trouble)
    assert await visit.offered()


@LANGUAGES
async def test_each_deed_of_a_stranger_is_answered_to_the_stranger_alone(scene: Scene, language: str) -> None:
    visit = await visitor(scene, language, stranger=True)
    for name in ("press", "open", "ask", "choose", "turn"):
        message = await visit.deeds[name]()
        answered(message, language, scene)
        assert message is not None
        assert message.ephemeral_to == visit.person.user.id


@LANGUAGES
@pytest.mark.parametrize("between", ["reload", "restart", "both"])
async def test_each_deed_after_a_reload_and_a_restart(
    sandbox: Sandbox, bundled: Stage, between: str, language: str
) -> None:
    async with staged(sandbox, bundled) as scene:
        visit = await visitor(scene, language)
        page = bundled.add("2014-11-19", f"Okapis learn to whistle for the {between} in {language}", contexts="[Okapi]")
        if between != "restart":
            assert "was reloaded" in (await scene.reload()).text
        if between == "reload":
            for deed in visit.deeds.values():
                answered(await deed(), language, scene)
            assert await visit.offered()
    if between != "reload":
        async with serving(bundled.settings) as app:
            app.client.pace = Pace(itertools.count(0.0, SECONDS).__next__)
            for deed in visit.deeds.values():
                answered(await deed(), language, scene)
            assert await visit.offered()
    page.unlink()


@LANGUAGES
async def test_each_deed_where_clio_lost_the_permission_to_write(scene: Scene, language: str) -> None:
    """What goes by Discord's own reply goes on; what is said in the channel is answered in a direct message."""
    visit = await visitor(scene, language)
    scene.sandbox.world.overwrite(scene.channel, scene.application, deny=Permission.SEND_MESSAGES)
    for name in ("command", "press", "open", "ask", "choose", "direct"):
        answered(await visit.deeds[name](), language, scene)
    direct = visit.person.direct(scene.application)
    before = len(visit.person.sees(direct))
    words = "event about konna" if language == "en" else "关于马里的事件"
    await visit.person.say(scene.channel, f"{scene.application.bot.mention} {words}")
    told = await scene.sandbox.world.events.until(
        direct.id, lambda: next(iter(visit.person.sees(direct)[before:]), None), PATIENCE
    )
    assert told.text.startswith(speech(language).say(FORBIDDEN))
    scene.sandbox.world.overwrite(scene.channel, scene.application, allow=Permission.SEND_MESSAGES)
    answered(await visit.deeds["say"](), language, scene)


@LANGUAGES
async def test_each_deed_where_what_it_goes_on_from_is_deleted_meanwhile(scene: Scene, language: str) -> None:
    visit = await visitor(scene, language)
    for card, name in ((visit.told, "press"), (visit.related, "choose"), (visit.listed, "open")):
        release = scene.sandbox.faults.hold("POST", CALLBACK)
        deed = asyncio.ensure_future(visit.deeds[name]())
        await asyncio.wait_for(release.reached.wait(), PATIENCE)
        scene.sandbox.world.messages.delete(card)
        release.set()
        answered(await deed, language, scene)
