"""Answers that show no event: what Clio is, help, privacy, small talk, and what was not understood."""

from __future__ import annotations

import datetime as dt
from importlib import metadata

from bot.archive.archive import Archive
from bot.speech import Speech
from bot.talk.answer import Answer, Outcome
from bot.talk.guide import Guide
from bot.talk.requests import Help, NotUnderstood, Privacy, SmallTalk, Status


def version() -> str:
    """Clio's version as installed."""
    try:
        return metadata.version("clio-archive-bot")
    except metadata.PackageNotFoundError:
        return "0"


class Asides:
    """What is said beside the archive's events, in one language, on one day; each raises IndexUnusable."""

    def __init__(self, archive: Archive, speech: Speech, today: dt.date) -> None:
        self._archive = archive
        self._speech = speech
        self._guide = Guide(archive, speech, today)

    def status(self, request: Status) -> Answer:
        """What Clio is and what the archive holds."""
        say, count = self._speech.say, self._speech.count
        status = self._archive.status()
        title = say("Clio {version}, a conversational news assistant", version=version())
        notes = [count("The archive holds {n} event.", "The archive holds {n} events.", status.events)]
        if status.years:
            notes.append(
                say("They reach from {first} to {last}.", first=str(status.years[0]), last=str(status.years[1]))
            )
        return Answer(
            request,
            Outcome.ANSWERED,
            self._speech.language,
            title,
            tuple(notes),
            suggestions=self._guide.three_things(),
        )

    def help(self, request: Help) -> Answer:
        """What can be asked, by example."""
        say = self._speech.say
        notes = (say("Clio keeps an archive of news events. Ask in plain words, for example:"), *self._guide.lessons())
        suggestions = self._guide.first_steps()
        title = say("Hello") if request.greeted else say("Help")
        return Answer(request, Outcome.ANSWERED, self._speech.language, title, notes, suggestions=suggestions)

    def privacy(self, request: Privacy) -> Answer:
        """What is stored of those who ask."""
        say = self._speech.say
        notes = (
            say("Clio stores nothing about you: no name, no message, no question."),
            say("What you ask is answered and forgotten. Only clio chat on a terminal keeps what was typed, in a file"
                " on that machine, for its owner to find again."),
            say("In Discord /privacy tells the rest."),
        )  # fmt: skip
        words = say("event about {words}", words=say("privacy"))
        return Answer(
            request, Outcome.ANSWERED, self._speech.language, say("Privacy"), notes, suggestions=(words, say("help"))
        )

    def not_understood(self, request: NotUnderstood) -> Answer:
        """What was not understood, or asks for no event, and things to try."""
        say = self._speech.say
        title = say("Pardon?")
        if request.small_talk:
            title, note = self._small_talk(request.small_talk)
        elif request.no_such_date:
            note = say("There is no such date as {date}.", date=request.no_such_date)
        elif request.shown_before:
            note = self._speech.count(
                "The last answer has only {n} event.",
                "The last answer has only {n} events; say the number of one.",
                request.shown_before,
            )
        elif request.nothing_before:
            note = say("There is nothing to go back to. Ask for something first, for example:")
        elif request.found_nothing:
            note = say("The last question found no event to go on from. Go back, or ask for something else:")
            steps = (say("back"), *self._guide.three_things()[:2])
            return Answer(request, Outcome.NOT_UNDERSTOOD, self._speech.language, title, (note,), suggestions=steps)
        elif request.needs_event:
            note = say("There is no event to follow on from yet. Ask for one first, for example:")
        else:
            note = say("That was not understood. Try one of these:")
        return Answer(
            request,
            Outcome.NOT_UNDERSTOOD,
            self._speech.language,
            title,
            (note,),
            suggestions=self._guide.three_things(),
        )

    def _small_talk(self, said: SmallTalk) -> tuple[str, str]:
        """A title and a sentence for what asks for no event."""
        say = self._speech.say
        match said:
            case SmallTalk.FAREWELL:
                return say("Goodbye"), say("Ask again whenever you like, for example:")
            case SmallTalk.THANKS:
                return say("You are welcome"), say("Any event you would like to hear of, for example:")
            case SmallTalk.COMPLAINT:
                return say("Clio only repeats what its archive says"), say(
                    "The sources may show whether it is so. If you meant another event, use other words, for example:"
                )
            case SmallTalk.COMMAND:
                return say("A slash command"), say(
                    "Digests and the archive are set up in Discord by a server's moderators, with the slash commands"
                    " /digest and /archive; plain words do nothing there. Anybody may ask, for example:"
                )
            case SmallTalk.BEYOND:
                return say("Clio cannot help with that"), say(
                    "It knows only the news events of its archive. Ask for one, for example:"
                )
            case _:
                return say("Ask away"), say("Any event you would like to hear of, for example:")
