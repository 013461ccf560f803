"""Names and descriptions of commands in people's languages, from the same catalogues as every other sentence.

They are marked in the code with ``locale_str("…")``, which is how the catalogues find them.
"""

from __future__ import annotations

import logging

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.chat.text import cut
from bot.speech import SOURCE_LANGUAGE, choose_language, speech

_log = logging.getLogger(__name__)

MOST_NAME = 32
MOST_DESCRIPTION = 100
_NAMES = (Place.command_name, Place.group_name, Place.parameter_name)


class Translator(app_commands.Translator):
    """Says command names and descriptions in every language that Discord and Clio share."""

    def __init__(self) -> None:
        self._languages: dict[discord.Locale, str] = {}

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """The string in the language of ``locale``; None where it stays as it is in English."""
        language = self._languages.get(locale)
        if language is None:
            language = self._languages[locale] = choose_language(str(locale))
        if language == SOURCE_LANGUAGE:
            return None
        said = speech(language).catalogue.gettext(string.message)
        if said == string.message:
            return None
        if context.location not in _NAMES:
            return cut(said, MOST_DESCRIPTION)
        if _is_name(said):
            return said
        _log.warning("%r in %s cannot name a command or an option; the English name stays.", said, language)
        return None


def _is_name(text: str) -> bool:
    """Whether Discord takes it as a name: 1 to 32 letters, digits, "-" and "_", no capitals."""
    return 0 < len(text) <= MOST_NAME and text == text.lower() and all(sign.isalnum() or sign in "-_" for sign in text)
