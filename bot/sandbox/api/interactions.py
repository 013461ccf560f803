"""First replies to interactions, and what follows by their token.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route
from bot.sandbox.api.drafts import read_draft
from bot.sandbox.errors import Json
from bot.sandbox.limits.components import audit_modal
from bot.sandbox.limits.form import Field
from bot.sandbox.limits.messages import audit_choices
from bot.sandbox.world.events import Intent, Receiver
from bot.sandbox.world.interactions import CallbackType, Interaction
from bot.sandbox.world.message import Message, MessageFlag

BY_TOKEN = "/webhooks/{webhook_id}/{webhook_token}"


def _callback(call: Call) -> Answer:
    form = call.form
    kind = form["type"].one_of([int(one) for one in CallbackType])
    form.check()
    interaction = call.world.replies.acknowledge(
        call.id("interaction_id"), call.params["interaction_token"], CallbackType(kind)
    )
    message = _reply(call, interaction, CallbackType(kind), form)
    if call.query.get("with_response") not in ("1", "true"):
        return NOTHING
    return Answer(_callback_json(call, call.world.interactions.get(interaction.id), message))


def _reply(call: Call, interaction: Interaction, kind: CallbackType, form: Field) -> Message | None:
    replies, data = call.world.replies, form["data"]
    if kind is CallbackType.CHOICES:
        audit_choices(data["choices"])
        form.check()
        replies.choices(interaction, tuple(data["choices"].value))
    elif kind is CallbackType.MODAL:
        audit_modal(data)
        form.check()
        replies.modal(interaction, data.value)
    elif kind is CallbackType.DEFERRED_UPDATE:
        replies.defer_update(interaction)
    elif kind is CallbackType.UPDATE:
        return replies.update(interaction, read_draft(call, data, interaction.channel_id, interaction.source))
    else:
        say = replies.message if kind is CallbackType.MESSAGE else replies.defer
        return say(interaction, read_draft(call, data, interaction.channel_id))
    return None


def _callback_json(call: Call, interaction: Interaction, message: Message | None) -> Json:
    replied: Json = {"id": str(interaction.id), "type": int(interaction.type)}
    if interaction.original_id is not None:
        replied["response_message_id"] = str(interaction.original_id)
    if message is not None:
        replied["response_message_loading"] = bool(message.flags & MessageFlag.LOADING)
        replied["response_message_ephemeral"] = message.ephemeral_to is not None
    body: Json = {"interaction": replied}
    if message is not None and interaction.callback in (CallbackType.MESSAGE, CallbackType.UPDATE):
        body["resource"] = {"type": int(interaction.callback), "message": _body(call, interaction, message)}
    return body


def _interaction(call: Call) -> Interaction:
    return call.world.interactions.replied(call.id("webhook_id"), call.params["webhook_token"])


def _message_id(call: Call) -> int | None:
    return call.id("message_id") if "message_id" in call.params else None


def _follow_up(call: Call) -> Answer:
    interaction = _interaction(call)
    draft = read_draft(call, call.form, interaction.channel_id)
    return _json(call, interaction, call.world.replies.follow_up(interaction, draft))


def _get(call: Call) -> Answer:
    interaction = _interaction(call)
    return _json(call, interaction, call.world.replies.get(interaction, _message_id(call)))


def _edit(call: Call) -> Answer:
    interaction = _interaction(call)
    standing = call.world.replies.get(interaction, _message_id(call))
    draft = read_draft(call, call.form, interaction.channel_id, standing)
    return _json(call, interaction, call.world.replies.edit(interaction, standing.id, draft))


def _delete(call: Call) -> Answer:
    call.world.replies.delete(_interaction(call), _message_id(call))
    return NOTHING


def _json(call: Call, interaction: Interaction, message: Message) -> Answer:
    return Answer(_body(call, interaction, message))


def _body(call: Call, interaction: Interaction, message: Message) -> Json:
    application = call.world.users.application(interaction.application_id)
    return call.world.messages.json(message, Receiver(application, Intent.NONE))


ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", _callback, open=True),
    Route("POST", BY_TOKEN, _follow_up, open=True),
    *(
        Route(method, f"{BY_TOKEN}/messages/{place}", handler, open=True)
        for place in ("@original", "{message_id}")
        for method, handler in (("GET", _get), ("PATCH", _edit), ("DELETE", _delete))
    ),
)
