"""A person in front of their Discord client."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.sandbox.errors import Json
from bot.sandbox.limits.components import ComponentType
from bot.sandbox.people.modals import Filled, modal_data
from bot.sandbox.people.offers import NotOfferedError, checked_values, find_command, find_component
from bot.sandbox.people.options import Value, command_data, resolved
from bot.sandbox.people.reply import PATIENCE, NoAnswerError, Reply, answered
from bot.sandbox.world.channels import Channel
from bot.sandbox.world.guilds import Role
from bot.sandbox.world.interactions import InteractionType
from bot.sandbox.world.message import Draft, Message
from bot.sandbox.world.permissions import Permission
from bot.sandbox.world.users import Application, User
from bot.sandbox.world.world import World

Until = Callable[[Reply], bool]


class Person:
    """Speaks, calls commands and presses as one user.

    What Discord's client would not let that user do raises NotOfferedError. Deeds wait for the application until
    `until` holds (by default: until there is something to see) and raise NoAnswerError after `patience` real seconds.
    """

    def __init__(self, world: World, user: User) -> None:
        self.user = user
        self._world = world

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
        data = command_data(self._world, offer, channel.guild_id, options)
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
        if not any(known["name"] == option and known.get("autocomplete") for known in offer.options):
            raise NotOfferedError(f"{option!r} of /{command} has no autocomplete.")
        data = command_data(self._world, offer, channel.guild_id, {**others, option: text}, focused=option)
        reply = self._do(offer.application, InteractionType.AUTOCOMPLETE, channel, data)
        await reply.until(lambda one: one.interaction.choices is not None, patience)
        return reply.interaction.choices or ()

    async def press(
        self, message: Message, custom_id: str, *, until: Until = answered, patience: float = PATIENCE
    ) -> Reply:
        """Presses the button of that custom_id."""
        standing, button = find_component(self._world, self.user, message, custom_id)
        if button["type"] != ComponentType.BUTTON:
            raise NotOfferedError(f"{custom_id!r} is no button.")
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
            data["resolved"] = resolved(self._world, standing.guild_id, objects)
        return await self._act(standing, select, data).until(until, patience)

    async def submit(
        self, opened: Reply, values: Mapping[str, Filled], *, until: Until = answered, patience: float = PATIENCE
    ) -> Reply:
        """Fills in the modal that a reply opened, by custom_id, and sends it."""
        earlier = opened.interaction
        if earlier.modal is None:
            raise NotOfferedError("No modal was opened.")
        interaction = self._world.interactions.open(
            self._world.users.application(earlier.application_id),
            InteractionType.MODAL_SUBMIT,
            self.user,
            self._world.channels.get(earlier.channel_id),
            modal_data(earlier.modal, values),
            source=earlier.source,
            opened_by=earlier,
        )
        return await Reply(self._world, interaction.id).until(until, patience)

    async def say(self, channel: Channel, text: str, *, reply_to: Message | None = None) -> Said:
        """Writes a message; "<@id>" in it mentions (`User.mention`)."""
        place = self._world.channels.get(channel.id)
        needed = Permission.SEND_MESSAGES_IN_THREADS if place.is_thread else Permission.SEND_MESSAGES
        if not self._world.permissions_in(place, self.user.id) & needed:
            raise NotOfferedError(f"{self.user.username} may not write there.")
        if place.locked:
            raise NotOfferedError("The thread is locked.")
        if place.archived:
            place = self._world.close_thread(place, archived=False)
        draft = Draft(content=text, reply_to=None if reply_to is None else reply_to.id)
        return Said(self._world, self._world.messages.post(place, self.user, draft))

    def direct(self, other: User | Application) -> Channel:
        """The direct message channel with somebody."""
        return self._world.direct(self.user, other)

    def sees(self, channel: Channel) -> list[Message]:
        """The messages that this person sees in a channel, oldest first."""
        if not self._world.permissions_in(channel, self.user.id) & Permission.VIEW_CHANNEL:
            return []
        return self._world.messages.of_channel(channel.id, seen_by=self.user.id)

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
        interaction = self._world.interactions.open(application, kind, self.user, channel, data, source=source)
        return Reply(self._world, interaction.id)


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
            raise NoAnswerError(f"No bot answered {self.message.content!r} within {patience} s.") from None

    def _answer(self) -> Message | None:
        for message in self._world.messages.of_channel(self.message.channel_id):
            replies_to = None if message.reference is None else message.reference.message_id
            if message.id > self.message.id and message.author.bot and replies_to in (None, self.message.id):
                return message
        return None
