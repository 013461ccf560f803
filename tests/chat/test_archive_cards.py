"""What moderators are told about the archive keeps Discord's limits."""

from __future__ import annotations

from bot.archive.build import BuildReport
from bot.chat.archive_cards import report_card

from .test_cards import problems, texts


def test_a_reload_is_told_in_numbers() -> None:
    made = report_card(BuildReport(54_122, 1, 2, 0, 3, 4.2), "en")
    assert problems(made) == {}
    assert "54,122 events\n1 page added\n2 pages changed\n0 pages removed\n3 pages refused" in texts(made)
    assert texts(made)[-1] == "-# 4 seconds"
