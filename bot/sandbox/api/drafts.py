"""Bodies of messages, audited and turned into drafts.

Source: https://discord.com/developers/docs/reference#uploading-files
"""

from __future__ import annotations

from typing import Any

from bot.sandbox.api.calls import Call, Upload, snowflake
from bot.sandbox.errors import Json
from bot.sandbox.limits.form import Field
from bot.sandbox.limits.messages import audit_message
from bot.sandbox.world.message import Attachment, Draft, Message, MessageFlag

SETTABLE = (
    MessageFlag.SUPPRESS_EMBEDS
    | MessageFlag.EPHEMERAL
    | MessageFlag.SUPPRESS_NOTIFICATIONS
    | MessageFlag.IS_COMPONENTS_V2
)

ATTACHED = "attachment://"


def read_draft(call: Call, body: Field, channel_id: int, standing: Message | None = None) -> Draft:
    """The draft that a message's body asks for; `standing` is the message it edits.

    Raises ApiError 50035 with every problem of the body. An edit's null empties a field.
    """
    audit_message(body, standing)
    body.check()
    given: Json = body.value or {}
    attachments = _attachments(call, given, channel_id, standing)
    known = attachments if attachments is not None else standing.attachments if standing else ()
    urls = {ATTACHED + attachment.filename: attachment.url for attachment in known}
    _check_attached(body["components"], urls)
    body.check()
    reply_to = (given.get("message_reference") or {}).get("message_id")
    return Draft(
        content=_cleared(given, "content", ""),
        embeds=_many(given, "embeds", urls),
        components=_many(given, "components", urls),
        attachments=attachments,
        flags=MessageFlag(given["flags"]) & SETTABLE if given.get("flags") is not None else None,
        allowed_mentions=given.get("allowed_mentions"),
        nonce=given.get("nonce"),
        enforce_nonce=bool(given.get("enforce_nonce")),
        tts=bool(given.get("tts")),
        reply_to=None if reply_to is None else snowflake("message_reference", str(reply_to)),
    )


def _check_attached(part: Field, urls: dict[str, str]) -> None:
    """Notes a problem wherever a component shows a file that is not attached."""
    for inner in part.entries():
        _check_attached(inner, urls)
    for key in part.value if isinstance(part.value, dict) else ():
        link = part[key].value
        if key == "url" and isinstance(link, str) and link.startswith(ATTACHED) and link not in urls:
            message = f"The referenced attachment {link.removeprefix(ATTACHED)!r} was not found"
            part[key].wrong("UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)
        _check_attached(part[key], urls)


def _cleared(given: Json, name: str, empty: Any) -> Any:
    """A field's value, `empty` for null, None where it is absent."""
    return (given[name] if given[name] is not None else empty) if name in given else None


def _many(given: Json, name: str, urls: dict[str, str]) -> tuple[Json, ...] | None:
    entries = _cleared(given, name, [])
    return None if entries is None else tuple(_served(entry, urls) for entry in entries)


def _served(value: Any, urls: dict[str, str]) -> Any:
    """The value with every `attachment://` in it replaced by where that file is served."""
    if isinstance(value, dict):
        return {key: _served(inner, urls) for key, inner in value.items()}
    if isinstance(value, list):
        return [_served(inner, urls) for inner in value]
    return urls.get(value, value) if isinstance(value, str) else value


def _attachments(call: Call, given: Json, channel_id: int, standing: Message | None) -> tuple[Attachment, ...] | None:
    """The message's attachments: those kept, and those uploaded. None where the body says nothing of them."""
    listed = _cleared(given, "attachments", [])
    if listed is None and not call.uploads:
        return None
    kept = {attachment.id: attachment for attachment in standing.attachments} if standing else {}
    uploads = {upload.name: upload for upload in call.uploads}
    if listed is None:
        return (*kept.values(), *(_attachment(call, upload, channel_id, {}) for upload in call.uploads))
    found: list[Attachment] = []
    for entry in listed:
        upload = uploads.get(f"files[{entry.get('id')}]")
        if upload is not None:
            found.append(_attachment(call, upload, channel_id, entry))
        elif int(entry.get("id", 0)) in kept:
            found.append(kept[int(entry["id"])])
    return tuple(found)


def _attachment(call: Call, upload: Upload, channel_id: int, entry: Json) -> Attachment:
    filename = entry.get("filename") or upload.filename
    return call.world.uploads.add(channel_id, filename, upload.content, entry.get("description"))
