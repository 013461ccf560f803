"""A person in front of their Discord client."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.people.modals import Filled, modal_data, picked
from bot.sandbox.people.offers import NotOfferedError, checked_values, find_command, find_component, names
from bot.sandbox.people.options import Value, command_data, resolved
from bot.sandbox.people.reply import PATIENCE, Reply, answered
from bot.sandbox.people.said import Said
from bot.sandbox.people.writer import Writer
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.commands import CommandType
from bot.sandbox.world.events import ALL_INTENTS, Receiver
from bot.sandbox.world.guilds import Role
from bot.sandbox.world.interactions import InteractionType
from bot.sandbox.world.message import Message
from bot.sandbox.world.users import Application, User

Until = Callable[[Reply], bool]


__all__ = ["Person", "Said"]


class Person(Writer):
    """Calls commands, presses, fills in, and writes, as one user.

    What Discord's client would not let that user do raises NotOfferedError. Deeds wait for the application until
    `until` holds (by default: until there is something to see) and raise NoAnswerError after `patience` real seconds.
    """

    async def slash(
        self,
        channel: Channel,
        command: str,
        /,
        *,
        until: Until = answered,
        patience: float = PATIENCE,
        **options: Value,
    ) -> Reply:
        """Sends a slash command: `slash(channel, "event about", what="konna")`."""
        return await self.call(channel, command, options, until=until, patience=patience)

    async def call(
        self,
        channel: Channel,
        command: str,
        options: Mapping[str, Value],
        *,
        until: Until = answered,
        patience: float = PATIENCE,
    ) -> Reply:
        """As `slash`, with options of any name."""
        offer = find_command(self._world, self.user, channel, command)
        data = command_data(self._world, offer, channel, self.user, options)
        reply = self._do(offer.application, InteractionType.COMMAND, channel, data)
        return await reply.until(until, patience)

    async def type(
        self, channel: Channel, command: str, option: str, text: str, /, *, patience: float = PATIENCE, **others: Value
    ) -> tuple[Json, ...]:
        """Types into an option with autocomplete, the others filled in; gives the choices that are offered."""
        return await self.complete(channel, command, option, text, others, patience=patience)

    async def complete(
        self,
        channel: Channel,
        command: str,
        option: str,
        text: str,
        others: Mapping[str, Value],
        *,
        patience: float = PATIENCE,
    ) -> tuple[Json, ...]:
        """As `type`, with other options of any name."""
        offer = find_command(self._world, self.user, channel, command)
        if not any(option in names(known, self.user.locale) and known.get("autocomplete") for known in offer.options):
            raise NotOfferedError("{option!r} of /{command} has no autocomplete.", option=option, command=command)
        data = command_data(self._world, offer, channel, self.user, {**others, option: text}, focused=option)
        reply = self._do(offer.application, InteractionType.AUTOCOMPLETE, channel, data)
        await reply.until(lambda one: one.interaction.choices is not None, patience)
        return reply.interaction.choices or ()

    async def use(
        self,
        command: str,
        on: Message | User,
        *,
        channel: Channel | None = None,
        until: Until = answered,
        patience: float = PATIENCE,
    ) -> Reply:
        """Picks a command from the menu of a message, or of a user seen in `channel`."""
        place = self._world.channels.get(on.channel_id) if isinstance(on, Message) else channel
        if place is None:
            raise NotOfferedError("A user's menu opens in some channel.")
        kind = CommandType.MESSAGE if isinstance(on, Message) else CommandType.USER
        offer = find_command(self._world, self.user, place, command, kind)
        data = command_data(self._world, offer, place, self.user, {})
        del data["options"]
        data |= {"target_id": str(on.id), "resolved": self._resolved(offer.application, place, on)}
        reply = self._do(offer.application, InteractionType.COMMAND, place, data)
        return await reply.until(until, patience)

    def _resolved(self, application: Application, place: Channel, on: Message | User) -> Json:
        """The target of a menu; a message's content is open to the application it is sent to."""
        if isinstance(on, User):
            return resolved(self._world, place.guild_id, self.user, [on])
        standing = self._world.messages.get(on.channel_id, on.id)
        return {"messages": {str(on.id): self._world.messages.json(standing, Receiver(application, ALL_INTENTS))}}

    async def press(
        self, message: Message, custom_id: str, *, until: Until = answered, patience: float = PATIENCE
    ) -> Reply:
        """Presses the button of that custom_id."""
        standing, button = find_component(self._world, self.user, message, custom_id)
        if button["type"] != ComponentType.BUTTON:
            raise NotOfferedError("{part!r} is no button.", part=custom_id)
        return await self._act(standing, button, {}).until(until, patience)

    async def choose(
        self,
        message: Message,
        custom_id: str,
        *values: str | User | Role | Channel,
        until: Until = answered,
        patience: float = PATIENCE,
    ) -> Reply:
        """Picks values in the select of that custom_id: an option's values, or users, roles, channels."""
        standing, select = find_component(self._world, self.user, message, custom_id)
        sent = [value if isinstance(value, str) else str(value.id) for value in values]
        checked_values(select, sent)
        data: Json = {"values": sent}
        objects = [value for value in values if not isinstance(value, str)]
        if objects:
            data["resolved"] = resolved(self._world, standing.guild_id, self.user, objects)
        return await self._act(standing, select, data).until(until, patience)

    async def submit(
        self, opened: Reply, values: Mapping[str, Filled], *, until: Until = answered, patience: float = PATIENCE
    ) -> Reply:
        """Fills in the modal that a reply opened, by custom_id, and sends it."""
        earlier = opened.interaction
        if earlier.modal is None:
            raise NotOfferedError("No modal was opened.")
        data = modal_data(earlier.modal, values)
        objects = picked(self._world, earlier.guild_id, earlier.modal, values)
        if objects:
            data["resolved"] = resolved(self._world, earlier.guild_id, self.user, objects)
        interaction = self._world.interactions.open(
            self._world.users.application(earlier.application_id),
            InteractionType.MODAL_SUBMIT,
            self.user,
            self._world.channels.get(earlier.channel_id),
            data,
            source=earlier.source,
            opened_by=earlier,
        )
        return await Reply(self._world, interaction.id).until(until, patience)

    def _act(self, message: Message, component: Json, data: Json) -> Reply:
        sent: Json = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]}
        application = self._world.users.application(message.application_id or message.author.id)
        channel = self._world.channels.get(message.channel_id)
        return self._do(application, InteractionType.COMPONENT, channel, sent | data, message)

    def _do(
        self,
        application: Application,
        kind: InteractionType,
        channel: Channel,
        data: Json,
        source: Message | None = None,
    ) -> Reply:
        self._world.threads.archive_idle()
        interaction = self._world.interactions.open(application, kind, self.user, channel, data, source=source)
        return Reply(self._world, interaction.id)
