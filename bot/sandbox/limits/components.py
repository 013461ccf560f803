"""What components may hold, on messages and in modals.

Source: https://discord.com/developers/docs/components/reference
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import IntEnum

from bot.sandbox.limits.form import Field
from bot.sandbox.limits.links import audit_link
from bot.sandbox.world.message import walk

MOST_COMPONENTS = 40
MOST_TEXT = 4000
MEDIA_SCHEMES = ("http", "https", "attachment")


class ComponentType(IntEnum):
    """Discord's component types."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


T = ComponentType
SELECTS = (T.STRING_SELECT, T.USER_SELECT, T.ROLE_SELECT, T.MENTIONABLE_SELECT, T.CHANNEL_SELECT)
IN_ROW = (T.BUTTON, *SELECTS)
IN_CONTAINER = (T.ACTION_ROW, T.SECTION, T.TEXT_DISPLAY, T.MEDIA_GALLERY, T.FILE, T.SEPARATOR)
ON_TOP = (*IN_CONTAINER, T.CONTAINER)
IN_LABEL = (T.TEXT_INPUT, *SELECTS, T.FILE_UPLOAD, T.RADIO_GROUP, T.CHECKBOX_GROUP, T.CHECKBOX)
LINK_STYLE, SKU_STYLE = 5, 6


def audit_components(components: Field, *, v2: bool) -> None:
    """Notes every problem of a message's components.

    Without the IS_COMPONENTS_V2 flag only action rows may stand, five at most; with it 40 components in all and
    4000 characters of text displays together. custom_ids and ids may not repeat.
    """
    rows = components.entries() if v2 else components.listed(0, 5)
    for component in rows:
        _audit(component, ON_TOP if v2 else (T.ACTION_ROW,))
    if v2:
        _audit_totals(components)
    _audit_repeats(components)


def audit_modal(modal: Field) -> None:
    """Notes every problem of a modal: title 45, custom_id 100, one to five components."""
    modal["title"].text(1, 45, required=True)
    modal["custom_id"].text(1, 100, required=True)
    if modal["components"].required():
        for component in modal["components"].listed(1, 5):
            _audit(component, (T.ACTION_ROW, T.TEXT_DISPLAY, T.LABEL), in_modal=True)
        _audit_repeats(modal["components"])


def _audit(component: Field, allowed: Collection[ComponentType], *, in_modal: bool = False) -> None:
    kind = component["type"].value
    if kind not in allowed:
        listed = ", ".join(str(int(one)) for one in allowed)
        message = f'Value of field "type" must be one of ({listed}{"," if len(allowed) == 1 else ""}).'
        component.wrong("UNION_TYPE_CHOICES", message)
        return
    component["id"].whole(0, 2**31 - 1)
    if in_modal and kind == T.ACTION_ROW:
        for child in component["components"].listed(1, 1):
            _audit(child, (T.TEXT_INPUT,))
        return
    _AUDITS[T(kind)](component)


def _audit_totals(components: Field) -> None:
    everything = list(walk(components.value or ()))
    if len(everything) > MOST_COMPONENTS:
        message = f"Total number of components exceeds max: {MOST_COMPONENTS}"
        components.wrong("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    texts = (str(part.get("content") or "") for part in everything if part.get("type") == T.TEXT_DISPLAY)
    if sum(map(len, texts)) > MOST_TEXT:
        message = f"Components displayable text size exceeds maximum size of {MOST_TEXT}"
        components.wrong("COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)


def _audit_repeats(components: Field) -> None:
    custom_ids: set[str] = set()
    ids: set[int] = set()
    for component in _fields(components):
        custom_id, number = component["custom_id"], component["id"]
        if custom_id.given and custom_id.value in custom_ids:
            custom_id.wrong("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        if number.value and number.value in ids:
            number.wrong("COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        custom_ids.add(custom_id.value)
        ids.add(number.value)


def _fields(components: Field) -> list[Field]:
    found: list[Field] = []
    for component in components.entries():
        found.append(component)
        found += _fields(component["components"])
        found += [one for one in (component["accessory"], component["component"]) if one.given]
    return found


def _audit_row(row: Field) -> None:
    children = row["components"].listed(1, 5) if row["components"].required() else []
    for place, child in enumerate(children):
        _audit(child, IN_ROW)
        if place and any(one["type"].value in SELECTS for one in children):
            child.wrong("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _audit_button(button: Field) -> None:
    style = button["style"].one_of(range(1, 7))
    button["label"].text(0, 80)
    if style == SKU_STYLE:
        button["sku_id"].required()
        return
    if not button["label"].value and not button["emoji"].given:
        button.wrong("BUTTON_COMPONENT_INVALID", "Button components must have a label or an emoji")
    if style == LINK_STYLE:
        if button["url"].required():
            audit_link(button["url"], ("http", "https", "discord"), 512)
    else:
        button["custom_id"].text(1, 100, required=True)
    if button["url"].given and button["custom_id"].given:
        message = "A custom id and url cannot both be specified"
        button.wrong("BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)


def _audit_select(select: Field) -> None:
    select["custom_id"].text(1, 100, required=True)
    select["placeholder"].text(0, 150)
    least, most = select["min_values"].whole(0, 25), select["max_values"].whole(1, 25)
    if least is not None and least > (1 if most is None else most):
        select["min_values"].wrong("SELECT_COMPONENT_MIN_VALUES", "min_values cannot exceed max_values")
    if select["type"].value == T.STRING_SELECT:
        _audit_options(select["options"])


def _audit_options(options: Field, *, most: int = 25) -> None:
    if not options.required():
        return
    seen: set[str] = set()
    for option in options.listed(1, most):
        option["label"].text(1, 100, required=True)
        option["description"].text(0, 100)
        value = option["value"].text(1, 100, required=True)
        if value in seen:
            message = "The specified option value is already used"
            option["value"].wrong("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        seen.add(value)


def _audit_text_input(entry: Field) -> None:
    entry["custom_id"].text(1, 100, required=True)
    entry["style"].one_of((1, 2))
    entry["label"].text(1, 45)
    entry["placeholder"].text(0, 100)
    entry["value"].text(0, 4000)
    entry["min_length"].whole(0, 4000)
    entry["max_length"].whole(1, 4000)


def _audit_section(section: Field) -> None:
    if section["components"].required():
        for child in section["components"].listed(1, 3):
            _audit(child, (T.TEXT_DISPLAY,))
    if section["accessory"].required():
        _audit(section["accessory"], (T.BUTTON, T.THUMBNAIL))


def _audit_text(text: Field) -> None:
    text["content"].text(1, MOST_TEXT, required=True)


def _audit_thumbnail(thumbnail: Field) -> None:
    _audit_media(thumbnail["media"])
    thumbnail["description"].text(0, 1024)


def _audit_gallery(gallery: Field) -> None:
    if gallery["items"].required():
        for item in gallery["items"].listed(1, 10):
            _audit_media(item["media"])
            item["description"].text(0, 1024)


def _audit_media(media: Field) -> None:
    if media.required() and media["url"].required():
        audit_link(media["url"], MEDIA_SCHEMES, 2048)


def _audit_file(file: Field) -> None:
    if file["file"].required() and file["file"]["url"].required():
        audit_link(file["file"]["url"], ("attachment",), 2048)


def _audit_separator(separator: Field) -> None:
    separator["spacing"].one_of((1, 2), required=False)


def _audit_container(container: Field) -> None:
    container["accent_color"].whole(0, 0xFFFFFF)
    if container["components"].required():
        for child in container["components"].entries():
            _audit(child, IN_CONTAINER)


def _audit_label(label: Field) -> None:
    label["label"].text(1, 45, required=True)
    label["description"].text(0, 100)
    if label["component"].required():
        _audit(label["component"], IN_LABEL)


def _audit_group(group: Field) -> None:
    group["custom_id"].text(1, 100, required=True)
    _audit_options(group["options"], most=10)


def _audit_named(component: Field) -> None:
    component["custom_id"].text(1, 100, required=True)


_AUDITS: dict[ComponentType, Callable[[Field], None]] = {
    T.ACTION_ROW: _audit_row,
    T.BUTTON: _audit_button,
    **dict.fromkeys(SELECTS, _audit_select),
    T.TEXT_INPUT: _audit_text_input,
    T.SECTION: _audit_section,
    T.TEXT_DISPLAY: _audit_text,
    T.THUMBNAIL: _audit_thumbnail,
    T.MEDIA_GALLERY: _audit_gallery,
    T.FILE: _audit_file,
    T.SEPARATOR: _audit_separator,
    T.CONTAINER: _audit_container,
    T.LABEL: _audit_label,
    T.FILE_UPLOAD: _audit_named,
    T.RADIO_GROUP: _audit_group,
    T.CHECKBOX_GROUP: _audit_group,
    T.CHECKBOX: _audit_named,
}
