"""What a person sees come of what they did."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.errors import Json
from bot.sandbox.people.sentences import ToldError
from bot.sandbox.world.interactions import REPLY_SECONDS, CallbackType, Interaction
from bot.sandbox.world.message import Message
from bot.sandbox.world.world import World

PATIENCE = 3.0
"""Real seconds waited for an application, as Discord's client waits."""


THINKING = "The application did not respond: after {seconds} s it is still thinking."
SILENT = "The application did not respond: after {seconds} s it has taken note and said nothing."
WITHOUT_REPLY = "The application did not respond: after {seconds} s there is no reply."


class NoAnswerError(ToldError, TimeoutError):
    """The application did not respond in time."""


class Reply:
    """The reply to one interaction, as it stands whenever it is looked at."""

    def __init__(self, world: World, interaction_id: int) -> None:
        self._world = world
        self._id = interaction_id

    @property
    def interaction(self) -> Interaction:
        """The interaction and what has become of it."""
        return self._world.interactions.get(self._id)

    @property
    def acknowledged(self) -> bool:
        """Whether there has been a first reply of any kind."""
        return self.interaction.callback is not None

    @property
    def failed(self) -> bool:
        """Whether the person sees "did not respond": no first reply within REPLY_SECONDS of the world's clock."""
        late = self._world.clock() - self.interaction.created > REPLY_SECONDS
        return late and not self.acknowledged

    @property
    def thinking(self) -> bool:
        """Whether the person sees "is thinking"."""
        return self.interaction.loading

    @property
    def message(self) -> Message | None:
        """The first reply, or the message that the press edited, as it stands; None when there is none."""
        return self._world.replies.find(self.interaction, None)

    @property
    def followups(self) -> tuple[Message, ...]:
        """The further messages that still stand, oldest first."""
        found = (self._world.replies.find(self.interaction, one) for one in self.interaction.followup_ids)
        return tuple(message for message in found if message is not None)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The first reply and the further messages."""
        return (*((self.message,) if self.message is not None else ()), *self.followups)

    @property
    def text(self) -> str:
        """Everything there is to read in its messages."""
        return "\n".join(message.text for message in self.messages)

    @property
    def ephemeral(self) -> bool:
        """Whether only this person sees the first reply."""
        return self.message is not None and self.message.ephemeral_to is not None

    @property
    def modal(self) -> Json | None:
        """The modal that was opened, as the application sent it."""
        return self.interaction.modal

    async def until(self, look: Callable[[Reply], bool], patience: float = PATIENCE) -> Reply:
        """This reply, once `look` holds; raises NoAnswerError after `patience` real seconds."""
        try:
            return await self._world.events.until(self._id, lambda: self if look(self) else None, patience)
        except TimeoutError:
            said = THINKING if self.thinking else SILENT if self.acknowledged else WITHOUT_REPLY
            raise NoAnswerError(said, seconds=patience) from None


def acknowledged(reply: Reply) -> bool:
    """Holds once there has been a first reply of any kind."""
    return reply.acknowledged


def answered(reply: Reply) -> bool:
    """Holds once the person sees something come of it: not a mere "thinking", not a mere taking note."""
    interaction = reply.interaction
    if interaction.callback is CallbackType.DEFERRED_UPDATE:
        return interaction.edits > 0 or bool(interaction.followup_ids)
    return reply.acknowledged and not reply.thinking


def followed_up(count: int = 1) -> Callable[[Reply], bool]:
    """Holds once there have been that many follow-ups."""
    return lambda reply: len(reply.followups) >= count
