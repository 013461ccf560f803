"""Time zones as people name them: "Europe/Paris", "paris", "France", "EST", "Beijing", "UTC+8", "北京"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale
from rapidfuzz import fuzz, process

from bot.digest.calendar import NoSuchZone, zone_named
from bot.speech import Speech, languages

MOST_OFFERED = 25
"""As many as Discord shows."""

_LEAST_LIKE = 78
_MOST_NEAR = 3
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?")

# What people mean by abbreviations. Where a zone database has one as a name of its own, it is a clock without summer
# time, which nobody in New York who writes "EST" in July goes by.
_ABBREVIATIONS = {
    "America/New_York": "est edt et eastern", "America/Chicago": "cst cdt ct central",
    "America/Denver": "mst mdt mt mountain", "America/Los_Angeles": "pst pdt pt pacific",
    "America/Anchorage": "akst akdt", "Pacific/Honolulu": "hst", "America/Halifax": "ast adt",
    "America/St_Johns": "nst ndt", "America/Sao_Paulo": "brt", "America/Argentina/Buenos_Aires": "art",
    "UTC": "utc gmt z zulu", "Europe/London": "bst uk britain england", "Europe/Lisbon": "wet west",
    "Europe/Paris": "cet cest met", "Europe/Athens": "eet eest", "Europe/Moscow": "msk", "Europe/Istanbul": "trt",
    "Africa/Lagos": "wat", "Africa/Maputo": "cat", "Africa/Nairobi": "eat", "Africa/Johannesburg": "sast",
    "Asia/Dubai": "gst", "Asia/Karachi": "pkt", "Asia/Kolkata": "ist", "Asia/Dhaka": "bdt", "Asia/Bangkok": "ict",
    "Asia/Jakarta": "wib", "Asia/Shanghai": "cst china prc", "Asia/Hong_Kong": "hkt", "Asia/Singapore": "sgt",
    "Asia/Manila": "pht", "Asia/Tokyo": "jst", "Asia/Seoul": "kst korea", "Australia/Perth": "awst",
    "Australia/Adelaide": "acst acdt", "Australia/Sydney": "aest aedt", "Pacific/Auckland": "nzst nzdt nz",
}  # fmt: skip

# Cities that many live in and no zone is named for.
_CITIES = {
    "America/New_York": "Washington,Boston,Philadelphia,Atlanta,Miami,Orlando,Charlotte,NYC",
    "America/Chicago": "Houston,Dallas,Austin,San Antonio,Minneapolis,New Orleans,St. Louis",
    "America/Denver": "Salt Lake City,Albuquerque",
    "America/Los_Angeles": "San Francisco,Seattle,San Diego,Las Vegas,LA",
    "America/Toronto": "Montreal,Ottawa,Quebec", "America/Edmonton": "Calgary",
    "America/Sao_Paulo": "Rio de Janeiro,Brasilia",
    "America/Mexico_City": "Guadalajara,Puebla", "America/Argentina/Buenos_Aires": "Rosario",
    "Europe/London": "Manchester,Birmingham,Liverpool,Edinburgh,Glasgow,Cardiff,Leeds,Bristol",
    "Europe/Paris": "Lyon,Marseille,Toulouse,Nice,Lille,Bordeaux",
    "Europe/Berlin": "Munich,München,Frankfurt,Hamburg,Cologne,Köln,Stuttgart,Leipzig",
    "Europe/Madrid": "Barcelona,Valencia,Seville", "Europe/Rome": "Milan,Milano,Naples,Turin,Florence,Venice",
    "Europe/Zurich": "Geneva,Basel,Bern", "Europe/Warsaw": "Krakow,Gdansk", "Europe/Amsterdam": "Rotterdam,The Hague",
    "Europe/Moscow": "Saint Petersburg,St Petersburg", "Europe/Kyiv": "Kiev,Kharkiv,Lviv,Odesa",
    "Europe/Istanbul": "Ankara,Izmir", "Africa/Johannesburg": "Cape Town,Durban,Pretoria", "Africa/Lagos": "Abuja",
    "Africa/Casablanca": "Rabat,Marrakesh", "Asia/Dubai": "Abu Dhabi", "Asia/Riyadh": "Jeddah,Mecca",
    "Asia/Jerusalem": "Tel Aviv",
    "Asia/Kolkata": "Mumbai,Delhi,New Delhi,Bangalore,Bengaluru,Chennai,Hyderabad,Calcutta",
    "Asia/Karachi": "Lahore,Islamabad", "Asia/Ho_Chi_Minh": "Hanoi,Saigon",
    "Asia/Shanghai": "Beijing,Peking,Guangzhou,Shenzhen,Chengdu,Wuhan,Tianjin,Nanjing,Xi'an,"
    "北京,广州,深圳,成都,武汉,天津,南京,西安",
    "Asia/Tokyo": "Osaka,Kyoto,Yokohama,Sapporo,大阪,京都", "Asia/Seoul": "Busan", "Asia/Taipei": "Kaohsiung,高雄",
    "Australia/Sydney": "Canberra,Newcastle", "Pacific/Auckland": "Wellington,Christchurch",
}  # fmt: skip

_FIRST_OFFERED = (
    "UTC", "Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Moscow", "Africa/Cairo", "Africa/Johannesburg",
    "Asia/Dubai", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
    "America/Sao_Paulo", "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZoneOffer:
    """A time zone (IANA name), and the word it was found by, "" where that is in its name."""

    zone: str
    word: str = ""


class UnknownZone(ValueError):
    """What was typed names no time zone; ``near`` are some that are named nearly so."""

    def __init__(self, text: str, near: tuple[str, ...]) -> None:
        super().__init__(text)
        self.text = text
        self.near = near

    def told(self, voice: Speech) -> str:
        """One sentence or two that say what to write instead."""
        told = voice.say(
            "There is no time zone {text}; name a city such as Paris, or a zone such as Europe/Paris.", text=self.text
        )
        if not self.near:
            return told
        return f"{told} {voice.say('Did you mean {names}?', names=voice.join(self.near))}"


def read_zone(text: str) -> str:
    """The IANA name of the time zone that somebody named. Raises UnknownZone, also where several are meant alike."""
    typed = _fold(text)
    if (found := _offset(typed)) is not None:
        return found
    meant = _by_word().get(typed, ())
    if meant:
        # An abbreviation that two zones share ("CST") means the first; a country with many zones means none.
        if len(meant) == 1 or not _is_country(typed):
            return meant[0].zone
        raise UnknownZone(_short(text), tuple(offer.zone for offer in meant[:_MOST_NEAR]))
    name = text.strip().replace(" ", "_")
    if name != "localtime" and "/" in name:  # old names ("US/Eastern") are taken, but not offered
        try:
            return zone_named(name).key
        except NoSuchZone:
            pass
    raise UnknownZone(_short(text), tuple(offer.zone for offer in complete_zone(text, _MOST_NEAR)))


def complete_zone(typed: str, most: int = MOST_OFFERED) -> list[ZoneOffer]:
    """The time zones somebody may be about to name, the likeliest first; the world's usual ones for nothing typed."""
    words, beginning = _by_word(), _fold(typed)
    if not beginning:
        return [ZoneOffer(zone) for zone in _FIRST_OFFERED][:most]
    if (zone := _offset(beginning)) is not None:
        return [ZoneOffer(zone)]
    found: dict[str, ZoneOffer] = {}
    inside = f" {beginning}"
    for matching in (
        [word for word in words if word == beginning],
        sorted((word for word in words if word.startswith(beginning)), key=len),
        sorted((word for word in words if inside in word), key=len),
    ):
        for word in matching:
            for offer in words[word]:
                found.setdefault(offer.zone, offer)
    if not found and len(beginning) > 2:
        alike = process.extract(beginning, words.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE, limit=most)
        for word, _, _ in alike:
            for offer in words[word]:
                found.setdefault(offer.zone, offer)
    return list(found.values())[:most]


def _offset(typed: str) -> str | None:
    """The zone without summer time of "UTC+8", whose name has the sign the other way round (POSIX)."""
    told = _OFFSET.fullmatch(typed)
    if told is None:
        return None
    sign, hours = told[1], int(told[2])
    if not hours:
        return "UTC"
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours <= (14 if sign == "+" else 12) else None


@cache
def _by_word() -> dict[str, tuple[ZoneOffer, ...]]:
    """Every folded word that names zones: the zones' own names, cities and countries in all languages."""
    words: dict[str, dict[str, ZoneOffer]] = {}

    def name(word: str, zone: str, shown: str = "") -> None:
        if folded := _fold(word):
            words.setdefault(folded, {}).setdefault(zone, ZoneOffer(zone, shown))

    for zone in ("UTC", *_countries()):
        name(zone, zone)
        name(zone.rpartition("/")[2], zone)
    for zone, cities in _CITIES.items():
        for city in cities.split(","):
            name(city, zone, city)
    for zone, abbreviations in _ABBREVIATIONS.items():
        for word in abbreviations.split():
            name(word, zone, word.upper())
    for locale in map(Locale.parse, languages()):
        for zone, country in _countries().items():
            if city := locale.time_zones.get(zone, {}).get("city"):
                name(city, zone, city)
            if (told := locale.territories.get(country)) is not None:
                name(told, zone, told)
    return {word: tuple(offers.values()) for word, offers in words.items()}


@cache
def _countries() -> dict[str, str]:
    """Each zone that a country goes by, with the country's code; from the time zone database's own table."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _country_names() -> frozenset[str]:
    codes = set(_countries().values())
    named = (locale.territories.get(code) for locale in map(Locale.parse, languages()) for code in codes)
    return frozenset(_fold(name) for name in named if name)


def _is_country(folded: str) -> bool:
    return folded in _country_names()


def _fold(text: str) -> str:
    """Small letters without accents, "_" and "-" between letters as spaces."""
    plain = unicodedata.normalize("NFKD", text[:100])
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).lower()
    return " ".join(re.sub(r"[_.,]|(?<=[^\W\d])-(?=[^\W\d])", " ", plain).replace("’", "'").split())


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
