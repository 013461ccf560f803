"""Settings are typed, and a wrong one is told by its name with what would do."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _no_settings_of_a_developer(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    for name in ("MODERATOR_ROLES", "HOME_GUILD", "WATCH"):
        monkeypatch.delenv(f"CLIO_{name}", raising=False)


def read(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> Settings:
    monkeypatch.setenv(name, value)
    return read_settings()


def test_unless_set_nobody_else_moderates_and_nothing_is_watched() -> None:
    settings = read_settings()
    assert (settings.moderator_roles, settings.home_guild, settings.watch) == (frozenset(), None, False)


@pytest.mark.parametrize(
    ("value", "roles"),
    [("", set()), ("7", {7}), ("7,8", {7, 8}), (" 7, 8 9 ", {7, 8, 9})],
)
def test_roles_stand_apart(monkeypatch: pytest.MonkeyPatch, value: str, roles: set[int]) -> None:
    assert read(monkeypatch, "CLIO_MODERATOR_ROLES", value).moderator_roles == roles


@pytest.mark.parametrize(("value", "guild"), [("", None), (" 123 ", 123)])
def test_the_guild_that_keeps_the_archive(monkeypatch: pytest.MonkeyPatch, value: str, guild: int | None) -> None:
    assert read(monkeypatch, "CLIO_HOME_GUILD", value).home_guild == guild


@pytest.mark.parametrize(("value", "watch"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("", False)])
def test_watching(monkeypatch: pytest.MonkeyPatch, value: str, watch: bool) -> None:
    assert read(monkeypatch, "CLIO_WATCH", value).watch is watch


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("CLIO_MODERATOR_ROLES", "7, mods", "CLIO_MODERATOR_ROLES: mods is no id"),
        ("CLIO_MODERATOR_ROLES", "٧", "CLIO_MODERATOR_ROLES: ٧ is no id"),
        ("CLIO_HOME_GUILD", "-5", "CLIO_HOME_GUILD: -5 is no id"),
        ("CLIO_HOME_GUILD", "Newsroom", "CLIO_HOME_GUILD: Newsroom is no id"),
        ("CLIO_WATCH", "maybe", "CLIO_WATCH: maybe is neither yes nor no; set 1 or 0"),
    ],
)
def test_what_cannot_be_used_is_told_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str) -> None:
    with pytest.raises(SettingsError, match=f"^{told}"):
        read(monkeypatch, name, value)
