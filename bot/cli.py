"""``clio``: the commands, their options and what their help teaches. What they do is in bot.commands, loaded late."""

from __future__ import annotations

import datetime as dt
import io
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import teaching

if TYPE_CHECKING:
    from bot.commands.opening import Mended
    from bot.settings import Settings

app = typer.Typer(
    help=teaching.CLIO,
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
archive_app = typer.Typer(help=teaching.ARCHIVE, no_args_is_help=True, rich_markup_mode="rich")
app.add_typer(archive_app, name="archive", short_help="Build, check and look at the archive.")
digest_app = typer.Typer(help=teaching.DIGEST, no_args_is_help=True, rich_markup_mode="rich")
app.add_typer(digest_app, name="digest", short_help="Preview digests, say what is due and what became of the last.")
guild_app = typer.Typer(help=teaching.GUILD, no_args_is_help=True, rich_markup_mode="rich")
app.add_typer(guild_app, name="guild", short_help="Export or delete what is kept about a guild.")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text} is no date; write it as 2013-01-18.") from None


def _version(wanted: bool) -> None:
    if wanted:
        from bot.talk.asides import version

        print(f"clio {version()}")
        raise typer.Exit


Today = Annotated[
    dt.date | None, typer.Option(parser=_date, metavar="YYYY-MM-DD", help="Answer as if this were today.")
]
Language = Annotated[str, typer.Option(metavar="TAG", help="Answer in this language (en, zh); else in the question's.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")]

Guild = Annotated[int | None, typer.Option(metavar="ID", help="Of this guild alone.")]
Schedule = Annotated[int | None, typer.Option(metavar="ID", help="Of this schedule alone.")]
Most = Annotated[int, typer.Option(metavar="N", min=1, help="So many at most.")]


@app.callback()
def clio(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Take the options that stand before a command."""


@app.command(help=teaching.ASK, short_help="Answer one question.")
def ask(
    words: Annotated[list[str], typer.Argument(metavar="WORDS", help="The question, quoted or not.")],
    as_json: AsJson = False,
    today: Today = None,
    language: Language = "",
) -> None:
    """Answer one question."""
    mended = _begin(_settings(), today, language, as_json)
    from bot.commands.ask import ask_once

    raise typer.Exit(ask_once(mended, " ".join(words), as_json=as_json))


@app.command(help=teaching.CHAT, short_help="Talk, with questions that follow on.")
def chat(as_json: AsJson = False, today: Today = None, language: Language = "") -> None:
    """Talk, on a terminal or line by line."""
    settings = _settings()
    mended = _begin(settings, today, language, as_json)
    if as_json or not sys.stdin.isatty():
        from bot.commands.ask import chat_as_json, chat_plainly

        talk = chat_as_json if as_json else chat_plainly
        raise typer.Exit(talk(mended, sys.stdin.buffer))
    from bot.commands.chat import chat_on_terminal

    raise typer.Exit(chat_on_terminal(mended, settings.home))


@archive_app.command(help=teaching.BUILD, short_help="Bring the index up to date.")
def build(
    from_nothing: Annotated[bool, typer.Option("--from-nothing", help="Read every page again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Bring the index up to date."""
    from bot.commands import archive

    raise typer.Exit(archive.build(_settings(), from_nothing=from_nothing, as_json=as_json))


@archive_app.command(help=teaching.CHECK, short_help="Print what is wrong with pages.")
def check(as_json: AsJson = False) -> None:
    """Print what is wrong with pages."""
    from bot.commands import archive

    raise typer.Exit(archive.check(_settings(), as_json=as_json))


@archive_app.command(help=teaching.STATUS, short_help="Say what the archive holds.")
def status(as_json: AsJson = False) -> None:
    """Say what the archive holds."""
    from bot.commands import archive

    raise typer.Exit(archive.status(_settings(), as_json=as_json))


@app.command(help=teaching.INVITE, short_help="Print the link that invites the bot.")
def invite(
    application_id: Annotated[
        str, typer.Option(metavar="ID", help="The application's id; else that in the token.")
    ] = "",
) -> None:
    """Print the link that invites the bot."""
    from bot.commands.invite import invite as print_link

    raise typer.Exit(print_link(_settings(), application_id))


@digest_app.command(help=teaching.PREVIEW, short_help="Show what would be posted on a date.")
def preview(
    date: Annotated[
        dt.date | None, typer.Option(parser=_date, metavar="YYYY-MM-DD", help="The local date; else today.")
    ] = None,
    about: Annotated[str, typer.Option(metavar="NAMES", help="Only events of these names, apart by commas.")] = "",
    without: Annotated[str, typer.Option(metavar="NAMES", help="No events of these names.")] = "",
    size: Annotated[int, typer.Option(metavar="N", help="How many events at most, 1 to 10.")] = 5,
    leap_day: Annotated[
        str, typer.Option(metavar="DAY", help="In other years, 29 February with this day: 28-february or 1-march.")
    ] = "",
    language: Language = "",
    as_json: AsJson = False,
) -> None:
    """Show what would be posted on a date."""
    from bot.commands.preview import preview as show

    filters = (about, without, leap_day)
    raise typer.Exit(show(_settings(), date, *filters, size=size, language=language, as_json=as_json))


@digest_app.command(help=teaching.DUE, short_help="Say what comes next.")
def due(guild: Guild = None, most: Most = 20, as_json: AsJson = False) -> None:
    """Say what comes next of each schedule."""
    from bot.commands import digest

    raise typer.Exit(digest.due(_settings(), guild, most, as_json=as_json))


@digest_app.command(help=teaching.LEDGER, short_help="Say what became of what was due.")
def ledger(guild: Guild = None, schedule: Schedule = None, most: Most = 20, as_json: AsJson = False) -> None:
    """Say what became of what was due."""
    from bot.commands import digest

    raise typer.Exit(digest.ledger(_settings(), guild, schedule, most, as_json=as_json))


@guild_app.command(help=teaching.EXPORT, short_help="Write all that is kept about a guild as JSON.")
def export(guild: Annotated[int, typer.Argument(metavar="GUILD", help="The guild's id.")]) -> None:
    """Write all that is kept about a guild."""
    from bot.commands import digest

    raise typer.Exit(digest.export(_settings(), guild))


@guild_app.command(help=teaching.DELETE, short_help="Forget a guild.")
def delete(
    guild: Annotated[int, typer.Argument(metavar="GUILD", help="The guild's id.")],
    sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget everything about a guild."""
    settings = _settings()
    if not sure:
        typer.confirm(f"Forget the settings, schedules and ledger of guild {guild}?", abort=True)
    from bot.commands import digest

    raise typer.Exit(digest.delete(settings, guild))


@app.command(help=teaching.DOCTOR, short_help="Say why a digest did not come.")
def doctor(guild: Guild = None, as_json: AsJson = False) -> None:
    """Say why a digest did not come."""
    from bot.commands import digest

    raise typer.Exit(digest.doctor(_settings(), guild, as_json=as_json))


@app.command(help=teaching.RUN, short_help="Serve Discord.")
def run() -> None:
    """Serve Discord."""
    settings = _settings()
    if settings.token is None or not settings.token.get_secret_value().strip():
        from bot.commands.opening import Trouble

        raise Trouble("CLIO_TOKEN is not set; put the bot's token from Discord's developer portal there or in .env.", 2)
    from bot.app import run as serve

    raise typer.Exit(serve(settings))


@app.command(help=teaching.DEMO, short_help="Try Clio in the browser, without Discord.")
def demo(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Serve the page here.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
    script: Annotated[Path | None, typer.Option(metavar="FILE", help="Play a written conversation instead.")] = None,
    pictures: Annotated[Path, typer.Option(metavar="FOLDER", help="Write the script's pictures here.")] = Path("."),
    save: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep it all in this file, and go on from it.")
    ] = None,
) -> None:
    """Try Clio in the browser, without Discord."""
    settings = _settings()
    from bot.commands.demo import Wanted
    from bot.commands.demo import demo as show

    raise typer.Exit(show(settings, Wanted(port, browser, script, pictures, save)))


def main() -> int:
    """Run ``clio`` with the process's arguments; give the exit code. No traceback reaches whoever typed it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="clio")
    except SystemExit as leaving:
        if isinstance(leaving.__context__, BrokenPipeError):  # whoever read the answer has seen enough
            return _let_go()
        code = leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:
        code = _failed(error)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go()
    return code


def _let_go() -> int:
    """Write nowhere from now on, so that what is still held back troubles nobody; give the exit code."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


def _settings() -> Settings:
    from bot.commands.opening import tell
    from bot.logs import set_up_logs
    from bot.settings import mistyped, read_settings

    for name, meant in mistyped(os.environ):
        tell(f"clio: {name} is no setting and does nothing; did you mean {meant}?")
    settings = read_settings()
    set_up_logs(settings.log_level, settings.secrets)
    return settings


def _begin(settings: Settings, today: dt.date | None, language: str, as_json: bool) -> Mended:
    from bot.commands.opening import Mended, conversation, open_archive

    # The index is kept by the real date, whatever day the questions are asked on.
    archive = open_archive(settings, dt.date.today(), quiet=as_json)
    return Mended(conversation(archive, settings, today, language, os.environ), quiet=as_json)


def _failed(error: Exception) -> int:
    """Say on standard error, in a line, what stopped a command; give the exit code."""
    from bot.commands.opening import Trouble, tell
    from bot.settings import SettingsError

    if isinstance(error, SettingsError | Trouble):
        tell(f"clio: {error}")
        return error.exit_code if isinstance(error, Trouble) else 3
    logging.getLogger(__name__).debug("It went wrong here:", exc_info=error)
    tell(f"clio: something went wrong inside Clio ({type(error).__name__}); CLIO_LOG_LEVEL=debug tells where.")
    return 3
