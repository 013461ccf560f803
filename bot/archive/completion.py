"""What somebody is about to type: contexts and events that begin like it; and contexts named nearly like it."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.archive.lookup import look_up
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold

_LEAST_LIKE = 55


@dataclass(frozen=True, slots=True)
class Completion:
    """A suggestion: ``text`` is what to show and ask for; ``id`` is the event's id, or "" for a context."""

    text: str
    id: str = ""


def complete(snapshot: Snapshot, typed: str, most: int, *, loosely: bool = True) -> list[Completion]:
    """Up to ``most`` suggestions, contexts first, the commonest first, then events; nothing for nothing typed.

    Where no event holds all of the words, those that hold some are suggested ``loosely``, else none.
    """
    beginning = fold(typed).strip()
    if not beginning:
        return []
    contexts = snapshot.contexts_beginning_with(beginning, max(1, most // 2))
    found = [Completion(name) for name in (spelling(snapshot, context) for context in contexts) if name]
    words = beginning.split()
    last = snapshot.vocabulary.beginning_with(words[-1], 2) if snapshot.vocabulary.number(words[-1]) is None else []
    texts = [" ".join((*words[:-1], snapshot.vocabulary.words[word])) for word in last] or [beginning]
    looked_up = [look_up(snapshot, text) for text in texts]
    whole = [number for meant in looked_up for number in meant.numbers[: min(meant.total, most)]]
    # Events that hold some of the words only where none holds all of them.
    partly = [number for meant in looked_up for number in meant.numbers[:most]] if loosely else []
    numbers = dict.fromkeys(whole or partly)
    events = snapshot.entries(list(numbers)[: most - len(found)])
    return found + [Completion(entry.event.headline, entry.id) for entry in events]


def nearest_contexts(snapshot: Snapshot, words: str, most: int) -> list[str]:
    """The contexts named most like ``words``, as the archive writes them; those of several events before others."""
    names, common = snapshot.contents.context_names[:], snapshot.common_contexts.tolist()
    choices = [names[context] for context in common]
    matches = process.extract(fold(words), choices, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE, limit=most)
    return [name for name in (spelling(snapshot, common[place]) for _, _, place in matches) if name]


def spelling(snapshot: Snapshot, context: int) -> str:
    """A context as its first event writes it ("" if the index has lost it)."""
    contexts = snapshot.contents.contexts
    folded = snapshot.contents.context_names[context]
    first = contexts.events[contexts.holding(context)][:1].tolist()
    return next(
        (name for entry in snapshot.entries(first) for name in entry.event.contexts if fold(name) == folded), ""
    )
