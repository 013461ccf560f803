"""Cards with pictures and files: what a bot sends, and what stands on the message afterwards."""

from __future__ import annotations

import io

import discord
import pytest

from bot.sandbox.errors import Json
from bot.sandbox.world.message import walk

from .conftest import Scene

COVER = "https://example.org/cover.jpg"


def picture_card() -> discord.ui.LayoutView:
    """A section with a thumbnail, a gallery and a file, of which one picture comes from outside."""
    view = discord.ui.LayoutView(timeout=None)
    thumbnail: discord.ui.Thumbnail[discord.ui.LayoutView] = discord.ui.Thumbnail(COVER, description="The cover")
    view.add_item(discord.ui.Section("# Konna", accessory=thumbnail))
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    gallery.add_item(media="attachment://map.png", description="A map")
    gallery.add_item(media=COVER)
    view.add_item(gallery)
    view.add_item(discord.ui.Separator())
    view.add_item(discord.ui.File("attachment://problems.csv"))
    return view


def files() -> list[discord.File]:
    """The files that go with the card."""
    return [discord.File(io.BytesIO(b"png"), "map.png"), discord.File(io.BytesIO(b"a,b\n"), "problems.csv")]


async def parts(scene: Scene, sent: discord.Message) -> dict[int, Json]:
    """The components of a message as the world keeps them, by type."""
    message = scene.sandbox.world.messages.get(scene.channel.id, sent.id)
    return {part["type"]: part for part in walk(message.components)}


async def test_pictures_and_files_are_served_and_described(scene: Scene) -> None:
    sent = await scene.place.send(view=picture_card(), files=files())
    found = await parts(scene, sent)
    assert found[11]["media"]["url"] == COVER
    assert (found[11]["description"], found[11]["spoiler"]) == ("The cover", False)
    own, outside = found[12]["items"]
    assert own["media"]["url"] == sent.attachments[0].url
    assert own["media"]["attachment_id"] == str(sent.attachments[0].id)
    assert "attachment_id" not in outside["media"]
    assert (found[13]["name"], found[13]["size"]) == ("problems.csv", 4)
    assert (found[14]["divider"], found[14]["spacing"]) == (True, 1)


async def test_a_card_keeps_its_files_through_an_edit(scene: Scene) -> None:
    sent = await scene.place.send(view=picture_card(), files=files())
    edited = await sent.edit(view=picture_card(), attachments=sent.attachments)
    assert [file.filename for file in edited.attachments] == ["map.png", "problems.csv"]
    assert (await parts(scene, edited))[13]["file"]["url"] == sent.attachments[1].url
    fewer = await edited.edit(view=discord.ui.LayoutView().add_item(discord.ui.TextDisplay("gone")), attachments=[])
    assert fewer.attachments == []


async def test_a_picture_from_nowhere_is_refused(scene: Scene) -> None:
    view = discord.ui.LayoutView(timeout=None)
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
    gallery.add_item(media="ftp://example.org/cover.jpg")
    view.add_item(gallery)
    with pytest.raises(discord.HTTPException) as refused:
        await scene.place.send(view=view)
    assert (refused.value.code, "Scheme" in refused.value.text) == (50035, True)


async def test_a_file_that_is_not_attached_is_refused(scene: Scene) -> None:
    with pytest.raises(discord.HTTPException) as refused:
        await scene.place.send(view=picture_card(), files=files()[:1])
    assert refused.value.code == 50035
    assert "'problems.csv' was not found" in refused.value.text
    assert scene.ann.sees(scene.channel) == []


async def test_selects_have_their_defaults(scene: Scene) -> None:
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.UserSelect(custom_id="who"))
    sent = await scene.place.send(view=view)
    select = (await parts(scene, sent))[5]
    assert (select["min_values"], select["max_values"]) == (1, 1)
