"""How an application may reply to an interaction: once at first, then by its token.

Source: https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.errors import (
    ALREADY_ACKNOWLEDGED,
    INVALID_FORM,
    TOO_MANY_FOLLOW_UPS,
    UNKNOWN_MESSAGE,
    ApiError,
    Json,
)
from bot.sandbox.world.commands import CommandType
from bot.sandbox.world.installs import is_guest
from bot.sandbox.world.interactions import CallbackType, Interaction, InteractionType
from bot.sandbox.world.message import Draft, Message, MessageFlag, MessageType
from bot.sandbox.world.messages import Origin
from bot.sandbox.world.permissions import Permission

if TYPE_CHECKING:
    from bot.sandbox.world.world import World

GUEST_FOLLOW_UPS = 5
"""Follow-ups to one interaction in a guild that has not installed the application."""

_MESSAGES = frozenset({CallbackType.MESSAGE, CallbackType.DEFERRED_MESSAGE, CallbackType.MODAL})
_UPDATES = frozenset({CallbackType.DEFERRED_UPDATE, CallbackType.UPDATE})

ALLOWED = {
    InteractionType.COMMAND: _MESSAGES,
    InteractionType.COMPONENT: _MESSAGES | _UPDATES,
    InteractionType.AUTOCOMPLETE: frozenset({CallbackType.CHOICES}),
    InteractionType.MODAL_SUBMIT: (_MESSAGES | _UPDATES) - {CallbackType.MODAL},
}
"""Which first replies each kind of interaction takes."""


class Replies:
    """Carries out first replies, follow-ups, and edits of either."""

    def __init__(self, world: World) -> None:
        self._world = world

    def acknowledge(self, interaction_id: int, token: str, kind: CallbackType) -> Interaction:
        """The interaction, when a first reply of that kind is in order.

        Raises ApiError 10062 when it is unknown or the 3 s are over, 40060 when it has had its reply, and 50035
        when the kind does not fit what the person did.
        """
        interaction = self._world.interactions.to_reply(interaction_id, token)
        if interaction.callback is not None:
            raise ApiError(ALREADY_ACKNOWLEDGED)
        from_message = kind not in _UPDATES or interaction.source is not None
        if kind not in ALLOWED[interaction.type] or not from_message:
            kinds = ", ".join(str(int(allowed)) for allowed in sorted(ALLOWED[interaction.type]))
            problem = {"code": "BASE_TYPE_CHOICES", "message": f"Value must be one of {{{kinds}}}."}
            raise ApiError(INVALID_FORM, {"type": {"_errors": [problem]}})
        return interaction

    def message(self, interaction: Interaction, draft: Draft) -> Message:
        """Replies with a message (type 4)."""
        message = self._post(interaction, draft, _first_type(interaction), interaction.source)
        self._note(interaction, CallbackType.MESSAGE, original_id=message.id)
        return message

    def defer(self, interaction: Interaction, draft: Draft) -> Message:
        """Says "thinking" (type 5); of the draft only the ephemeral flag counts."""
        flags = (draft.flags or MessageFlag.NONE) & MessageFlag.EPHEMERAL | MessageFlag.LOADING
        message = self._post(interaction, Draft(flags=flags), _first_type(interaction), interaction.source)
        self._note(interaction, CallbackType.DEFERRED_MESSAGE, original_id=message.id, loading=True)
        return message

    def defer_update(self, interaction: Interaction) -> None:
        """Takes note without a word (type 6); the message acted on can be edited later."""
        self._note(interaction, CallbackType.DEFERRED_UPDATE, original_id=_source(interaction).id)

    def update(self, interaction: Interaction, draft: Draft) -> Message:
        """Edits the message acted on (type 7)."""
        edited = self._world.messages.edit(_source(interaction), draft)
        self._note(interaction, CallbackType.UPDATE, original_id=edited.id)
        return edited

    def choices(self, interaction: Interaction, choices: tuple[Json, ...]) -> None:
        """Offers choices for what is being typed (type 8)."""
        self._note(interaction, CallbackType.CHOICES, choices=choices)

    def modal(self, interaction: Interaction, modal: Json) -> None:
        """Opens a modal before the person (type 9)."""
        self._note(interaction, CallbackType.MODAL, modal=modal)

    def follow_up(self, interaction: Interaction, draft: Draft) -> Message:
        """A further message. While the reply is still "thinking", it takes that message's place, as in Discord.

        Raises ApiError 40094 over GUEST_FOLLOW_UPS where only the person brought the application along.
        """
        if interaction.loading and interaction.original_id is not None:
            return self.edit(interaction, interaction.original_id, draft)
        if self._is_guest(interaction) and len(interaction.followup_ids) >= GUEST_FOLLOW_UPS:
            raise ApiError(TOO_MANY_FOLLOW_UPS)
        original = self.find(interaction, None)
        message = self._post(interaction, draft, MessageType.REPLY, original)
        self._world.interactions.update(interaction, followup_ids=(*interaction.followup_ids, message.id))
        return message

    def edit(self, interaction: Interaction, message_id: int | None, draft: Draft) -> Message:
        """Edits the first reply (None) or a follow-up; raises ApiError 10008."""
        standing = self.get(interaction, message_id)
        edited = self._world.messages.edit(standing, draft)
        loading = interaction.loading and standing.id != interaction.original_id
        self._world.interactions.update(interaction, loading=loading, edits=interaction.edits + 1)
        return edited

    def delete(self, interaction: Interaction, message_id: int | None) -> None:
        """Takes away the first reply (None) or a follow-up; raises ApiError 10008.

        Once "thinking" is gone, a follow-up is a message of its own.
        """
        gone = self.get(interaction, message_id)
        self._world.messages.delete(gone)
        loading = interaction.loading and gone.id != interaction.original_id
        self._world.interactions.update(interaction, loading=loading)

    def get(self, interaction: Interaction, message_id: int | None) -> Message:
        """The first reply (None) or a follow-up, as it is now; raises ApiError 10008."""
        message = self.find(interaction, message_id)
        if message is None:
            raise ApiError(UNKNOWN_MESSAGE)
        return message

    def find(self, interaction: Interaction, message_id: int | None) -> Message | None:
        """The first reply (None) or a follow-up, as it is now; None when it is gone or not this interaction's."""
        wanted = interaction.original_id if message_id is None else message_id
        if wanted is None or wanted not in (interaction.original_id, *interaction.followup_ids):
            return None
        return self._world.messages.find(interaction.channel_id, wanted)

    def _post(self, interaction: Interaction, draft: Draft, kind: MessageType, replies_to: Message | None) -> Message:
        world = self._world
        ephemeral = bool(draft.flags and draft.flags & MessageFlag.EPHEMERAL) or self._kept_private(interaction)
        origin = Origin(
            kind,
            interaction.application_id,
            world.interactions.metadata(interaction),
            interaction.user.id if ephemeral else None,
            replies_to,
        )
        bot = world.users.application(interaction.application_id).bot
        return world.messages.post(world.channels.get(interaction.channel_id), bot, draft, origin)

    def _kept_private(self, interaction: Interaction) -> bool:
        """Whether replies are private because the person may not speak through applications of their own."""
        channel = self._world.channels.get(interaction.channel_id)
        held = self._world.permissions_in(channel, interaction.user.id)
        return self._is_guest(interaction) and not held & Permission.USE_EXTERNAL_APPS

    def _is_guest(self, interaction: Interaction) -> bool:
        return is_guest(self._world, interaction.application_id, interaction.guild_id)

    def _note(
        self,
        interaction: Interaction,
        callback: CallbackType,
        *,
        original_id: int | None = None,
        loading: bool = False,
        choices: tuple[Json, ...] | None = None,
        modal: Json | None = None,
    ) -> None:
        self._world.interactions.update(
            interaction, callback=callback, original_id=original_id, loading=loading, choices=choices, modal=modal
        )


def _first_type(interaction: Interaction) -> MessageType:
    if interaction.type is InteractionType.COMMAND:
        slash = interaction.data["type"] == CommandType.CHAT_INPUT
        return MessageType.COMMAND if slash else MessageType.MENU_COMMAND
    return MessageType.DEFAULT if interaction.source is None else MessageType.REPLY


def _source(interaction: Interaction) -> Message:
    if interaction.source is None:
        raise ApiError(UNKNOWN_MESSAGE)
    return interaction.source
