"""What can go wrong with a delivery, in no platform's words. A carrier raises these and nothing else."""

from __future__ import annotations

from enum import StrEnum

from bot.speech import Speech

WAS_DOWN = "Clio was not running."
TOO_LATE = "Its deadline was over before it could be posted."
UNSETTLED = "It could not be learnt whether it was posted."
_LONGEST = 300


class Cause(StrEnum):
    """Why a schedule cannot be posted, or is paused: what does not pass by itself."""

    BY_HAND = "by-hand"
    CHANNEL_GONE = "channel-gone"
    GUILD_GONE = "guild-gone"
    NO_ACCESS = "no-access"
    NO_PERMISSION = "no-permission"
    THREAD_ARCHIVED = "thread-archived"
    THREAD_LOCKED = "thread-locked"
    FORM = "form"
    ZONE_UNKNOWN = "zone-unknown"

    @property
    def may_be_mended(self) -> bool:
        """Whether people can put it right the same day, so that trying again within the deadline makes sense."""
        return self in _MENDED_BY_PEOPLE


_MENDED_BY_PEOPLE = frozenset({Cause.NO_ACCESS, Cause.NO_PERMISSION, Cause.THREAD_ARCHIVED, Cause.THREAD_LOCKED})


def told(cause: Cause, voice: Speech) -> str:
    """A cause in one sentence that says what to do."""
    say = voice.say
    match cause:
        case Cause.BY_HAND:
            return say("A moderator paused it; resume it when you like.")
        case Cause.CHANNEL_GONE:
            return say("The channel is no longer there; choose another one.")
        case Cause.GUILD_GONE:
            return say("Clio is no longer in this server; invite it again.")
        case Cause.NO_ACCESS:
            return say("Clio cannot see the channel; let it view the channel.")
        case Cause.NO_PERMISSION:
            return say("Clio may not post in the channel; let it send messages there.")
        case Cause.THREAD_ARCHIVED:
            return say("The thread is archived; open it again.")
        case Cause.THREAD_LOCKED:
            return say("The thread is locked; unlock it.")
        case Cause.FORM:
            return say("Discord takes the digest in no form; tell who runs Clio.")
        case Cause.ZONE_UNKNOWN:
            return say("Its time zone is no longer known; set another one.")


def retold(error: str, voice: Speech) -> str:
    """An error as the ledger holds it: our own words in that language, what Discord or a carrier said as it is."""
    if error == WAS_DOWN:
        return voice.say("Clio was not running.")
    if error == TOO_LATE:
        return voice.say("Its deadline was over before it could be posted.")
    if error.startswith(UNSETTLED):
        return voice.say("It could not be learnt whether it was posted.") + error.removeprefix(UNSETTLED)
    return error


class Fault(Exception):
    """A delivery, or the search for one, did not succeed. ``detail`` is a line for the ledger."""

    def __init__(self, detail: str = "") -> None:
        self.detail = " ".join(detail.split())[:_LONGEST] or type(self).__name__
        super().__init__(self.detail)


class Refused(Fault):
    """It was certainly not posted, and will not be until somebody does something about ``cause``."""

    def __init__(self, cause: Cause, detail: str = "") -> None:
        super().__init__(detail or cause)
        self.cause = cause


class Passing(Fault):
    """It was certainly not posted; later it may be, after at least ``wait`` seconds where that is known."""

    def __init__(self, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(detail)
        self.wait = wait


class FormRefused(Fault):
    """It was certainly not posted, since its form is not taken; a plainer form may be."""


class Unknown(Fault):
    """It may have been posted or not: no answer came, or none that says. Our mark is looked for before the next try."""
