"""Every command through the real client: as a member, a moderator and a reader of Chinese meet it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.pace import QUESTIONS
from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.reply import Reply
from bot.sandbox.world.message import walk

from .conftest import Scene
from .reading import press


def links(reply: Reply) -> list[str]:
    """The addresses of the link buttons in a reply."""
    return [part["url"] for part in components(reply) if part["type"] == 2 and "url" in part]


def labels(reply: Reply) -> list[str]:
    """What the buttons in a reply say."""
    return [part["label"] for part in components(reply) if part["type"] == 2]


def components(reply: Reply) -> list[dict[str, Any]]:
    assert reply.message is not None
    return list(walk(reply.message.components))


async def test_event_about_konna(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about="konna")
    assert not reply.ephemeral
    assert "18 January 2013" in reply.text
    assert "Konna" in reply.text.split("### ")[1]
    assert links(reply)
    assert "-# " in reply.text.splitlines()[-1]


async def test_a_slip_is_corrected_and_said(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about="earthqake in Hiati")
    assert "Showing results for" in reply.text
    assert "earthquake" in reply.text.lower()


async def test_on_this_day(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "onthisday")
    assert "On this day, 18 January" in reply.text
    assert "2 years ago" in reply.text


async def test_on_this_day_narrowed(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "onthisday", date="18 January", year=2013, about="Konna")
    assert "On this day, 18 January, in 2013: Konna" in reply.text
    assert "2 years ago" in reply.text
    assert "18 January 2013" in reply.text


async def test_a_date_that_is_none_is_answered_privately(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "onthisday", date="31 February")
    assert reply.ephemeral
    assert "There is no such date as 31 February" in reply.text
    assert "On this day" in labels(reply)


async def test_nothing_found_suggests_what_to_press(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about="xqzzvw kjhgfdq")
    assert "Nothing was found about xqzzvw kjhgfdq" in reply.text
    assert len(labels(reply)) >= 3


async def test_related_by_words_by_choice_and_by_path(scene: Scene) -> None:
    by_words = await scene.member.slash(scene.channel, "related", to="Costa Concordia")
    assert "Related to: " in by_words.text
    assert " later" in by_words.text or " earlier" in by_words.text
    choices = await scene.member.type(scene.channel, "related", "to", "costa concordia")
    event = next(choice for choice in choices if choice["name"][-5:] != "cordia" and " · " in choice["name"])
    by_id = await scene.member.slash(scene.channel, "related", to=event["value"])
    assert "Related to: " in by_id.text
    path = scene.app.archive.get(event["value"])
    assert path is not None
    by_path = await scene.member.slash(scene.channel, "related", to=path.event.path)
    assert by_path.text == by_id.text


async def test_choices_fit_and_open_the_event(scene: Scene) -> None:
    for typed in ("k", "konna", "costa con", "2013", "zzzz", "加沙"):
        choices = await scene.member.type(scene.channel, "event", "about", typed)
        assert len(choices) <= 25
        assert all(len(choice["name"]) <= 100 and len(choice["value"]) <= 100 for choice in choices)
    choices = await scene.member.type(scene.channel, "event", "about", "konna")
    chosen = next(choice for choice in choices if choice["name"].startswith("18 January 2013"))
    reply = await scene.member.slash(scene.channel, "event", about=chosen["value"])
    assert "Friday, 18 January 2013" in reply.text
    contexts = await scene.member.type(scene.channel, "onthisday", "about", "mal")
    assert "Mali" in [choice["value"] for choice in contexts]


async def test_an_event_that_is_gone_says_so(scene: Scene) -> None:
    reply = await scene.member.slash(scene.channel, "event", about="0123456789abcdef")
    assert "not in the archive" in reply.text


async def test_commands_work_in_direct_messages_and_where_a_person_takes_them(scene: Scene) -> None:
    direct = scene.member.direct(scene.application)
    assert "Konna" in (await scene.member.slash(direct, "event", about="konna")).text
    world = scene.sandbox.world
    elsewhere = world.add_channel(world.add_guild("Elsewhere", scene.member.user), "lobby")
    world.install(scene.application, scene.member.user)
    assert "Konna" in (await scene.member.slash(elsewhere, "event", about="konna")).text
    among_people = scene.member.direct(scene.moderator.user)
    found = await scene.member.slash(among_people, "event", about="2013")
    assert "6 to 10 of" in (await press(scene.moderator, found.message, "More")).text
    for place in (direct, elsewhere, among_people):
        with pytest.raises(NotOfferedError):
            await scene.member.slash(place, "archive reload")


async def test_a_reader_of_chinese_is_answered_in_chinese(scene: Scene) -> None:
    reply = await scene.reader.slash(scene.channel, "onthisday", date="1月18日", year=2013)
    assert "1月18日" in reply.text
    assert "2年前" in reply.text
    assert "On this day" not in reply.text
    opened = await scene.reader.slash(scene.channel, "event", about="konna")
    assert "星期" in opened.text
    refused = await scene.reader.slash(scene.channel, "onthisday", date="2月31日")
    assert refused.ephemeral
    assert "There is no such date" not in refused.text
    listed = scene.sandbox.world.commands.listed(scene.application.id, None)
    names = {command.name: command.body.get("name_localizations") or {} for command in listed}
    assert all(set(names[name]) >= {"zh-CN", "zh-TW"} for name in ("onthisday", "event", "related", "archive"))


async def test_one_person_cannot_hold_the_bot(scene: Scene) -> None:
    replies = [await scene.member.slash(scene.channel, "event", about="konna") for _ in range(QUESTIONS)]
    assert not any(reply.ephemeral for reply in replies)
    held = await scene.member.slash(scene.channel, "event", about="konna")
    assert held.ephemeral
    assert "That was too fast" in held.text
    assert not (await scene.moderator.slash(scene.channel, "event", about="konna")).ephemeral


async def test_no_message_can_ping(scene: Scene) -> None:
    await scene.member.slash(scene.channel, "event", about="@everyone <@1> konna")
    await scene.member.slash(scene.channel, "onthisday", date="@everyone")
    await scene.reload()
    sent = [exchange.body for exchange in scene.sandbox.journal if exchange.method in ("POST", "PATCH")]
    messages = [data for body in sent if isinstance(body, dict) for data in (body.get("data") or body,)]
    spoken = [data for data in messages if isinstance(data, dict) and ("content" in data or "components" in data)]
    assert len(spoken) >= 3
    assert all(data["allowed_mentions"]["parse"] == [] for data in spoken)
