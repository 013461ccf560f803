"""Every command through the real client: as a person meets it."""

from __future__ import annotations

from .conftest import Scene


async def test_event_about_konna(bundled: Scene) -> None:
    reply = await bundled.member.slash(bundled.channel, "event", about="konna")
    print(reply.text)
    assert "Konna" in reply.text
