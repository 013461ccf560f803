"""What a person wrote, and what comes of it."""

from __future__ import annotations

from bot.sandbox.people.reply import PATIENCE, NoAnswerError
from bot.sandbox.world.message import Message
from bot.sandbox.world.world import World


class Said:
    """A message that a person wrote."""

    def __init__(self, world: World, message: Message) -> None:
        self._world = world
        self.message = message

    async def answer(self, patience: float = PATIENCE) -> Message:
        """The first later message of a bot in the channel that replies to this one, or to none.

        Raises NoAnswerError after `patience` real seconds.
        """
        try:
            return await self._world.events.until(self.message.channel_id, self._answer, patience)
        except TimeoutError:
            raise NoAnswerError(
                "No bot answered {text!r} within {seconds} s.", text=self.message.content, seconds=patience
            ) from None

    def _answer(self) -> Message | None:
        for message in self._world.messages.of_channel(self.message.channel_id):
            replies_to = None if message.reference is None else message.reference.message_id
            of_bot = message.author.bot and message.author.id != self.message.author.id
            if message.id > self.message.id and of_bot and replies_to in (None, self.message.id):
                return message
        return None
