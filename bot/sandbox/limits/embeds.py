"""What embeds may hold.

Source: https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from bot.sandbox.limits.form import Field
from bot.sandbox.limits.links import audit_link

MOST_EMBEDS = 10
MOST_TEXT = 6000


def audit_embeds(embeds: Field) -> None:
    """Notes every problem of a message's embeds: texts too long, fields too many, 6000 characters in all."""
    total = sum(_audit_embed(embed) for embed in embeds.listed(0, MOST_EMBEDS))
    if total > MOST_TEXT:
        embeds.wrong("MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {MOST_TEXT}")


def _audit_embed(embed: Field) -> int:
    """Notes an embed's problems and gives its length in characters."""
    embed.model()
    total = len(embed["title"].text(0, 256)) + len(embed["description"].text(0, 4096))
    total += len(embed["footer"]["text"].text(0, 2048, required=embed["footer"].given))
    total += len(embed["author"]["name"].text(0, 256, required=embed["author"].given))
    for entry in embed["fields"].listed(0, 25):
        total += len(entry["name"].text(1, 256, required=True))
        total += len(entry["value"].text(1, 1024, required=True))
    for link in (embed["url"], embed["author"]["url"]):
        audit_link(link, ("http", "https"), 2048)
    for picture in (embed["image"]["url"], embed["thumbnail"]["url"]):
        audit_link(picture, ("http", "https", "attachment"), 2048)
    return total
