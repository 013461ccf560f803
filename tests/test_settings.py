"""Settings are typed, and a wrong one is told by its name with what would do."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError, read_settings


@pytest.fixture(autouse=True)
def _no_settings_of_a_developer(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("nowhere"))
    for name in ("MODERATOR_ROLES", "HOME_GUILD", "WATCH", "HTTP", "SHARDS", "SHARD_IDS"):
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


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("", None),
        ("9090", ("127.0.0.1", 9090)),
        (" 127.0.0.1:9090 ", ("127.0.0.1", 9090)),
        ("localhost:0", ("localhost", 0)),
        ("[::1]:9090", ("::1", 9090)),
    ],
)
def test_health_is_told_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, value: str, where: tuple[str, int] | None
) -> None:
    assert read(monkeypatch, "CLIO_HTTP", value).http == where


@pytest.mark.parametrize("value", ["0.0.0.0:9090", "example.org:80", "127.0.0.1:99999", "port", "127.0.0.1:"])
def test_health_is_told_nowhere_else(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(SettingsError, match=r"CLIO_HTTP: .* is no port of this machine alone"):
        read(monkeypatch, "CLIO_HTTP", value)


@pytest.mark.parametrize(
    ("shards", "ids", "known"),
    [("", "", (None, None)), ("4", "", (4, None)), ("4", "0-1,3", (4, (0, 1, 3))), ("4", "2, 2", (4, (2,)))],
)
def test_shards_of_one_process(
    monkeypatch: pytest.MonkeyPatch, shards: str, ids: str, known: tuple[int | None, tuple[int, ...] | None]
) -> None:
    monkeypatch.setenv("CLIO_SHARDS", shards)
    settings = read(monkeypatch, "CLIO_SHARD_IDS", ids)
    assert (settings.shards, settings.shard_ids) == known


@pytest.mark.parametrize(
    ("shards", "ids", "told"),
    [
        ("", "0", "CLIO_SHARD_IDS: name shards from 0"),
        ("2", "2", "CLIO_SHARD_IDS: name shards from 0"),
        ("2", "one", "CLIO_SHARD_IDS: one is no shard"),
        ("2", "1-0", "CLIO_SHARD_IDS: 1-0 is no shard"),
        ("0", "", "CLIO_SHARDS"),
    ],
)
def test_shards_that_cannot_be(monkeypatch: pytest.MonkeyPatch, shards: str, ids: str, told: str) -> None:
    monkeypatch.setenv("CLIO_SHARDS", shards)
    with pytest.raises(SettingsError, match=told):
        read(monkeypatch, "CLIO_SHARD_IDS", ids)
