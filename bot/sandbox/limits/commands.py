"""What a registered command may hold.

Source: https://discord.com/developers/docs/interactions/application-commands#application-command-object
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from bot.sandbox.errors import Json
from bot.sandbox.limits.form import Field
from bot.sandbox.world.commands import CommandType, OptionType

MOST_OPTIONS = 25
MOST_CHOICES = 25
MOST_SIZE = 8000
LOCALES = frozenset(
    (
        *("bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "hi", "hr", "hu", "id", "it"),
        *("ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW"),
    )
)
NESTED = (OptionType.SUB_COMMAND, OptionType.SUB_COMMAND_GROUP)
CHOOSABLE = (OptionType.STRING, OptionType.INTEGER, OptionType.NUMBER)


def audit_commands(commands: Field) -> None:
    """Notes every problem of a whole set of commands, and names that stand twice."""
    seen: set[tuple[str, int]] = set()
    for command in commands.entries():
        audit_command(command)
        key = (str(command["name"].value), command["type"].value or 1)
        if key in seen:
            command.wrong("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique")
        seen.add(key)


def audit_command(command: Field) -> None:
    """Notes every problem of one command."""
    command.model()
    kind = command["type"].one_of([int(one) for one in CommandType], required=False) or CommandType.CHAT_INPUT
    slash = kind == CommandType.CHAT_INPUT
    _audit_name(command, slash=slash)
    if slash:
        _audit_description(command)
    else:
        command["description"].text(0, 0)
    _audit_options(command["options"], depth=0)
    for place in command["contexts"].entries():
        place.one_of((0, 1, 2))
    for place in command["integration_types"].entries():
        place.one_of((0, 1))
    if isinstance(command.value, dict) and sum(_sizes(command.value)) > MOST_SIZE:
        command.wrong("APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MOST_SIZE})")


def _audit_name(named: Field, *, slash: bool = True) -> None:
    _audit_one_name(named["name"], slash=slash, required=True)
    for name in _localized(named["name_localizations"]):
        _audit_one_name(name, slash=slash)


def _audit_one_name(name: Field, *, slash: bool, required: bool = False) -> None:
    text = name.text(1, 32, required=required)
    if slash and text and not all(_in_name(character) for character in text):
        name.wrong("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _in_name(character: str) -> bool:
    """Letters and numbers of any script, Devanagari and Thai signs, `-`, `_` and `'`; lowercase where there is one."""
    script = unicodedata.name(character, "").split(" ")[0]
    usable = unicodedata.category(character)[0] in "LN" or script in ("DEVANAGARI", "THAI") or character in "-_'"
    return usable and character == character.lower()


def _audit_description(described: Field) -> None:
    described["description"].text(1, 100, required=True)
    for description in _localized(described["description_localizations"]):
        description.text(1, 100)


def _localized(names: Field) -> Iterator[Field]:
    for locale in names.value if isinstance(names.value, dict) else ():
        if locale not in LOCALES:
            names[locale].wrong("BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(sorted(LOCALES))}}}.")
        yield names[locale]


def _audit_options(options: Field, *, depth: int) -> None:
    seen: set[str] = set()
    optional = False
    for option in options.listed(0, MOST_OPTIONS):
        kind = option["type"].one_of([int(one) for one in OptionType])
        _audit_name(option)
        _audit_description(option)
        if option["name"].value in seen:
            option.wrong("APPLICATION_COMMAND_OPTIONS_DUPLICATE_NAME", "Option names must be unique")
        seen.add(str(option["name"].value))
        if kind in NESTED:
            _audit_nested(option, OptionType(kind), depth)
            continue
        if option["required"].value and optional:
            message = "Required options must be placed before non-required options"
            option.wrong("APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not option["required"].value
        _audit_choices(option, kind)


def _audit_nested(option: Field, kind: OptionType, depth: int) -> None:
    deepest = 0 if kind is OptionType.SUB_COMMAND_GROUP else 1
    if depth > deepest:
        message = 'Value of field "type" must be one of (3, 4, 5, 6, 7, 8, 9, 10, 11).'
        option.wrong("UNION_TYPE_CHOICES", message)
    _audit_options(option["options"], depth=depth + 1)


def _audit_choices(option: Field, kind: int) -> None:
    choices = option["choices"].listed(0, MOST_CHOICES)
    if choices and option["autocomplete"].value:
        message = "Autocomplete cannot be used along with choices"
        option["autocomplete"].wrong("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", message)
    if (choices or option["autocomplete"].value) and kind not in CHOOSABLE:
        option["type"].wrong("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Options of this type take no choices")
    seen: set[str] = set()
    for choice in choices:
        name = choice["name"].text(1, 100, required=True)
        if kind == OptionType.STRING:
            choice["value"].text(1, 100, required=True)
        if name in seen:
            choice["name"].wrong("APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "Choice names must be unique")
        seen.add(name)


def _sizes(part: Json) -> Iterator[int]:
    """The characters that count towards a command's size: the longest translation of each name and description."""
    for name in ("name", "description"):
        translations = part.get(f"{name}_localizations") or {}
        yield max(len(str(text)) for text in (part.get(name) or "", *translations.values()))
    if isinstance(part.get("value"), str):
        yield len(part["value"])
    for child in (*(part.get("options") or ()), *(part.get("choices") or ())):
        yield from _sizes(child)
