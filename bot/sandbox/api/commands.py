"""Commands that applications register.

Source: https://discord.com/developers/docs/interactions/application-commands#endpoints
"""

from __future__ import annotations

from bot.sandbox.api.calls import NOTHING, Answer, Call, Route
from bot.sandbox.errors import MISSING_ACCESS, UNKNOWN_COMMAND_PERMISSIONS, ApiError, Json
from bot.sandbox.limits.commands import audit_command, audit_commands
from bot.sandbox.limits.form import Field
from bot.sandbox.world.commands import Command

GLOBAL = "/applications/{application_id}/commands"
IN_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"


def _place(call: Call) -> tuple[int, int | None]:
    """The application and, for a guild's own commands, the guild; raises ApiError 50001 for another's."""
    application_id = call.id("application_id")
    guild_id = call.id("guild_id") if "guild_id" in call.params else None
    stranger = guild_id is not None and not call.world.guilds.has_member(guild_id, application_id)
    if application_id != call.application.id or stranger:
        raise ApiError(MISSING_ACCESS)
    return application_id, guild_id


def _command(call: Call) -> Command:
    application_id, guild_id = _place(call)
    return call.world.commands.get(application_id, guild_id, call.id("command_id"))


def _list(call: Call) -> Answer:
    """An application's commands; their translations only where they are asked for."""
    whole = call.query.get("with_localizations") in ("1", "true", "True")
    listed = [command.json() for command in call.world.commands.listed(*_place(call))]
    return Answer(listed if whole else [_untranslated(command) for command in listed])


def _untranslated(part: Json) -> Json:
    kept = {key: value for key, value in part.items() if not key.endswith("_localizations")}
    for inner in ("options", "choices"):
        if kept.get(inner):
            kept[inner] = [_untranslated(one) for one in kept[inner]]
    return kept


def _replace_all(call: Call) -> Answer:
    place = _place(call)
    form = call.form
    audit_commands(form)
    form.check()
    return Answer([command.json() for command in call.world.commands.replace_all(*place, call.body or ())])


def _create(call: Call) -> Answer:
    application_id, guild_id = _place(call)
    form = call.form
    audit_command(form)
    form.check()
    known = {(c.name, c.type) for c in call.world.commands.listed(application_id, guild_id)}
    command = call.world.commands.put(application_id, guild_id, call.body)
    return Answer(command.json(), 200 if (command.name, command.type) in known else 201)


def _get(call: Call) -> Answer:
    return Answer(_command(call).json())


def _edit(call: Call) -> Answer:
    command = _command(call)
    form = Field(command.body | (call.body or {}))
    audit_command(form)
    form.check()
    return Answer(call.world.commands.edit(command, call.body or {}).json())


def _delete(call: Call) -> Answer:
    call.world.commands.remove(_command(call))
    return NOTHING


def _all_permissions(call: Call) -> Answer:
    application_id, guild_id = _place(call)
    subjects = call.world.grants.subjects(application_id, guild_id or 0)
    return Answer([call.world.grants.json(application_id, guild_id or 0, subject) for subject in subjects])


def _permissions(call: Call) -> Answer:
    application_id, guild_id = _place(call)
    subject = call.id("command_id")
    if subject not in call.world.grants.subjects(application_id, guild_id or 0):
        raise ApiError(UNKNOWN_COMMAND_PERMISSIONS)
    return Answer(call.world.grants.json(application_id, guild_id or 0, subject))


PERMISSIONS = (
    Route("GET", IN_GUILD + "/permissions", _all_permissions),
    Route("GET", IN_GUILD + "/{command_id}/permissions", _permissions),
)
# The path of all commands' permissions goes before the one that reads "permissions" as a command's id.
ROUTES = PERMISSIONS + tuple(
    Route(method, place + rest, handler)
    for place in (GLOBAL, IN_GUILD)
    for method, rest, handler in (
        ("GET", "", _list),
        ("PUT", "", _replace_all),
        ("POST", "", _create),
        ("GET", "/{command_id}", _get),
        ("PATCH", "/{command_id}", _edit),
        ("DELETE", "/{command_id}", _delete),
    )
)
