"""Interactions: what people do to an application, and what has become of each.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, ApiError, Json
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import CommandType, OptionType
from bot.sandbox.world.events import ALL_INTENTS, Event, Receiver
from bot.sandbox.world.installs import app_permissions, context, owners
from bot.sandbox.world.message import Message
from bot.sandbox.world.users import Application, User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

REPLY_SECONDS = 3.0
"""How long Discord waits for the first reply."""
TOKEN_SECONDS = 900.0
"""How long an interaction's token is good for."""
UPLOAD_BYTES = 10_485_760
"""The largest file that may be uploaded in reply."""
KEPT = 2_000
"""With more interactions than this, those whose token has run out are forgotten."""


class InteractionType(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class CallbackType(IntEnum):
    """How an application may reply first."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class Interaction:
    """One interaction. `created` is in seconds since 1970, UTC; `source` is the message it was done to.

    What became of it: `callback`, the first reply's kind; `original_id` and `followup_ids`, the messages made or
    edited by it; `loading`, while the person sees "thinking"; `choices` and `modal`, as the application gave them;
    `edits`, how often its messages were edited later. `owners` is Discord's authorizing_integration_owners: by whose
    install it was made.
    """

    id: int
    token: str
    application_id: int
    type: InteractionType
    user: User
    channel_id: int
    guild_id: int | None
    data: Json
    created: float
    owners: Json
    source: Message | None = None
    opened_by: Json | None = None
    callback: CallbackType | None = None
    original_id: int | None = None
    followup_ids: tuple[int, ...] = ()
    loading: bool = False
    choices: tuple[Json, ...] | None = None
    modal: Json | None = None
    edits: int = 0


class Interactions:
    """Remembers the interactions and says in which of them an application may still speak."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._interactions: OrderedDict[int, Interaction] = OrderedDict()
        self._tokens: dict[str, int] = {}

    def open(
        self,
        application: Application,
        kind: InteractionType,
        user: User,
        channel: Channel,
        data: Json,
        *,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """A new interaction, sent to the application's gateway session. What follows on from one keeps its owners."""
        kept: Json | None = None if opened_by is None else opened_by.owners
        if kept is None and source is not None and source.metadata is not None:
            kept = source.metadata["authorizing_integration_owners"]
        interaction = Interaction(
            id=self._world.snowflakes.next(),
            token=secrets.token_urlsafe(96),
            application_id=application.id,
            type=kind,
            user=user,
            channel_id=channel.id,
            guild_id=channel.guild_id,
            data=data,
            created=self._world.clock(),
            owners=kept or owners(self._world, application, user, channel, data),
            source=source,
            opened_by=None if opened_by is None else self.metadata(opened_by),
        )
        self._keep(interaction)
        body = self._body(application, interaction, channel)
        self._world.events.emit(
            Event(
                "INTERACTION_CREATE",
                interaction.guild_id,
                lambda to: body if to.application.id == application.id else None,
            )
        )
        return interaction

    def get(self, interaction_id: int) -> Interaction:
        """An interaction as it is now; raises ApiError 10062."""
        try:
            return self._interactions[interaction_id]
        except KeyError:
            raise ApiError(UNKNOWN_INTERACTION) from None

    def newest(self) -> Interaction:
        """The interaction begun last; raises ApiError 10062 when there has been none."""
        if not self._interactions:
            raise ApiError(UNKNOWN_INTERACTION)
        return next(reversed(self._interactions.values()))

    def to_reply(self, interaction_id: int, token: str) -> Interaction:
        """The interaction, while it can get its first reply; raises ApiError 10062 when unknown or too late."""
        interaction = self.get(interaction_id)
        late = self._world.clock() - interaction.created > REPLY_SECONDS
        if interaction.token != token or (late and interaction.callback is None):
            raise ApiError(UNKNOWN_INTERACTION)
        return interaction

    def replied(self, application_id: int, token: str) -> Interaction:
        """The interaction that has had its first reply and whose token still holds.

        Raises ApiError 10015 before the first reply or for another application, 50027 after TOKEN_SECONDS.
        """
        interaction = self._interactions.get(self._tokens.get(token, 0))
        if interaction is None or interaction.application_id != application_id or interaction.callback is None:
            raise ApiError(UNKNOWN_WEBHOOK)
        if self._world.clock() - interaction.created > TOKEN_SECONDS:
            raise ApiError(INVALID_WEBHOOK_TOKEN)
        return interaction

    def update(self, interaction: Interaction, **changes: Any) -> Interaction:
        """Notes what became of an interaction and wakes those who wait for it."""
        changed = replace(self.get(interaction.id), **changes)
        self._keep(changed)
        self._world.events.changed(interaction.id)
        return changed

    def metadata(self, interaction: Interaction) -> Json:
        """Discord's interaction_metadata, as it stands on the messages that reply."""
        body: Json = {
            "id": str(interaction.id),
            "type": int(interaction.type),
            "user": interaction.user.json(),
            "authorizing_integration_owners": interaction.owners,
        }
        if interaction.type is InteractionType.COMMAND:
            data = interaction.data
            body |= {"name": _words(data), "command_type": data["type"]}
            if data["type"] == CommandType.USER:
                body["target_user"] = data["resolved"]["users"][data["target_id"]]
            elif data["type"] == CommandType.MESSAGE:
                body["target_message_id"] = data["target_id"]
        if interaction.type is InteractionType.COMPONENT and interaction.source is not None:
            body["interacted_message_id"] = str(interaction.source.id)
        if interaction.opened_by is not None:
            body["triggering_interaction_metadata"] = interaction.opened_by
        return body

    def _keep(self, interaction: Interaction) -> None:
        self._interactions[interaction.id] = interaction
        self._tokens[interaction.token] = interaction.id
        while len(self._interactions) > KEPT:
            oldest = next(iter(self._interactions.values()))
            if self._world.clock() - oldest.created <= TOKEN_SECONDS:
                return
            del self._interactions[oldest.id], self._tokens[oldest.token]

    def _body(self, application: Application, interaction: Interaction, channel: Channel) -> Json:
        world = self._world
        person = world.permissions_in(channel, interaction.user.id)
        held = app_permissions(world, application, channel, person)
        body: Json = {
            "id": str(interaction.id),
            "application_id": str(application.id),
            "type": int(interaction.type),
            "token": interaction.token,
            "version": 1,
            "data": interaction.data,
            "channel_id": str(channel.id),
            "channel": world.channel_json(channel, seen_by=application.id),
            "locale": interaction.user.locale,
            "app_permissions": str(int(held)),
            "entitlements": [],
            "authorizing_integration_owners": interaction.owners,
            "context": int(context(application, channel)),
            "attachment_size_limit": UPLOAD_BYTES,
        }
        if interaction.source is not None:
            body["message"] = world.messages.json(interaction.source, Receiver(application, ALL_INTENTS))
        if channel.guild_id is None:
            return body | {"user": interaction.user.json()}
        guild = world.guilds.get(channel.guild_id)
        permissions = str(int(person))
        body["channel"]["permissions"] = permissions
        return body | {
            "guild_id": str(guild.id),
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": world.guilds.member(guild.id, interaction.user.id).json() | {"permissions": permissions},
        }


def _words(data: Json) -> str:
    """The name of the command that was called, with those of its group and subcommand."""
    words, inner = [str(data["name"])], data.get("options") or []
    while inner and inner[0]["type"] in (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP):
        words.append(inner[0]["name"])
        inner = inner[0].get("options") or []
    return " ".join(words)
