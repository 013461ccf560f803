"""Buttons, selects and modals."""

from __future__ import annotations

import pytest

from bot.sandbox.people.offers import NotOfferedError
from bot.sandbox.people.reply import Reply, acknowledged
from bot.sandbox.world.interactions import CallbackType
from bot.sandbox.world.message import Message

from .conftest import Scene, running
from .tiny import Panel, TinyBot


async def panel(scene: Scene) -> Message:
    """The panel, freshly called up."""
    reply = await scene.ann.slash(scene.channel, "panel")
    assert reply.message is not None
    return reply.message


async def test_a_press_edits_the_message(scene: Scene) -> None:
    message = await panel(scene)
    reply = await scene.ann.press(message, "edit")
    assert reply.interaction.callback is CallbackType.UPDATE
    assert [shown.text for shown in scene.ann.sees(scene.channel)] == ["edited"]
    later = await scene.ann.press(message, "later")
    assert later.text == "edited later"


async def test_a_press_by_a_stranger_reaches_the_bot(scene: Scene) -> None:
    message = await panel(scene)
    bob = scene.sandbox.world.add_user("bob")
    scene.sandbox.world.join(scene.guild, bob)
    reply = await scene.sandbox.person(bob).choose(message, "pick", "konna")
    assert reply.ephemeral
    assert reply.text == "Picked konna"
    assert scene.ann.sees(scene.channel) == [message]


async def test_clients_press_only_what_is_there(scene: Scene) -> None:
    message = await panel(scene)
    with pytest.raises(NotOfferedError, match="disabled"):
        await scene.ann.press(message, "off")
    with pytest.raises(NotOfferedError, match="no 'nowhere'"):
        await scene.ann.press(message, "nowhere")
    with pytest.raises(NotOfferedError, match="offers"):
        await scene.ann.choose(message, "pick", "paris")
    scene.sandbox.world.messages.delete(message)
    with pytest.raises(NotOfferedError, match="does not see"):
        await scene.ann.press(message, "edit")


async def test_a_modal_is_filled_in_and_sent(scene: Scene) -> None:
    message = await panel(scene)
    opened: Reply = await scene.ann.press(message, "ask", until=acknowledged)
    assert opened.modal is not None
    assert opened.modal["title"] == "Ask"
    with pytest.raises(NotOfferedError, match="1 to 50"):
        await scene.ann.submit(opened, {"what": "x" * 51})
    sent = await scene.ann.submit(opened, {"what": "Konna"})
    assert sent.text == "Asked: Konna"


async def test_a_card_of_components_is_read_back(scene: Scene) -> None:
    reply = await scene.ann.slash(scene.channel, "long", kind="fits")
    assert reply.message is not None
    assert reply.text == "# Konna\nrecaptured"
    button = reply.message.component("related:1")
    assert button is not None
    assert button["label"] == "Related"


async def test_buttons_work_after_the_bot_restarts(scene: Scene) -> None:
    message = await panel(scene)
    await scene.bot.close()
    async with running(TinyBot()) as restarted:
        restarted.add_view(Panel())
        reply = await scene.ann.press(message, "edit")
    assert reply.text == "edited"
