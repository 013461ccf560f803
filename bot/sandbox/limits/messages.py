"""What the body of a message may hold.

Source: https://discord.com/developers/docs/resources/message#create-message
"""

from __future__ import annotations

from bot.sandbox.limits.components import audit_components
from bot.sandbox.limits.embeds import audit_embeds
from bot.sandbox.limits.form import Field
from bot.sandbox.world.message import Message, MessageFlag

MOST_CONTENT = 2000
MOST_NONCE = 25
LEGACY = ("content", "embeds", "poll", "sticker_ids")
"""The fields that a message with IS_COMPONENTS_V2 may not have; an edit to it has to null those that stand."""


def audit_message(body: Field, standing: Message | None = None) -> None:
    """Notes every problem of a message's body. `standing` is the message that it edits."""
    body.model()
    flags = MessageFlag(body["flags"].whole(0, 2**31 - 1) or 0) | (standing.flags if standing else MessageFlag.NONE)
    v2 = bool(flags & MessageFlag.IS_COMPONENTS_V2)
    body["content"].text(0, MOST_CONTENT)
    audit_embeds(body["embeds"])
    audit_components(body["components"], v2=v2)
    body["attachments"].listed(0, 10)
    _audit_nonce(body["nonce"])
    _audit_allowed_mentions(body["allowed_mentions"])
    if v2:
        for name in LEGACY:
            left = standing is not None and not body.has(name) and getattr(standing, name, None)
            if body[name].value or left:
                message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                body[name].wrong("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def audit_choices(choices: Field) -> None:
    """Notes every problem of autocomplete choices: 25 at most, name and value of 1 to 100 characters."""
    if not choices.required():
        return
    for choice in choices.listed(0, 25):
        choice["name"].text(1, 100, required=True)
        if isinstance(choice["value"].value, str) or not choice["value"].given:
            choice["value"].text(1, 100, required=True)


def _audit_nonce(nonce: Field) -> None:
    if isinstance(nonce.value, str) and len(nonce.value) > MOST_NONCE:
        nonce.wrong("NONCE_TYPE_TOO_LONG", f"Nonce must be fewer than {MOST_NONCE} characters.")
    elif nonce.given and not isinstance(nonce.value, str | int):
        nonce.wrong("NONCE_TYPE_INVALID_TYPE", "This field must be a string or integer.")


def _audit_allowed_mentions(allowed: Field) -> None:
    for kind in allowed["parse"].entries():
        kind.one_of(("roles", "users", "everyone"))
    for name in ("users", "roles"):
        allowed[name].listed(0, 100)
        if allowed[name].value and name in (allowed["parse"].value or ()):
            message = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            allowed.wrong("MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
