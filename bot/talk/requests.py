"""What can be asked, understood: one value object for each kind of question, with no platform in it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included: one day, a month, a year or several."""

    first: dt.date
    last: dt.date

    @classmethod
    def of_year(cls, year: int) -> Period:
        """The whole of ``year`` (1 to 9999)."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """The whole of a month (1 to 12)."""
        return cls(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]))

    @classmethod
    def of_day(cls, day: dt.date) -> Period:
        """One day."""
        return cls(day, day)

    @property
    def name(self) -> str:
        """How a text names a whole year or decade ("1966", "1940s"); "" for any other period."""
        first, last = self.first.year, self.last.year
        if self != Period(dt.date(first, 1, 1), dt.date(last, 12, 31)):
            return ""
        return str(first) if first == last else f"{first}s" if first % 10 == 0 and last == first + 9 else ""

    @property
    def is_day(self) -> bool:
        """Whether the period is a single day."""
        return self.first == self.last

    @property
    def is_month(self) -> bool:
        """Whether the period is exactly one calendar month."""
        return self == Period.of_month(self.first.year, self.first.month)

    @property
    def is_months(self) -> bool:
        """Whether the period begins with a month's first day and ends with a month's last, a year later at most."""
        ends = self.last == Period.of_month(self.last.year, self.last.month).last
        return self.first.day == 1 and ends and (self.last - self.first).days < _A_YEAR

    @property
    def is_year(self) -> bool:
        """Whether the period is exactly one calendar year."""
        return self == Period.of_year(self.first.year)


class Wanted(StrEnum):
    """What somebody wants to know of an event: all of it, its date, or what its page may not tell by itself."""

    ALL = "all"
    DATE = "date"
    DETAIL = "detail"


class SmallTalk(StrEnum):
    """What is said that asks for no event: "ok", "thanks", "bye", "that's wrong", "what time is it?", "digest add"."""

    CHAT = "chat"
    THANKS = "thanks"
    FAREWELL = "farewell"
    COMPLAINT = "complaint"
    BEYOND = "beyond"
    COMMAND = "command"


class Side(StrEnum):
    """Which of the events related to one are wanted: all, those after it or those before."""

    ALL = "all"
    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class OnThisDay:
    """The anniversaries of a month and day (29 February included), narrowed by words or by the years they fell in.

    ``skip`` is how many events were already shown; ``days`` how many days are meant, that one the first of them.
    ``otherwise`` is a date of the month and day meant if "11/3" was read the wrong way round; ``with_leap_day`` when
    the events of 29 February are wanted, too; ``ahead`` when a day to come was asked about ("next Tuesday").
    """

    month: int
    day: int
    about: str = ""
    period: Period | None = None
    skip: int = 0
    days: int = 1
    otherwise: dt.date | None = None
    with_leap_day: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """Events that ``words`` mean; with a period only its events; with no words, the period's events by importance.

    ``counted`` when it was asked how many there are, ``listed`` when a list was asked for and no event told whole;
    ``otherwise`` is the date meant if "11/3/2013" was read the wrong way round.
    """

    words: str = ""
    period: Period | None = None
    skip: int = 0
    counted: bool = False
    listed: bool = False
    otherwise: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """Events related to one event: ``to`` is its id or its page's path; or ``words`` that mean it."""

    to: str = ""
    words: str = ""
    skip: int = 0
    side: Side = Side.ALL


@dataclass(frozen=True, slots=True)
class Open:
    """One event, by its id or its page's path; ``wanted`` is what of it was asked for."""

    to: str
    wanted: Wanted = Wanted.ALL


@dataclass(frozen=True, slots=True)
class OfEvent:
    """What has to do with an event ("who was the captain?"), by its id; ``subject`` is how the event was asked for.

    Its answer is one to About: of the subject together with ``words``, or of ``words`` alone.
    """

    words: str
    to: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of one event, by its id or its page's path."""

    to: str


@dataclass(frozen=True, slots=True)
class Random:
    """Any event, perhaps one about ``about``."""

    about: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    """What Clio is and what the archive holds."""


@dataclass(frozen=True, slots=True)
class Privacy:
    """What is stored of those who ask."""


@dataclass(frozen=True, slots=True)
class Help:
    """What can be asked, with examples; ``greeted`` when it was a greeting ("hello")."""

    greeted: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words that say no question. ``needs_event`` when they follow on ("related", "more") from nothing shown.

    ``small_talk`` when they are well understood and ask for no event ("thanks").

    ``no_such_date`` is the date as it was typed when the question hangs on one that no calendar has ("31 February").
    ``found_nothing`` when they follow on from a question that found nothing, so that there is only "back" to go to.
    ``nothing_before`` when somebody wants to go back to an answer from the first one.
    ``shown_before`` is how many events the answer before showed, where a number was said that none of them has.
    """

    words: str
    needs_event: bool = False
    shown_before: int = 0
    no_such_date: str = ""
    small_talk: SmallTalk | None = None
    nothing_before: bool = False
    found_nothing: bool = False


Request: TypeAlias = (
    OnThisDay | About | Related | Open | OfEvent | Sources | Random | Status | Privacy | Help | NotUnderstood
)


def words_of(request: Request) -> str:
    """The words a request looks for; "" where it has none."""
    match request:
        case OnThisDay(about=words) | Random(about=words) | About(words=words) | Related(words=words):
            return words
        case _:
            return ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up question needs of the answer before it: the request and the events shown, by id and in order.

    ``listed`` is the turn whose list the one event shown was chosen from: "the third one" still means that list.
    ``subject`` are the words last asked about, which "and in 2014?" means also after an event was opened.
    ``before`` is the turn that "back" goes to; ``day`` the date of the event shown, where it is one that was told.
    ``offered`` is what "yes" asks for after an answer that found nothing: the first thing it suggested.
    """

    request: Request
    shown: tuple[str, ...] = ()
    listed: Turn | None = None
    subject: str = ""
    before: Turn | None = None
    day: dt.date | None = None
    offered: str = ""

    @property
    def chosen(self) -> str | None:
        """The event a bare "related" or "sources" means: the one that others were related to, else the first shown."""
        request = self.request
        if isinstance(request, Related) and request.to and request.side is Side.ALL:
            return request.to
        return self.shown[0] if self.shown else None
