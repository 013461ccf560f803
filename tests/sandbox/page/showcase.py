"""One of everything that a message can hold, as payloads."""

from __future__ import annotations

from typing import Any

from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Draft, Message, MessageFlag
from bot.sandbox.world.users import User
from bot.sandbox.world.world import World

DOT = b'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><circle cx="30" cy="30" r="30"/></svg>'
COVER = "https://pictures.example/cover/konna.jpg"

MARKDOWN = """# Headline one
## Headline two
### [Headline three](https://example.org/three)
-# small print, **bold** in it
**bold**, *italics*, __underline__, ~~struck~~, ||a spoiler with **bold**||, `code`
> a quote
> of two lines
- one
- two
  - two and a half
1. first
2. second
```py
print("<b>no markup</b>")
```
<t:1358467200:D>, <t:1358467200:t>, https://example.org/a_b_c and [a link](https://example.org)"""

CARD: tuple[dict[str, Any], ...] = (
    {
        "type": 17,
        "accent_color": 0x0F766E,
        "components": [
            {
                "type": 9,
                "components": [
                    {"type": 10, "content": "-# Friday, 18 January 2013\n### Malian soldiers march back into Konna"},
                    {"type": 10, "content": "Eight days after losing it, the army announced that it was theirs again."},
                ],
                "accessory": {"type": 11, "media": {"url": COVER}, "description": "A street in Konna"},
            },
            {"type": 14, "divider": True, "spacing": 1},
            {
                "type": 12,
                "items": [{"media": {"url": COVER}, "description": "Konna"}, {"media": {"url": COVER + "?2"}}],
            },
            {
                "type": 1,
                "components": [
                    {"type": 2, "style": 1, "label": "Related", "custom_id": "related:1"},
                    {"type": 2, "style": 2, "label": "On this day", "custom_id": "day:1", "emoji": {"name": "📅"}},
                    {"type": 2, "style": 3, "label": "Good", "custom_id": "good"},
                    {"type": 2, "style": 4, "label": "Bad", "custom_id": "bad", "disabled": True},
                    {"type": 2, "style": 5, "label": "BBC", "url": "https://www.bbc.co.uk/news"},
                ],
            },
            {
                "type": 1,
                "components": [
                    {
                        "type": 3,
                        "custom_id": "pick",
                        "placeholder": "Open one of them",
                        "options": [
                            {"label": "Konna is taken", "value": "1", "description": "10 January 2013"},
                            {"label": "France goes to war", "value": "2", "description": "11 January 2013"},
                            {"label": "Konna is taken back", "value": "3", "emoji": {"name": "🏁"}},
                        ],
                    }
                ],
            },
            {"type": 14, "divider": False, "spacing": 2},
            {"type": 10, "content": "-# From the archive · 3 of 12 are shown"},
        ],
    },
    {
        "type": 9,
        "components": [{"type": 10, "content": "Outside the box, with a button beside it."}],
        "accessory": {"type": 2, "style": 2, "label": "More", "custom_id": "more:2"},
    },
    {"type": 1, "components": [{"type": 5, "custom_id": "who", "placeholder": "Whom?", "max_values": 2}]},
    {"type": 1, "components": [{"type": 8, "custom_id": "where", "channel_types": [0]}]},
)

EMBED: dict[str, Any] = {
    "title": "An embed with **bold** in its title",
    "url": "https://example.org/embed",
    "description": "Described in *Markdown*.\n> quoted",
    "color": 0xD9A441,
    "author": {"name": "Somebody", "url": "https://example.org/somebody"},
    "fields": [
        {"name": "Dead", "value": "12", "inline": True},
        {"name": "Hurt", "value": "40", "inline": True},
        {"name": "Where", "value": "Konna", "inline": True},
        {"name": "And then", "value": "a field that is not inline"},
    ],
    "thumbnail": {"url": COVER},
    "footer": {"text": "At the foot"},
    "timestamp": "2013-01-18T12:00:00+00:00",
}

MODAL: dict[str, Any] = {
    "title": "A digest",
    "custom_id": "digest",
    "components": [
        {"type": 10, "content": "Say **when** it should come."},
        {
            "type": 18,
            "label": "At",
            "description": "A time such as 09:00",
            "component": {"type": 4, "style": 1, "custom_id": "at", "max_length": 5, "value": "09:00"},
        },
        {
            "type": 18,
            "label": "How many",
            "component": {
                "type": 3,
                "custom_id": "many",
                "options": [{"label": "Three", "value": "3"}, {"label": "Five", "value": "5", "default": True}],
            },
        },
        {
            "type": 18,
            "label": "Days",
            "component": {
                "type": 22,
                "custom_id": "days",
                "required": False,
                "options": [{"label": "Weekdays", "value": "week"}, {"label": "Weekends", "value": "end"}],
            },
        },
        {
            "type": 1,
            "components": [
                {"type": 4, "style": 2, "custom_id": "words", "label": "A word before it", "required": False}
            ],
        },
    ],
}


def post_all(world: World, channel: Channel, person: User, bot: User, files: str) -> list[Message]:
    """Posts one of everything."""
    world.uploads.url = files
    picture = world.uploads.add(channel.id, "dot.svg", DOT, "A dot")
    notes = world.uploads.add(channel.id, "notes.txt", b"x" * 2345)
    first = world.messages.post(channel, person, Draft(content=MARKDOWN))
    return [
        first,
        world.messages.post(channel, bot, Draft(components=CARD, flags=MessageFlag.IS_COMPONENTS_V2)),
        world.messages.post(channel, bot, Draft(content="With an embed", embeds=(EMBED,), reply_to=first.id)),
        world.messages.post(channel, bot, Draft(content="With files", attachments=(picture, notes))),
    ]
