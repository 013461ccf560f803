"""Failures in both languages: whoever asked is told in private what to do, wherever the reply itself cannot go."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable

import pytest

from bot.chat.loopback import point_at
from bot.sandbox import Sandbox
from bot.sandbox.people.person import Person
from bot.sandbox.people.reply import NoAnswerError, Reply, followed_up
from bot.sandbox.world.message import Draft
from bot.sandbox.world.permissions import Permission
from bot.speech import Speech, speech
from tests.sandbox.conftest import HandClock

from .conftest import PATIENCE, Scene, Stage, staged
from .reading import SELECT, parts
from .test_failures import CALLBACK

QUICKER = "Somebody else was quicker"
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_Hans"])
TOO_LATE = "The answer came too late for Discord. Ask again."
FORBIDDEN = "Clio may not do that here. Ask a moderator for the permission, or write Clio directly."
UNREADABLE = "The archive cannot be read. Reload it with /archive reload, or ask who runs Clio."


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def scene(clock: HandClock, bundled: Stage) -> AsyncIterator[Scene]:
    sandbox = await Sandbox.start(clock=clock)
    point_at(sandbox.api_base, sandbox.gateway_url)
    async with staged(sandbox, bundled) as set_:
        yield set_
    await sandbox.close()


def asker(scene: Scene, language: str) -> tuple[Person, Speech]:
    """Who asks in a language, and what Clio says in it."""
    return (scene.member if language == "en" else scene.reader), speech(language)


async def told_directly(scene: Scene, person: Person) -> str:
    """The first thing that Clio writes to somebody directly."""
    direct = person.direct(scene.application)
    events = scene.sandbox.world.events
    return (await events.until(direct.id, lambda: next(iter(person.sees(direct)), None), PATIENCE)).text


def said(text: str, sentence: str, voice: Speech, log: str) -> None:
    """Whether a sentence is told in a language, with the id that is in the log."""
    first, _, last = text.partition("\n")
    assert first == voice.say(sentence)
    id_ = last.removeprefix("-# ").removeprefix(voice.say("Error {id}", id="")).strip()
    assert len(id_) == 8
    assert id_ in log


async def do(scene: Scene, person: Person, how: str, listed: Reply, patience: float) -> Reply:
    """Call a command, press a button or choose from a list."""
    message = listed.message
    assert message is not None
    select = parts(message, SELECT)[0]
    if how == "command":
        return await person.slash(scene.channel, "event", about="konna", patience=patience)
    return await person.choose(message, select["custom_id"], select["options"][0]["value"], patience=patience)


async def outrun(scene: Scene, asking: Awaitable[Reply]) -> Reply:
    """What is asked has somebody else's first reply before Clio's arrives."""
    release = scene.sandbox.faults.hold("POST", CALLBACK)
    with pytest.raises(NoAnswerError):
        await asking
    world = scene.sandbox.world
    interaction = world.interactions.newest()
    world.replies.message(interaction, Draft(content=QUICKER))
    release.set()
    return Reply(world, interaction.id)


@LANGUAGES
@pytest.mark.parametrize("how", ["command", "choice"])
async def test_a_reply_that_came_too_late(
    scene: Scene, clock: HandClock, caplog: pytest.LogCaptureFixture, how: str, language: str
) -> None:
    person, voice = asker(scene, language)
    listed = await person.slash(scene.channel, "related", to="konna")
    before = len(person.sees(scene.channel))
    release = scene.sandbox.faults.hold("POST", CALLBACK)
    with pytest.raises(NoAnswerError):
        await do(scene, person, how, listed, 0.2)
    clock.forward(3.1)
    release.set()
    said(await told_directly(scene, person), TOO_LATE, voice, caplog.text)
    assert len(person.sees(scene.channel)) == before


@LANGUAGES
@pytest.mark.parametrize("how", ["command", "choice"])
async def test_a_failure_where_a_first_reply_stands_already(
    scene: Scene, caplog: pytest.LogCaptureFixture, how: str, language: str
) -> None:
    """Another process of the same application may have been quicker."""
    person, voice = asker(scene, language)
    listed = await person.slash(scene.channel, "related", to="konna")
    scene.app.archive.close()
    reply = await outrun(scene, do(scene, person, how, listed, 0.2))
    await reply.until(followed_up(), PATIENCE)
    assert reply.followups[0].ephemeral_to == person.user.id
    said(reply.followups[0].text, UNREADABLE, voice, caplog.text)


@LANGUAGES
async def test_an_answer_where_a_first_reply_stands_already_is_no_failure(scene: Scene, language: str) -> None:
    person, _ = asker(scene, language)
    reply = await outrun(scene, person.slash(scene.channel, "event", about="konna", patience=0.2))
    # What is answered after it shows that nothing more comes of it.
    assert "Konna" in (await scene.moderator.slash(scene.channel, "event", about="konna", patience=PATIENCE)).text
    assert reply.text == QUICKER


@LANGUAGES
async def test_a_channel_that_forbids_to_write(scene: Scene, caplog: pytest.LogCaptureFixture, language: str) -> None:
    person, voice = asker(scene, language)
    world = scene.sandbox.world
    everyone = next(role for role in world.guilds.roles(scene.guild.id) if role.id == scene.guild.id)
    world.set_permissions(everyone, Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS)
    world.join(scene.guild, person.user, world.add_role(scene.guild, "writers", Permission.SEND_MESSAGES))
    words = "event about konna" if language == "en" else "关于马里的事件"
    await person.say(scene.channel, f"{scene.application.bot.mention} {words}")
    said(await told_directly(scene, person), FORBIDDEN, voice, caplog.text)


@LANGUAGES
@pytest.mark.parametrize("how", ["command", "choice"])
async def test_a_channel_that_forbids_to_reply(
    scene: Scene, caplog: pytest.LogCaptureFixture, how: str, language: str
) -> None:
    person, voice = asker(scene, language)
    listed = await person.slash(scene.channel, "related", to="konna")
    scene.sandbox.faults.fail("POST", CALLBACK, 403, code=50013, times=2)
    with pytest.raises(NoAnswerError):
        await do(scene, person, how, listed, 0.5)
    said(await told_directly(scene, person), FORBIDDEN, voice, caplog.text)


@LANGUAGES
@pytest.mark.parametrize("how", ["command", "choice"])
async def test_a_failure_while_the_same_person_types(
    scene: Scene, caplog: pytest.LogCaptureFixture, how: str, language: str
) -> None:
    person, voice = asker(scene, language)
    listed = await person.slash(scene.channel, "related", to="konna")
    assert await person.type(scene.channel, "event", "about", "kon")
    scene.app.archive.close()
    assert await person.type(scene.channel, "event", "about", "konn") == ()
    reply = await do(scene, person, how, listed, PATIENCE)
    assert await person.type(scene.channel, "event", "about", "konna") == ()
    assert reply.ephemeral
    said(reply.text, UNREADABLE, voice, caplog.text)
    scene.app.archive.open(scene.today.now.date())
    assert await person.type(scene.channel, "event", "about", "konna")
    assert "Mali" in (await do(scene, person, how, listed, PATIENCE)).text


@LANGUAGES
async def test_a_failure_whose_word_of_arrival_is_lost_is_told_once(scene: Scene, language: str) -> None:
    person, voice = asker(scene, language)
    scene.app.archive.close()
    scene.sandbox.faults.cut("POST", CALLBACK, carried_out=True)
    reply = await person.slash(scene.channel, "event", about="konna", patience=PATIENCE)
    scene.app.archive.open(scene.today.now.date())
    # What is answered after it shows that nothing more comes of it.
    assert "Konna" in (await scene.moderator.slash(scene.channel, "event", about="konna", patience=PATIENCE)).text
    assert reply.text.startswith(voice.say(UNREADABLE))
    assert reply.followups == ()
