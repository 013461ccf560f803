"""What people do at the page's socket, and what they see come of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from bot.sandbox.errors import Json
from bot.sandbox.page.visit import Visit
from bot.sandbox.world.channels import ChannelType
from bot.sandbox.world.grants import everyone
from bot.sandbox.world.message import Draft, MessageType
from bot.sandbox.world.permissions import Permission
from tests.sandbox.conftest import PATIENCE, TOKEN
from tests.sandbox.menus import add_menus
from tests.sandbox.tiny import TinyBot

from .conftest import Stage, Visitor, visiting

DAY = 86_400.0


async def test_a_command_is_offered_typed_and_answered(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    offers = visitor.opened["commands"]
    about = next(one for one in offers["commands"] if one["words"] == "event about")
    assert [(o["name"], o["required"], o["autocomplete"]) for o in about["options"]] == [
        ("what", True, True),
        ("year", False, False),
    ]
    options = {"what": "ko", "year": "x"}
    choices = await visitor.ask("type", words="event about", option="what", options={"what": "ko"})
    assert [one["name"] for one in choices["choices"]] == ["Konna", "Kona"]
    assert "whole number" in (await visitor.ask("slash", words="event about", options=options))["error"]
    await visitor.ask("slash", words="event about", options={"what": "konna", "year": "2012"})
    (put,) = (await visitor.push("messages"))["put"]
    assert "About konna in 2012" in put["html"]


async def test_a_command_that_is_not_on_offer_cannot_be_sent(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    words = {one["words"] for one in visitor.opened["commands"]["commands"]}
    assert "reload" not in words
    assert "not offered" in (await visitor.ask("slash", words="reload", options={}))["error"]
    await visitor.ask("be", seat=str(stage.mod.user.id))
    await visitor.ask("open", channel=str(stage.channel.id))
    visitor.pushed.clear()
    assert (await visitor.ask("slash", words="reload", options={})).get("error") is None


async def test_buttons_selects_and_modals_work(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    await visitor.ask("slash", words="panel", options={})
    (panel,) = (await visitor.push("messages"))["put"]
    assert (await visitor.ask("press", message=panel["id"], custom="edit")).get("error") is None
    (edited,) = (await visitor.push("messages"))["put"]
    assert edited["id"] == panel["id"]
    assert "(edited)" in edited["html"]
    assert "disabled" in (await visitor.ask("press", message=panel["id"], custom="off"))["error"]
    await visitor.ask("choose", message=panel["id"], custom="pick", values=["konna"])
    (picked,) = (await visitor.push("messages"))["put"]
    assert "Picked konna" in picked["html"]
    assert "Only you can see this" in picked["html"]
    opened = await visitor.ask("press", message=panel["id"], custom="ask")
    number = opened["modal"].partition('data-interaction="')[2].partition('"')[0]
    too_long = await visitor.ask("submit", interaction=number, values={"what": "x" * 51})
    assert "50 characters" in too_long["error"]
    assert (await visitor.ask("submit", interaction=number, values={"what": "Konna"})).get("error") is None
    (said,) = (await visitor.push("messages"))["put"]
    assert "Asked: Konna" in said["html"]


async def test_what_is_private_is_seen_by_one_and_can_be_dismissed(
    bot: TinyBot, stage: Stage, visitor: Visitor
) -> None:
    await visitor.ask("slash", words="whisper", options={"who": str(stage.mod.user.id)})
    (put,) = (await visitor.push("messages"))["put"]
    assert "psst mod" in put["html"]
    async with visiting(stage) as other:
        await other.ask("be", seat=str(stage.mod.user.id))
        assert "psst" not in (await other.ask("open", channel=str(stage.channel.id)))["html"]
        assert "gone" in (await other.ask("press", message=put["id"], custom="edit"))["error"]
    await visitor.ask("dismiss", message=put["id"])
    assert (await visitor.push("messages"))["gone"] == [put["id"]]
    assert "psst" not in (await visitor.ask("open", channel=str(stage.channel.id)))["html"]


async def test_a_mention_is_answered_with_a_reply(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    await visitor.ask("say", text=f"<@{stage.application.id}> hello")
    said = ""
    while "You said" not in said:
        said += json.dumps(await visitor.push("messages"))
    assert "data-jump" in said


async def test_an_application_that_is_not_there_is_said_not_to_answer(stage: Stage, visitor: Visitor) -> None:
    body = {"type": 1, "name": "gone", "description": "d", "options": []}
    stage.sandbox.world.commands.put(stage.application.id, None, body)
    assert "did not respond" in (await visitor.ask("slash", words="gone", options={}))["error"]


async def test_a_message_that_cannot_be_drawn_hides_no_other(stage: Stage, visitor: Visitor) -> None:
    post = stage.sandbox.world.messages.post
    post(stage.channel, stage.application.bot, Draft(embeds=({"title": "x", "color": "no number"},)))
    post(stage.channel, stage.mod.user, Draft(content="still here"))
    html = (await visitor.ask("open", channel=str(stage.channel.id)))["html"]
    assert "cannot be drawn" in html
    assert "still here" in html


async def test_half_an_emoji_freezes_nothing(stage: Stage, visitor: Visitor) -> None:
    """People's boxes cut emoji in two, and JSON can carry the halves; UTF-8 cannot."""
    assert "error" not in await visitor.ask("say", text="cut \ud83d short, 😀 whole")
    (put,) = (await visitor.push("messages"))["put"]
    assert "cut \ufffd short, 😀 whole" in put["html"]
    where = f"{stage.sandbox.api_base}/channels/{stage.channel.id}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    body = {"embeds": [{"title": "\ude00 of a bot"}]}
    async with aiohttp.ClientSession(headers=headers) as session, session.post(where, json=body) as answer:
        assert (await answer.json())["embeds"][0]["title"] == "\ufffd of a bot"
    (put,) = (await visitor.push("messages"))["put"]
    assert "\ufffd of a bot" in put["html"]


async def test_what_cannot_be_told_hides_nothing_that_comes_after(
    stage: Stage, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = asyncio.Event()

    def failing(visit: Visit, due: set[str]) -> list[Json]:
        monkeypatch.undo()
        tried.set()
        raise OverflowError("a number that no picture has")

    monkeypatch.setattr(Visit, "_drawn", failing)
    await stage.mod.say(stage.channel, "before")
    await asyncio.wait_for(tried.wait(), PATIENCE)
    await stage.mod.say(stage.channel, "after")
    put = (await visitor.push("messages"))["put"]
    assert "after" in put[-1]["html"]


async def test_channels_that_one_may_not_see_are_not_there(stage: Stage, visitor: Visitor) -> None:
    assert "secret" not in (await visitor.push("side"))["html"]
    opened = await visitor.ask("open", channel=str(stage.hidden.id))
    assert opened["head"]["name"] == "general"
    await visitor.ask("be", seat=str(stage.mod.user.id))
    assert (await visitor.ask("open", channel=str(stage.hidden.id)))["head"]["name"] == "secret"


async def test_what_is_new_elsewhere_is_marked(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    elsewhere = world.add_channel(stage.guild, "elsewhere")
    visitor.pushed.clear()
    draft = Draft(content=f"look, {stage.ann.user.mention}")
    world.messages.post(elsewhere, stage.mod.user, draft)
    html = (await visitor.push("side"))["html"]
    while "for you" not in html:
        html = (await visitor.push("side"))["html"]
    assert 'class=" unread"' in html
    await visitor.ask("open", channel=str(elsewhere.id))
    visitor.pushed.clear()
    await visitor.ask("open", channel=str(stage.channel.id))
    assert "for you" not in (await visitor.push("side"))["html"]


async def test_where_one_may_not_write_one_is_told(stage: Stage, visitor: Visitor) -> None:
    stage.sandbox.world.overwrite(stage.channel, stage.guild, deny=Permission.SEND_MESSAGES)
    assert "may not write" in (await visitor.push("head"))["silence"]
    assert "may not write" in (await visitor.ask("say", text="hello"))["error"]


async def test_earlier_messages_come_when_asked_for(stage: Stage, visitor: Visitor) -> None:
    for number in range(120):
        stage.sandbox.world.messages.post(stage.channel, stage.mod.user, Draft(content=f"number {number}."))
    opened = await visitor.ask("open", channel=str(stage.channel.id))
    assert ("number 119." in opened["html"], "number 69." in opened["html"], opened["more"]) == (True, False, True)
    earlier = await visitor.ask("earlier")
    assert ("number 69." in earlier["html"], earlier["more"]) == (True, True)
    assert (await visitor.ask("earlier"))["more"] is False


async def test_the_clock_is_turned_for_everybody(stage: Stage, visitor: Visitor) -> None:
    await visitor.ask("turn", to=1_700_000_000)
    assert abs(stage.sandbox.world.clock() - 1_700_000_000) < 60
    assert abs((await visitor.push("clock"))["now"] - 1_700_000_000) < 60
    await visitor.ask("turn", run=7 * DAY)
    assert abs(stage.hand() - 1_700_000_000 - 7 * DAY) < 60
    assert "2015" in (await visitor.ask("turn", to=0))["error"]
    await visitor.ask("turn")
    assert stage.hand.ahead == 0


async def test_traffic_is_shown_in_order_and_without_tokens(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    html = (await visitor.ask("watch", on=True))["html"]
    order = [html.index(name) for name in ("Hello", "Identify", "READY", "GUILD_CREATE")]
    assert order == sorted(order)
    number = html[: html.index("Identify")].rpartition('data-number="')[2].partition('"')[0]
    body: dict[str, Any] = json.loads((await visitor.ask("body", number=number))["text"])
    assert body["d"]["token"] == "(hidden)"
    assert body["d"]["intents"]
    await visitor.ask("slash", words="panel", options={})
    told = (await visitor.push("traffic"))["html"]
    while "callback" not in told:
        told += (await visitor.push("traffic"))["html"]
    assert told.index("INTERACTION_CREATE") < told.index("/callback")


async def test_trouble_is_made_and_got_over(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    told = await visitor.ask("trouble", kind="fail", what="reply", which="429")
    assert told["told"] == "The next first reply is answered 429."
    assert "429 to the next first reply" in (await _trouble(visitor, "429 to"))
    assert (await visitor.ask("slash", words="panel", options={})).get("error") is None
    await visitor.ask("trouble", kind="cut")
    await bot.resumed.wait()
    visitor.pushed.clear()
    assert (await visitor.ask("slash", words="panel", options={})).get("error") is None
    bot_id = str(stage.application.id)
    told = await visitor.ask("trouble", kind="permit", what="send", which=bot_id)
    assert told["told"] == "Tiny may no longer write here."
    held = stage.sandbox.world.permissions_in(stage.channel, stage.application.id)
    assert not held & Permission.SEND_MESSAGES
    told = await visitor.ask("trouble", kind="permit", what="send", which=bot_id)
    assert told["told"] == "Tiny may write here."
    await visitor.ask("trouble", kind="delete")
    assert (await visitor.push("lost"))["name"] == "general"


async def _trouble(visitor: Visitor, word: str) -> str:
    html = ""
    while word not in html:
        html = (await visitor.push("trouble"))["html"]
    return str(html)


async def test_the_hosts_own_panel_and_deed_are_there(stage: Stage, visitor: Visitor) -> None:
    html = (await visitor.ask("panel", number=0))["html"]
    assert html.count("<li>") == 2
    assert '<span class="word good">&lt;sent&gt;</span>' in html
    assert html.count('<time datetime="2015-01-18T09:00:00') == 2
    assert 'data-open="7" data-message="8">Read it</button>' in html
    assert html.count("<dt>") == 4, "what holds nothing is left out"
    stage.page.panels_changed()
    await visitor.push("panel")
    assert (await visitor.ask("deed", number=0))["told"] == "It is done."
    assert stage.done == ["done"]


async def test_what_makes_no_sense_is_answered_and_breaks_nothing(stage: Stage, visitor: Visitor) -> None:
    for name, body in (
        ("fly", {}),
        ("open", {"channel": "x"}),
        ("press", {}),
        ("press", {"message": "1", "custom": "x"}),
        ("panel", {"number": 9}),
        ("submit", {"interaction": "1", "values": {}}),
        ("say", {"text": "  "}),
        ("say", {"text": "x" * 2001}),
        ("turn", {"to": "soon"}),
        ("slash", {"words": "", "options": {}}),
    ):
        assert (await visitor.ask(name, **body))["error"], name
    assert (await visitor.ask("say", text="still here")).get("error") is None


async def test_reactions_are_put_and_taken_away(stage: Stage, visitor: Visitor) -> None:
    message = stage.sandbox.world.messages.post(stage.channel, stage.mod.user, Draft(content="well?"))
    await visitor.push("messages")
    await visitor.ask("react", message=str(message.id), emoji="\N{THUMBS UP SIGN}")
    (put,) = (await visitor.push("messages"))["put"]
    assert 'class="reaction mine"' in put["html"]
    async with visiting(stage) as other:
        await other.ask("be", seat=str(stage.mod.user.id))
        opened = await other.ask("open", channel=str(stage.channel.id))
        assert 'class="reaction"' in opened["html"]
    await visitor.ask("react", message=str(message.id), emoji="\N{THUMBS UP SIGN}")
    (put,) = (await visitor.push("messages"))["put"]
    assert "reaction" not in put["html"]
    assert (await visitor.ask("react", message=str(message.id), emoji="no emoji"))["error"]


async def test_ones_own_message_is_deleted_and_nobody_elses(stage: Stage, visitor: Visitor) -> None:
    await visitor.ask("say", text="mine")
    (put,) = (await visitor.push("messages"))["put"]
    await visitor.ask("delete", message=put["id"])
    assert (await visitor.push("messages"))["gone"] == [put["id"]]
    other = stage.sandbox.world.messages.post(stage.channel, stage.mod.user, Draft(content="yours"))
    assert "may not delete" in (await visitor.ask("delete", message=str(other.id)))["error"]


async def test_who_types_is_seen_typing_by_others(stage: Stage, visitor: Visitor) -> None:
    async with visiting(stage) as other:
        await other.ask("be", seat=str(stage.mod.user.id))
        await other.ask("open", channel=str(stage.channel.id))
        await visitor.ask("typing")
        assert (await other.push("typing"))["name"] == "Ann"
    await visitor.ask("open", channel=str(stage.channel.id))
    assert not [told for told in visitor.pushed if told["push"] == "typing"]


async def test_a_post_is_opened_in_a_forum(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    forum = world.add_channel(stage.guild, "stories", ChannelType.FORUM, tags=("war",))
    opened = await visitor.ask("open", channel=str(forum.id))
    assert "There are no posts yet." in opened["posts"]
    assert 'value="war"' in opened["posts"]
    assert "Open a post" in opened["head"]["silence"]
    assert "needs a title" in (await visitor.ask("post", title=" ", text="x"))["error"]
    made = await visitor.ask("post", title="Konna", text="From one town on.", tags=["war"])
    assert "From one town on." in (await visitor.push("posts"))["html"]
    thread = await visitor.ask("open", channel=made["channel"])
    assert (thread["head"]["name"], thread["head"]["kind"]) == ("Konna", "thread")
    assert "From one town on." in thread["html"]


async def test_discords_own_notes_are_told(stage: Stage, visitor: Visitor) -> None:
    stage.sandbox.world.messages.note(stage.channel, stage.mod.user, MessageType.MEMBER_JOINED)
    (put,) = (await visitor.push("messages"))["put"]
    assert "Mod joined the guild." in put["html"]


async def test_files_go_with_a_message_or_alone(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    file = world.uploads.add(stage.channel.id, "notes.txt", b"notes")
    assert await visitor.ask("say", text="", files=[str(file.id)]) == {"re": visitor.number}
    assert world.messages.of_channel(stage.channel.id)[-1].attachments == (file,)
    elsewhere = world.uploads.add(stage.hidden.id, "secret.txt", b"secret")
    for number in (str(elsewhere.id), "1", "x", None):
        assert "attach it again" in (await visitor.ask("say", text="", files=[number]))["error"]
    many = [str(world.uploads.add(stage.channel.id, "a", b"").id) for _ in range(11)]
    assert "10 files" in (await visitor.ask("say", text="", files=many))["error"]
    world.overwrite(stage.channel, stage.guild, deny=Permission.ATTACH_FILES)
    assert "may not attach" in (await visitor.ask("say", text="", files=[str(file.id)]))["error"]


async def test_one_edits_ones_own_messages_and_nobody_elses(stage: Stage, visitor: Visitor) -> None:
    own = (await stage.ann.say(stage.channel, "as it *was*")).message
    others = (await stage.mod.say(stage.channel, "mine")).message
    assert (await visitor.ask("source", message=str(own.id)))["text"] == "as it *was*"
    await visitor.ask("edit", message=str(own.id), text="as it is")
    assert stage.sandbox.world.messages.get(stage.channel.id, own.id).content == "as it is"
    assert "did not write" in (await visitor.ask("edit", message=str(others.id), text="yours"))["error"]
    assert "2000" in (await visitor.ask("edit", message=str(own.id), text="x" * 2001))["error"]
    assert "empty" in (await visitor.ask("edit", message=str(own.id), text=" "))["error"]
    assert "may not delete" in (await visitor.ask("delete", message=str(others.id)))["error"]


async def test_menus_hold_what_applications_put_there(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    await add_menus(bot)
    opened = await visitor.ask("open", channel=str(stage.channel.id))
    menus = {kind: [one["name"] for one in found] for kind, found in opened["commands"]["menus"].items()}
    assert menus == {"message": ["Look up"], "user": ["Greet"]}
    said = (await stage.mod.say(stage.channel, "Konna")).message
    await visitor.ask("use", command="Look up", message=str(said.id))
    await visitor.ask("use", command="Greet", user=str(stage.mod.user.id))
    seen = ""
    while "Looking up: Konna" not in seen or "Hello mod" not in seen:
        seen += str(await visitor.push("messages"))
    assert "not offered" in (await visitor.ask("use", command="Nothing", message=str(said.id)))["error"]


async def test_older_posts_are_shown_below_those_that_are_open(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    forum = world.add_channel(stage.guild, "stories", ChannelType.FORUM, tags=("Mali",))
    stage.mod.post(forum, "The first", "||who did it|| is told later", tags=["Mali"])
    await visitor.ask("turn", run=8 * DAY)
    stage.mod.post(forum, "The second", "new")
    html = (await visitor.ask("open", channel=str(forum.id)))["posts"]
    assert html.index("The second") < html.index("Older posts") < html.index("The first")
    assert "who did it" not in html
    assert '<span class="label">Mali</span>' in html


async def test_the_members_of_a_hidden_channel_are_those_who_see_it(stage: Stage, visitor: Visitor) -> None:
    await visitor.ask("be", seat=str(stage.mod.user.id))
    visitor.pushed.clear()
    await visitor.ask("open", channel=str(stage.hidden.id))
    html = (await visitor.push("members"))["html"]
    assert "<b>Mod</b>" in html
    assert "<b>Ann</b>" not in html


async def test_a_mention_of_ones_role_counts(stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    role = world.add_role(stage.guild, "readers", mentionable=True)
    world.set_roles(stage.guild, stage.ann.user, [role])
    elsewhere = world.add_channel(stage.guild, "elsewhere")
    await stage.mod.say(elsewhere, f"<@&{role.id}>")
    html = ""
    while "1 for you" not in html:
        html = (await visitor.push("side"))["html"]


async def test_what_a_guild_grants_shows_at_once(bot: TinyBot, stage: Stage, visitor: Visitor) -> None:
    world = stage.sandbox.world
    panel = next(one for one in world.commands.all() if one.name == "panel")
    visitor.pushed.clear()
    world.grants.set(stage.application, stage.guild, [everyone(stage.guild, allowed=False)], panel)
    assert "panel" not in [one["words"] for one in (await visitor.push("commands"))["commands"]]
