"""Discord in trouble, and permissions lost: what is asked by word and by button is answered all the same, or said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.chat import replies
from bot.sandbox.people.reply import NoAnswerError, followed_up
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Message, walk
from bot.sandbox.world.permissions import Permission

from .conftest import PATIENCE, Scene, bundled_scene
from .reading import labels, press

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
MESSAGES = "/channels/{channel_id}/messages"


scene = bundled_scene


async def said_to(scene: Scene, channel: Channel, holds: Callable[[Message], bool]) -> Message:
    """The first message in a channel that the member sees and for which it holds."""
    seen = scene.sandbox.world.events
    return await seen.until(
        channel.id, lambda: next((one for one in scene.member.sees(channel) if holds(one)), None), PATIENCE
    )


def mention(scene: Scene, text: str) -> str:
    return f"{scene.application.bot.mention} {text}"


@pytest.mark.parametrize(
    ("trouble", "back"),
    [("cut", "resumed"), ("reconnect", "resumed"), ("resumable", "resumed"), ("not resumable", "ready")],
)
async def test_clio_comes_back_to_the_gateway(scene: Scene, trouble: str, back: str) -> None:
    gateway = scene.sandbox.gateway
    returned = asyncio.ensure_future(scene.app.client.wait_for(back, timeout=PATIENCE))
    await asyncio.sleep(0)
    match trouble:
        case "cut":
            gateway.cut()
        case "reconnect":
            gateway.ask_to_reconnect()
        case _:
            gateway.invalidate(resumable=trouble == "resumable")
    await returned
    reply = await scene.member.slash(scene.channel, "event", about="konna", patience=PATIENCE)
    assert "Konna" in reply.text


async def test_words_said_while_the_gateway_was_cut_are_answered_after_it_resumed(scene: Scene) -> None:
    scene.sandbox.gateway.cut()
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    assert "Konna" in (await said.answer(PATIENCE)).text


@pytest.mark.parametrize("status", [429, 500, 502])
async def test_a_passing_fault_costs_no_answer(scene: Scene, status: int) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, status)
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    assert "18 January 2013" in (await said.answer(PATIENCE)).text


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("trouble", ["503", "cut"])
async def test_one_fault_costs_no_answer_and_brings_no_second(scene: Scene, trouble: str, carried_out: bool) -> None:
    if trouble == "cut":
        scene.sandbox.faults.cut("POST", MESSAGES, carried_out=carried_out)
    else:
        scene.sandbox.faults.fail("POST", MESSAGES, 503, carried_out=carried_out)
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    assert "18 January 2013" in (await said.answer(PATIENCE)).text
    await (await scene.moderator.say(scene.channel, mention(scene, "event about hudson river"))).answer(PATIENCE)
    own = [one for one in scene.member.sees(scene.channel) if one.author.bot]
    assert len(own) == 2


async def test_an_answer_that_discord_does_not_take_is_told(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.sandbox.faults.fail("POST", MESSAGES, 503, times=2)
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    told = await said.answer(PATIENCE)
    assert "Discord did not take the answer" in told.text
    (noted,) = [record for record in caplog.records if told.text.rsplit(" ", 1)[-1] in record.getMessage()]
    assert "503" in noted.getMessage()
    assert noted.exc_info is None


async def test_a_channel_that_forbids_is_told_directly(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    world = scene.sandbox.world
    own = next(role for role in world.guilds.roles(scene.guild.id) if role.id == scene.guild.id)
    world.set_permissions(own, Permission.VIEW_CHANNEL | Permission.USE_APPLICATION_COMMANDS)
    writer = world.add_user("writer")
    world.join(scene.guild, writer, world.add_role(scene.guild, "writers", Permission.SEND_MESSAGES))
    person = scene.sandbox.person(writer)
    await person.say(scene.channel, mention(scene, "event about konna"))
    direct = person.direct(scene.application)
    told = await world.events.until(direct.id, lambda: next(iter(person.sees(direct)), None), PATIENCE)
    assert "Clio may not do that here" in told.text
    (noted,) = [record for record in caplog.records if told.text.rsplit(" ", 1)[-1] in record.getMessage()]
    assert "50013" in noted.getMessage()
    assert "Give Clio the permission there" in noted.getMessage()
    assert noted.exc_info is None


async def test_a_question_that_is_gone_is_answered_without_a_reference(scene: Scene) -> None:
    release = scene.sandbox.faults.hold("GET", MESSAGES)
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    await asyncio.wait_for(release.reached.wait(), PATIENCE)
    scene.sandbox.world.messages.delete(said.message)
    release.set()
    told = await said_to(scene, scene.channel, lambda one: "Konna" in one.text and one.author.bot)
    assert told.reference is None


async def test_a_slow_press_is_deferred(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    turned = await press(scene.member, listed.message, "More")
    assert "6 to 10 of" in turned.text
    theirs = await press(scene.moderator, turned.message, "Open")
    assert theirs.ephemeral
    assert [one.body["type"] for one in scene.sandbox.journal.of("POST", CALLBACK)][-2:] == [6, 5]


@pytest.mark.parametrize("own", [True, False])
async def test_a_slow_page_that_is_no_more_leaves_the_list(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    pages = [
        scene.stage.add(f"2014-11-{day}", f"Quolls play {day} accordions", contexts="[Q]") for day in range(10, 17)
    ]
    await scene.reload()
    listed = await scene.member.slash(scene.channel, "event", about="quolls accordions")
    for page in pages:
        page.unlink()
    await scene.reload()
    before = listed.text
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    told = await press(scene.member if own else scene.moderator, listed.message, "More", patience=PATIENCE)
    assert told.messages[-1].ephemeral_to is not None
    assert listed.message is not None
    assert listed.text == before


async def test_a_press_that_fails_is_told_privately(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    scene.app.archive.close()
    reply = await press(scene.member, listed.message, "More")
    assert reply.ephemeral
    assert "The archive cannot be read" in reply.text
    assert listed.message is not None
    assert "6 to 10 of" not in listed.text


async def test_a_press_on_a_card_that_was_deleted_meanwhile(scene: Scene) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    message = listed.message
    assert message is not None
    release = scene.sandbox.faults.hold("POST", CALLBACK)
    with pytest.raises(NoAnswerError):
        await press(scene.member, message, "More", patience=0.2)
    scene.sandbox.world.messages.delete(message)
    release.set()
    # Whatever becomes of it, Clio goes on.
    assert "Konna" in (await scene.member.slash(scene.channel, "event", about="konna", patience=PATIENCE)).text


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("label", ["Open", "More"])
async def test_one_fault_costs_no_press(scene: Scene, label: str, carried_out: bool) -> None:
    listed = await scene.member.slash(scene.channel, "event", about="2013")
    scene.sandbox.faults.fail("POST", CALLBACK, 503, carried_out=carried_out)
    reply = await press(scene.member, listed.message, label)
    assert ("Related" if label == "Open" else "Previous") in labels(reply.message)
    await scene.moderator.slash(scene.channel, "event", about="konna", patience=PATIENCE)
    assert reply.followups == ()


async def test_threads_keep_their_conversation(scene: Scene) -> None:
    world = scene.sandbox.world
    thread = world.add_thread(scene.channel, "Konna", scene.member.user)
    said = await scene.member.say(thread, mention(scene, "event about konna"))
    answer = await said.answer(PATIENCE)
    assert answer.channel_id == thread.id
    more = await (await scene.member.say(thread, mention(scene, "related"))).answer(PATIENCE)
    assert more.channel_id == thread.id
    assert "Related to: " in more.text


async def test_without_leave_to_read_the_history_clio_answers_without_a_reference(scene: Scene) -> None:
    world = scene.sandbox.world
    everyone = next(role for role in world.guilds.roles(scene.guild.id) if role.id == scene.guild.id)
    world.set_permissions(
        everyone, Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.USE_APPLICATION_COMMANDS
    )
    said = await scene.member.say(scene.channel, mention(scene, "event about konna"))
    told = await said.answer(PATIENCE)
    assert "18 January 2013" in told.text
    assert told.reference is None


async def test_what_is_private_stays_so_after_thinking(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "PROMPT", 0.0)
    reply = await scene.member.slash(scene.channel, "onthisday", date="31 February", until=followed_up())
    assert all(message.ephemeral_to is not None for message in reply.messages)
    assert scene.moderator.sees(scene.channel) == []


async def test_a_button_of_no_known_form_is_answered(scene: Scene) -> None:
    opened = await scene.member.slash(scene.channel, "event", about="konna")
    assert opened.message is not None
    part = next(one for one in walk(opened.message.components) if one.get("label") == "Related")
    part["custom_id"] = "clio:related:5"
    reply = await scene.member.press(opened.message, part["custom_id"])
    assert reply.ephemeral
    assert "from an earlier Clio" in reply.text


async def test_who_goes_on_too_fast_is_told_once(scene: Scene) -> None:
    direct = scene.member.direct(scene.application)
    for _ in range(12):
        await scene.member.say(scene.channel, mention(scene, "konna"))
    await said_to(scene, direct, lambda one: "too fast" in one.text)
    # The answer to somebody else comes after all that was said before.
    await (await scene.moderator.say(scene.channel, mention(scene, "konna"))).answer(PATIENCE)
    assert len([one for one in scene.member.sees(direct) if "too fast" in one.text]) == 1
