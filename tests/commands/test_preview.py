"""``clio digest preview``: exactly what would be posted."""

from __future__ import annotations

from tests.small import Clio


def test_a_date_is_shown_with_reasons_what_is_left_and_the_licence(clio: Clio) -> None:
    left = clio("digest", "preview", "--date", "2024-01-18", "--size", "1")
    assert left.code == 0
    assert left.out.startswith("On this day, 18 January\n\n1. 18 January 2013: The army of Mali recaptures Konna")
    assert "11 years ago; " in left.out
    assert "1 more event" in left.out
    assert "Small archive · MIT" in left.out


def test_names_narrow_a_digest_and_leave_out(clio: Clio) -> None:
    assert "Brisbane" in clio("digest", "preview", "--date", "2024-01-18", "--about", "Brisbane").out
    without = clio("digest", "preview", "--date", "2024-01-18", "--without", "Mali, Gao").out
    assert "Brisbane" in without
    assert "Konna" not in without


def test_a_day_with_nothing_says_so(clio: Clio) -> None:
    left = clio("digest", "preview", "--date", "2024-12-24")
    assert left.code == 1
    assert "The archive has no event of this day that fits." in left.out


def test_what_cannot_be_is_refused_with_what_to_do(clio: Clio) -> None:
    left = clio("digest", "preview", "--about", "qqqqqq")
    assert (left.code, left.out) == (2, "")
    assert "The archive has nothing about qqqqqq; " in left.err
    assert "--size: a digest holds 1 to 10 events, not 11." in clio("digest", "preview", "--size", "11").err
    assert "write it as 2013-01-18" in clio("digest", "preview", "--date", "1/18").err
    assert "--leap-day: choose 28-february or 1-march, not 30." in clio("digest", "preview", "--leap-day", "30").err
    assert "--language: tlh is not spoken" in clio("digest", "preview", "--language", "tlh").err


def test_it_speaks_the_language_asked_for(clio: Clio) -> None:
    left = clio("digest", "preview", "--date", "2024-01-18", "--language", "zh")
    assert left.out.startswith("历史上的1月18日")


def test_programs_get_json(clio: Clio) -> None:
    left = clio("digest", "preview", "--date", "2024-01-18", "--size", "1", "--json")
    told = left.objects[0]
    assert (told["day"], told["left"], told["total"], len(told["events"])) == ("2024-01-18", 1, 2, 1)
    assert told["events"][0]["reason"].startswith("11 years ago; ")
