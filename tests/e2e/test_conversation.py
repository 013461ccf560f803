"""Plain words in mentions, replies, direct messages and threads."""

from __future__ import annotations

import time

import pytest

from bot.chat.pace import QUESTIONS, Pace
from bot.sandbox import Sandbox
from bot.sandbox.people.reply import NoAnswerError
from bot.sandbox.world.message import Message, MessageFlag

from .conftest import PATIENCE, Scene, Stage, bundled_scene, serving, staged
from .reading import labels, press

MESSAGE = "/channels/{channel_id}/messages/{message_id}"
SILENCE = 0.5
"""Real seconds in which an answer that must not come would have come."""


scene = bundled_scene


async def ask(scene: Scene, text: str, reply_to: Message | None = None) -> Message:
    """Clio's answer to what the member says in the guild's channel."""
    said = await scene.member.say(scene.channel, f"{scene.application.bot.mention} {text}", reply_to=reply_to)
    return await said.answer()


async def test_a_mention_is_answered_where_it_was_said(scene: Scene) -> None:
    answer = await ask(scene, "event about konna")
    assert "18 January 2013" in answer.text
    assert answer.reference is not None
    assert labels(answer)[:2] == ["Related", "On this day"]


async def test_a_reply_follows_on_from_the_message_replied_to(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    other = await ask(scene, "event about hudson river")
    related = await ask(scene, "related", reply_to=konna)
    assert "Konna" in related.text.splitlines()[0]
    sources = await ask(scene, "sources", reply_to=other)
    assert "Hudson" in sources.text.splitlines()[0]


async def test_follow_ups_of_the_terminal(scene: Scene) -> None:
    listed = await ask(scene, "what happened in mali in 2013")
    second = await ask(scene, "the second one", reply_to=listed)
    assert "2013" in second.text
    third = await ask(scene, "the third one", reply_to=second)
    assert third.text != second.text
    assert "not understood" not in third.text
    earlier = await ask(scene, "and in 2012?", reply_to=third)
    assert "2012" in earlier.text
    assert "Mali" in earlier.text
    more = await ask(scene, "more", reply_to=listed)
    assert "6 to " in more.text


async def test_back_turns_one_page_back(scene: Scene) -> None:
    pages = [await ask(scene, "what happened in 2013")]
    for _ in range(3):
        pages.append(await ask(scene, "more", reply_to=pages[-1]))
    back = await ask(scene, "back", reply_to=pages[3])
    assert back.text.splitlines()[:3] == pages[2].text.splitlines()[:3]
    first = await ask(scene, "back", reply_to=pages[1])
    assert first.text.splitlines()[:3] == pages[0].text.splitlines()[:3]


async def test_a_reply_follows_on_after_a_restart(sandbox: Sandbox, bundled: Stage) -> None:
    async with staged(sandbox, bundled) as scene:
        konna = await ask(scene, "event about konna")
    async with serving(bundled.settings):
        related = await ask(scene, "related", reply_to=konna)
        assert "Konna" in related.text.splitlines()[0]


async def test_a_reply_to_a_card_of_a_command_or_a_press(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about="konna")
    related = await press(scene.member, reply.message, "Related")
    assert related.message is not None
    first = await ask(scene, "1", reply_to=related.message)
    assert "Related" in labels(first)


@pytest.mark.parametrize("replied", [True, False])
@pytest.mark.parametrize("times", [1, 7, 30])
async def test_yes_takes_up_the_first_thing_offered_where_nothing_was_found(
    scene: Scene, times: int, replied: bool
) -> None:
    nothing = await ask(scene, "event about" + " zxcvbnm" * times)
    assert "1." not in nothing.text
    answer = await ask(scene, "yes", reply_to=nothing if replied else None)
    pressed = await press(scene.member, nothing, labels(nothing)[0])
    assert answer.text == pressed.text


async def test_yes_takes_up_what_is_offered_in_chinese(scene: Scene) -> None:
    nothing = await ask(scene, "关于zxcvbnm的事件")
    answer = await ask(scene, "好的", reply_to=nothing)
    assert answer.text == (await press(scene.reader, nothing, labels(nothing)[0])).text


async def test_yes_after_an_answer_with_events_asks_for_nothing(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    assert "Ask away" in (await ask(scene, "yes", reply_to=konna)).text


async def test_what_follows_on_without_a_reply(scene: Scene) -> None:
    await ask(scene, "event about konna")
    assert "Konna" in (await ask(scene, "related")).text.splitlines()[0]
    said = await scene.reader.say(scene.channel, f"{scene.application.bot.mention} 相关")
    assert "Konna" not in (await said.answer()).text


async def test_a_list_stays_a_list_whichever_way_it_is_turned(scene: Scene) -> None:
    listed = await ask(scene, "list all earthquakes")
    assert "1 to 5 of " in listed.text
    assert "Related" not in labels(listed)
    later = await press(scene.member, listed, "More")
    first = await press(scene.member, later.message, "Previous")
    assert first.text == listed.text


async def test_days_are_told_from_the_event_shown(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    assert "On this day, 18 January, in 2010" in (await ask(scene, "same day in 2010", reply_to=konna)).text
    assert "What happened on 18 January 2013" in (await ask(scene, "anything else that day?", reply_to=konna)).text
    assert "25 January 2013" in (await ask(scene, "a week later", reply_to=konna)).text


async def test_what_happened_next_stands_in_order_of_time(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    after = (await ask(scene, "what happened next?", reply_to=konna)).text
    dates = [after.index(f"{day} January 2013") for day in (21, 26, 28, 30)]
    assert dates == sorted(dates)


async def test_who_types_a_command_as_words_is_told_what_it_is_for(scene: Scene) -> None:
    answer = await ask(scene, "/digest add")
    assert "server's moderators, with the slash commands /digest" in answer.text
    assert labels(answer)


async def test_privacy_is_told_in_words(scene: Scene) -> None:
    answer = await ask(scene, "privacy")
    assert "Clio stores nothing about you" in answer.text
    assert "/privacy" in answer.text


async def test_an_edited_question_is_answered_in_the_same_place(scene: Scene) -> None:
    mention = scene.application.bot.mention
    said = await scene.member.say(scene.channel, f"{mention} event about hudsn rivr miracle")
    first = await said.answer()
    edited = scene.member.edit(said.message, f"{mention} event about konna")
    answer = await changed(scene, first)
    assert "Konna" in answer.text
    assert len(of_clio(scene)) == 1
    # What follows on follows on from what now stands there, with a reply or without.
    assert "Konna" in (await ask(scene, "related")).text.splitlines()[0]
    assert "Konna" in (await ask(scene, "sources", reply_to=answer)).text.splitlines()[0]
    scene.member.edit(edited, f"{mention} event about hudson river")
    assert "Hudson" in (await changed(scene, answer)).text


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("trouble", ["503", "cut"])
async def test_one_fault_costs_no_answer_to_an_edited_question(scene: Scene, trouble: str, carried_out: bool) -> None:
    faults, mention = scene.sandbox.faults, scene.application.bot.mention
    said = await scene.member.say(scene.channel, f"{mention} event about hudson river")
    first = await said.answer()
    if trouble == "cut":
        faults.cut("PATCH", MESSAGE, carried_out=carried_out)
    else:
        faults.fail("PATCH", MESSAGE, 503, carried_out=carried_out)
    scene.member.edit(said.message, f"{mention} event about konna")
    assert "Konna" in (await changed(scene, first)).text
    later = await ask(scene, "event about mali")  # nothing more comes of it
    assert [message.id for message in of_clio(scene)] == [first.id, later.id]
    assert faults.pending() == []


async def test_a_question_that_failed_is_answered_once_it_is_edited(scene: Scene) -> None:
    mention = scene.application.bot.mention
    scene.app.archive.close()
    said = await scene.member.say(scene.channel, f"{mention} event about hudson river")
    failed = await said.answer()
    assert "The archive cannot be read" in failed.text
    scene.app.archive.open(scene.today.now.date())
    edited = scene.member.edit(said.message, f"{mention} event about konna")
    answer = await answered_anew(scene, failed)
    assert "Konna" in answer.text
    assert answer.reference is not None
    scene.member.edit(edited, f"{mention} event about hudson river")
    assert "Hudson" in (await changed(scene, answer)).text


async def test_a_question_that_was_too_fast_is_answered_once_it_is_edited(scene: Scene) -> None:
    mention = scene.application.bot.mention
    direct = scene.member.direct(scene.application)
    for _ in range(QUESTIONS):
        last = await ask(scene, "konna")
    said = await scene.member.say(scene.channel, f"{mention} event about konna")
    await scene.sandbox.world.events.until(direct.id, lambda: scene.member.sees(direct) or None, PATIENCE)
    scene.app.client.pace = Pace(time.monotonic)  # a while later
    scene.member.edit(said.message, f"{mention} event about hudson river")
    assert "Hudson" in (await answered_anew(scene, last)).text


async def test_who_edits_too_fast_is_told_so(scene: Scene) -> None:
    mention = scene.application.bot.mention
    direct = scene.member.direct(scene.application)
    said = await scene.member.say(scene.channel, f"{mention} event about konna")
    await said.answer()
    for _ in range(QUESTIONS - 1):
        await ask(scene, "konna")
    scene.member.edit(said.message, f"{mention} event about hudson river")
    told = await scene.sandbox.world.events.until(
        direct.id, lambda: next(iter(scene.member.sees(direct)), None), PATIENCE
    )
    assert "too fast" in told.text


async def test_a_link_that_is_unfolded_or_a_pin_answers_nothing_anew(scene: Scene) -> None:
    mention, messages = scene.application.bot.mention, scene.sandbox.world.messages
    said = await scene.member.say(scene.channel, f"{mention} event about hudson river")
    first = await said.answer()
    edited = scene.member.edit(said.message, f"{mention} event about konna")
    answer = await changed(scene, first)
    before = len(scene.sandbox.journal.of("PATCH", MESSAGE))
    messages.flag(edited, MessageFlag.SUPPRESS_EMBEDS)
    scene.member.edit(messages.get(edited.channel_id, edited.id), edited.content)
    await ask(scene, "event about mali")  # heard after these
    assert len(scene.sandbox.journal.of("PATCH", MESSAGE)) == before
    assert messages.get(answer.channel_id, answer.id).text == answer.text


async def test_an_edited_follow_up_still_follows_on(scene: Scene) -> None:
    mention = scene.application.bot.mention
    konna = await ask(scene, "event about konna")
    await ask(scene, "event about hudson river")
    said = await scene.member.say(scene.channel, f"{mention} relatd", reply_to=konna)
    first = await said.answer()
    scene.member.edit(said.message, f"{mention} sources")
    answer = await changed(scene, first)
    assert answer.text.startswith("### Sources of: ")
    assert "Konna" in answer.text.splitlines()[0]


async def test_an_edit_of_what_was_not_answered_or_no_longer_calls_clio_changes_nothing(scene: Scene) -> None:
    mention = scene.application.bot.mention
    unheard = await scene.member.say(scene.channel, "event about konna")
    said = await scene.member.say(scene.channel, f"{mention} event about konna")
    first = await said.answer()
    scene.member.edit(unheard.message, f"{mention} event about hudson river")
    scene.member.edit(said.message, "never mind")
    gone = await scene.member.say(scene.channel, f"{mention} event about hudson river")
    answer = await gone.answer()
    scene.sandbox.world.messages.delete(answer)
    scene.member.edit(gone.message, f"{mention} event about gaddafi")
    later = await ask(scene, "on this day")  # heard after all of these
    assert [message.id for message in of_clio(scene)] == [first.id, later.id]
    assert of_clio(scene)[0].text == first.text


def of_clio(scene: Scene) -> list[Message]:
    return [one for one in scene.member.sees(scene.channel) if one.author.id == scene.application.bot.id]


async def changed(scene: Scene, message: Message) -> Message:
    """The message once other words stand in it."""

    def look() -> Message | None:
        now = scene.sandbox.world.messages.find(message.channel_id, message.id)
        return now if now is not None and now.text != message.text else None

    return await scene.sandbox.world.events.until(message.channel_id, look, PATIENCE)


async def answered_anew(scene: Scene, after: Message) -> Message:
    """What Clio says in the channel after a message."""
    return await scene.sandbox.world.events.until(
        scene.channel.id, lambda: next((one for one in of_clio(scene) if one.id > after.id), None), PATIENCE
    )


async def test_direct_messages_need_no_mention(scene: Scene) -> None:
    direct = scene.member.direct(scene.application)
    first = await (await scene.member.say(direct, "on this day about mali")).answer()
    assert "18 January" in first.text
    second = await (await scene.member.say(direct, "1")).answer()
    assert "Related" in labels(second)
    third = await (await scene.member.say(direct, "sources")).answer()
    assert "Sources of: " in third.text


async def test_chinese_is_answered_in_chinese(scene: Scene) -> None:
    answer = await ask(scene, "2013年1月18日发生了什么")
    assert "2013年1月18日" in answer.text
    followed = await ask(scene, "1", reply_to=answer)
    assert "星期" in followed.text


async def test_what_is_not_understood_gets_three_things_to_press(scene: Scene) -> None:
    answer = await ask(scene, "?!...")
    assert len(labels(answer)) >= 3


async def test_a_bare_mention_is_helped(scene: Scene) -> None:
    answer = await ask(scene, "")
    assert answer.text.startswith("### Help")
    assert labels(answer)


async def test_clio_answers_neither_others_nor_talk_among_people(scene: Scene) -> None:
    said = await scene.member.say(scene.channel, "event about konna")
    with pytest.raises(NoAnswerError):
        await said.answer(SILENCE)
    theirs = await scene.member.say(scene.channel, "hello")
    replied = await scene.member.say(scene.channel, "konna", reply_to=theirs.message)
    with pytest.raises(NoAnswerError):
        await replied.answer(SILENCE)


async def test_bots_and_webhooks_are_never_answered(scene: Scene) -> None:
    world = scene.sandbox.world
    other = world.add_user("otherbot", bot=True)
    world.join(scene.guild, other)
    words = f"{scene.application.bot.mention} event about konna"
    await scene.sandbox.person(other).say(scene.channel, words)
    world.webhooks.say(world.webhooks.add(scene.channel, "hook"), words)
    asked = await ask(scene, "event about hudson river")
    own = [one for one in scene.member.sees(scene.channel) if one.author.id == scene.application.bot.id]
    assert own == [asked]


async def test_clio_never_answers_itself(scene: Scene) -> None:
    me = scene.application.bot
    await scene.sandbox.person(me).say(scene.channel, f"{me.mention} event about konna")
    asked = await ask(scene, "event about hudson river")
    own = [one for one in scene.member.sees(scene.channel) if one.author.id == me.id]
    assert len(own) == 2
    assert own[-1] == asked
    assert own[0].mentioned


async def test_a_reply_whose_words_discord_hides_is_left_alone(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    said = await scene.member.say(scene.channel, "related", reply_to=konna, ping=False)
    with pytest.raises(NoAnswerError):
        await said.answer(SILENCE)


async def test_a_reply_with_its_mention_on_needs_no_name(scene: Scene) -> None:
    konna = await ask(scene, "event about konna")
    said = await scene.member.say(scene.channel, "related", reply_to=konna)
    assert "Related to: " in (await said.answer()).text


async def test_no_answer_pings(scene: Scene) -> None:
    await ask(scene, "event about @everyone konna")
    sent = [exchange.body for exchange in scene.sandbox.journal if exchange.method == "POST"]
    spoken = [body for body in sent if isinstance(body, dict) and "components" in body]
    assert spoken
    assert all(body["allowed_mentions"]["parse"] == [] for body in spoken)
    assert all(body["allowed_mentions"].get("replied_user") is not True for body in spoken)


async def test_too_many_questions_are_told_privately(scene: Scene) -> None:
    direct = scene.member.direct(scene.application)
    for _ in range(8):
        await ask(scene, "konna")
    await scene.member.say(scene.channel, f"{scene.application.bot.mention} konna")
    told = await scene.sandbox.world.events.until(
        direct.id, lambda: next((one for one in scene.member.sees(direct) if "too fast" in one.text), None), 5.0
    )
    assert "Ask again in" in told.text


async def test_a_long_question_is_followed_on_from_too(scene: Scene) -> None:
    words = "France and Mali and the United Kingdom and the United States of America and Germany in 2013"
    listed = await ask(scene, f"event about {words}")
    second = await ask(scene, "the second one", reply_to=listed)
    assert labels(second)[:2] == ["Related", "On this day"]


async def test_the_subject_stays_through_what_belongs_to_it(scene: Scene) -> None:
    answer = await ask(scene, "event about mali in 2013")
    for words in ("the second one", "related", "1", "sources"):
        answer = await ask(scene, words, reply_to=answer)
    again = await ask(scene, "and in 2012?", reply_to=answer)
    assert "mali" in again.text.splitlines()[0].lower()
    assert "2012" in again.text
