"""Messages are drawn from their payloads: all that they hold, and for the one who looks."""

from __future__ import annotations

import pytest

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType, audit_components, audit_modal
from bot.sandbox.limits.embeds import audit_embeds
from bot.sandbox.limits.form import Field
from bot.sandbox.page.drawing import Drawing
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.interactions import InteractionType
from bot.sandbox.world.message import Draft, Message, MessageFlag
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

from . import showcase
from .test_markdown import HTMLText

FILES = "http://127.0.0.1:1/attachments/"


class Place:
    """A guild's channel, a person and a bot in it."""

    def __init__(self) -> None:
        self.world = World(lambda: 1_500_000_000.0)
        self.ann: User = self.world.add_user("ann")
        self.bob: User = self.world.add_user("bob")
        self.application: Application = self.world.add_application("t", "Tiny")
        guild = self.world.add_guild("Newsroom", self.ann, self.bob, self.application)
        self.channel: Channel = self.world.add_channel(guild, "general")

    @property
    def called(self) -> Json:
        """What calling the bot's /event sends."""
        body: Json = {"name": "event", "description": "Events", "type": 1}
        command = self.world.commands.put(self.application.id, None, body)
        return {"id": str(command.id), "name": "event", "type": 1}

    def drawing(self, viewer: User | None = None, *, outside: bool = False) -> Drawing:
        """As somebody sees it."""
        return Drawing(self.world, viewer or self.ann, self.channel, files=FILES, outside=outside)

    def post(self, draft: Draft, author: User | None = None) -> Message:
        """A message by the bot, unless somebody is named."""
        return self.world.messages.post(self.channel, author or self.application.bot, draft)

    def draw(self, draft: Draft, *, outside: bool = False) -> str:
        """A posted message as HTML."""
        return self.drawing(outside=outside).message(self.post(draft))


@pytest.fixture
def place() -> Place:
    return Place()


def text(html: str) -> str:
    """What a person reads in HTML, spaces as one."""
    seen = HTMLText()
    seen.feed(html)
    return " ".join(seen.text.split())


def test_the_showcase_is_what_discord_takes() -> None:
    for audit, value in (
        (lambda field: audit_components(field, v2=True), list(showcase.CARD)),
        (audit_embeds, [showcase.EMBED]),
        (audit_modal, showcase.MODAL),
    ):
        field = Field(value)
        audit(field)
        field.check()


def test_every_component_is_drawn(place: Place) -> None:
    html = place.draw(Draft(components=showcase.CARD, flags=MessageFlag.IS_COMPONENTS_V2))
    for said in ("Malian soldiers march back into Konna", "Related", "Open one of them", "Konna is taken back", "Whom?",
                 "Outside the box", "From the archive", "A street in Konna", "general", "Ann"):  # fmt: skip
        assert said in text(html) or said in html, said
    for custom_id in ("related:1", "day:1", "good", "bad", "pick", "more:2", "who", "where"):
        assert f'data-custom="{custom_id}"' in html
    assert 'fill="#0f766e"' in html
    assert 'href="https://www.bbc.co.uk/news"' in html
    assert 'class="space2 bare"' in html
    assert "which this page does not know" not in html


ON_MESSAGES = [T for T in ComponentType if T.value not in (4, 18, 19, 21, 22, 23)]


@pytest.mark.parametrize("kind", ON_MESSAGES)
def test_no_component_of_a_message_is_unknown(place: Place, kind: ComponentType) -> None:
    media = {"url": showcase.COVER}
    component = {
        "type": int(kind), "components": [], "options": [], "items": [{"media": media}], "media": media, "file": media,
        "accessory": {"type": 11, "media": media}, "content": "said", "label": "Press", "custom_id": "c",
    }  # fmt: skip
    html = place.draw(Draft(components=(component,), flags=MessageFlag.IS_COMPONENTS_V2))
    assert "does not know" not in html


def test_a_component_that_is_not_known_says_so(place: Place) -> None:
    html = place.draw(Draft(components=({"type": 99},), flags=MessageFlag.IS_COMPONENTS_V2))
    assert "A component of type 99, which this page does not know." in text(html)


def test_selects_of_roles_and_files_are_drawn(place: Place) -> None:
    place.world.add_role(place.world.guilds.all()[0], "mods")
    components = tuple(
        {"type": 1, "components": [{"type": kind, "custom_id": f"s{kind}", "default_values": [{"id": place.ann.id}]}]}
        for kind in (6, 7)
    )
    html = place.draw(Draft(components=components))
    assert "@mods" in text(html)
    assert 'aria-selected="true"><span><b>Ann' in html.replace("\n", "")
    file = {"type": 13, "file": {"url": f"{FILES}1/1/notes.txt"}}
    html = place.draw(Draft(components=(file,), flags=MessageFlag.IS_COMPONENTS_V2))
    assert 'href="/attachments/1/1/notes.txt"' in html


def test_an_embed_is_drawn(place: Place) -> None:
    html = place.draw(Draft(embeds=(showcase.EMBED,)))
    for said in ("An embed with bold in its title", "Described in Markdown.", "Somebody", "Dead12", "At the foot"):
        assert said in text(html), said
    assert 'href="https://example.org/embed"' in html
    assert 'datetime="2013-01-18T12:00:00+00:00"' in html


def test_an_outside_picture_stays_outside_unless_it_is_let_in(place: Place) -> None:
    draft = Draft(components=showcase.CARD, embeds=(showcase.EMBED,))
    kept, let_in = place.draw(draft), place.draw(draft, outside=True)
    assert "<img" not in kept
    assert showcase.COVER in text(kept)
    assert f'<img src="{showcase.COVER}"' in let_in


def test_files_of_the_sandbox_are_shown_from_the_pages_own_host(place: Place) -> None:
    showcase.post_all(place.world, place.channel, place.ann, place.application.bot, FILES.rstrip("/"))
    html = place.drawing().message(place.world.messages.of_channel(place.channel.id)[-1])
    assert f'src="/attachments/{place.channel.id}/' in html
    assert '/dot.svg"' in html
    assert 'download="notes.txt"' in html
    assert "2.3 kB" in html


def test_labels_are_text_and_nothing_else(place: Place) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    row = {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": evil, "custom_id": evil},
            {"type": 2, "style": 5, "label": evil, "url": "javascript:alert(1)"},
        ],
    }
    pick = {"type": 3, "custom_id": evil, "placeholder": evil, "options": [{"label": evil, "value": evil}]}
    embed = {"title": evil, "url": "javascript:alert(1)", "footer": {"text": evil}, "author": {"name": evil}}
    html = place.draw(Draft(content=evil, embeds=(embed,), components=(row, {"type": 1, "components": [pick]})))
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_what_is_private_thinking_edited_and_replied_to_says_so(place: Place) -> None:
    world = place.world
    first = place.post(Draft(content="# First **words**"), place.bob)
    html = place.drawing().message(place.post(Draft(content="yes", reply_to=first.id)))
    assert f'data-jump="{first.id}"' in html
    assert "Bob First words" in text(html)
    assert "(edited)" in place.drawing().message(world.messages.edit(first, Draft(content="other")))
    world.messages.delete(first)
    reply = world.messages.of_channel(place.channel.id)[-1]
    assert "was deleted" in place.drawing().message(reply)
    interaction = world.interactions.open(
        place.application, InteractionType.COMMAND, place.ann, place.channel, place.called
    )
    thinking = world.replies.defer(interaction, Draft(flags=MessageFlag.EPHEMERAL))
    html = place.drawing().message(thinking)
    assert "Ann used /event" in text(html)
    assert "is thinking" in html
    assert "Only you can see this" in html


def test_who_is_mentioned_sees_it(place: Place) -> None:
    message = place.post(Draft(content=f"look, {place.ann.mention}"), place.bob)
    assert " pings" in place.drawing(place.ann).message(message)
    assert " pings" not in place.drawing(place.bob).message(message)


def test_a_modal_is_drawn(place: Place) -> None:
    opened = place.world.interactions.open(
        place.application, InteractionType.COMMAND, place.ann, place.channel, place.called
    )
    place.world.replies.modal(opened, showcase.MODAL)
    html = place.drawing().modal(place.world.interactions.get(opened.id))
    assert "A digest" in text(html)
    for name in ("at", "many", "days", "words"):
        assert f'name="{name}"' in html
    assert 'value="09:00"' in html
    assert '<option value="5" selected>' in html
