"""What somebody is about to type: contexts and events that begin like it; and contexts named nearly like it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.archive.familiar import is_familiar
from bot.archive.lookup import look_up
from bot.archive.snapshot import Snapshot
from bot.archive.words import fold, query_tokens

# What is spelt less alike than this, in hundredths, is not near; shorter everyday words tell too little.
_LEAST_LIKE = 62
_ALMOST = 80
_LEAST_LONG = 5
_NOT_A_LETTER = re.compile(r"[\W_]+")


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
    """The contexts nearest to ``words``, as the archive writes them; only those of several events.

    First those spelt almost so, then those whose names hold a word of it or what may be meant by one (names before
    everyday words), last what is spelt somewhat alike.
    """
    names, common = snapshot.contents.context_names[:], snapshot.common_contexts.tolist()
    choices = [names[context] for context in common]
    near = _holding(snapshot, _nearest_words(snapshot, words), choices, most)
    alike = process.extract(fold(words), choices, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKE, limit=most)
    nearly = [common[place] for _, score, place in alike if score >= _ALMOST]
    contexts = dict.fromkeys([*nearly, *(common[place] for place in near), *(common[place] for _, _, place in alike)])
    return [name for name in (spelling(snapshot, context) for context in contexts) if name][:most]


def _nearest_words(snapshot: Snapshot, words: str) -> list[str]:
    """The archive's words for those of a question, or nearest to them: names first."""
    vocabulary, found = snapshot.vocabulary, list[str]()
    for token in sorted(query_tokens(words), key=is_familiar):
        known = vocabulary.words.at(vocabulary.same_stem(token))
        guesses = [] if known else vocabulary.slips(token, 2) or vocabulary.farther(token, 2)
        if not is_familiar(token):
            found += [token, *known, *vocabulary.words.at(guess.word for guess in guesses)]
        elif len(token) >= _LEAST_LONG:
            found += [token]
    return found


def _holding(snapshot: Snapshot, words: list[str], names: list[str], most: int) -> list[int]:
    """The places of the names that hold one of some words, in the order of the words, then the commonest first."""
    order = {word: place for place, word in reversed(list(enumerate(words)))}
    frequencies = snapshot.contents.contexts.frequencies[snapshot.common_contexts]
    found = [
        (min(order[word] for word in held), -int(frequencies[place]), place)
        for place, name in enumerate(names)
        if any(word in name for word in order) and (held := order.keys() & set(_NOT_A_LETTER.split(name)))
    ]
    return [place for _, _, place in sorted(found)[:most]]


def spelling(snapshot: Snapshot, context: int) -> str:
    """A context as its first event writes it ("" if the index has lost it)."""
    contexts = snapshot.contents.contexts
    folded = snapshot.contents.context_names[context]
    first = contexts.events[contexts.holding(context)][:1].tolist()
    return next(
        (name for entry in snapshot.entries(first) for name in entry.event.contexts if fold(name) == folded), ""
    )
