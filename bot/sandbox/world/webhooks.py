"""Webhooks: names that speak in a channel without being anybody.

Source: https://discord.com/developers/docs/resources/webhook
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.sandbox.world.channels import Channel
from bot.sandbox.world.message import Draft, Message, MessageType
from bot.sandbox.world.messages import Origin
from bot.sandbox.world.users import User

if TYPE_CHECKING:
    from bot.sandbox.world.world import World


@dataclass(frozen=True, slots=True)
class Webhook:
    """An incoming webhook of a channel."""

    id: int
    channel_id: int
    name: str

    @property
    def author(self) -> User:
        """The user object that its messages carry: a bot's, with the webhook's id, and a member of no guild."""
        return User(self.id, self.name, bot=True)


class Webhooks:
    """Makes webhooks and lets them speak."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add(self, channel: Channel, name: str) -> Webhook:
        """A new webhook of a channel."""
        return Webhook(self._world.snowflakes.next(), channel.id, name)

    def say(self, webhook: Webhook, text: str) -> Message:
        """A message of the webhook's. Raises ApiError 10003 when its channel is gone, 50006 when the text is empty."""
        origin = Origin(MessageType.DEFAULT, webhook_id=webhook.id)
        channel = self._world.channels.get(webhook.channel_id)
        return self._world.messages.post(channel, webhook.author, Draft(content=text), origin)
