"""Questions about the event just shown that do not name it: "who was he?", "did she resign?", "who was the captain?".

What a pronoun asks for stands on the event's page or nowhere, so that the event is told again; only its date is told
alone. A noun may be told of by another event of the same matter.
"""

from __future__ import annotations

import re

from bot.talk.line import Line
from bot.talk.places import no_event
from bot.talk.requests import OfEvent, Open, Request, Turn, Wanted, words_of

_LEAD = r"(?:(?:and|but|so|ok|then|well),? )?"
_HE = r"(?:he|she|it|they|him|her|them|his|this|that|these|those|there|(?:this|that) (?:man|guy|person|woman|place))"
_AUX = r"(?:is|was|are|were|did|do|does|has|had|have|will|would|could|can)"
# What may follow a pronoun that asks no more than its verb does: "who is he exactly", "what did she do there".
_SLIGHT = (
    r"(?: (?:do|done|doing|say|said|die|died|dead|killed|win|won|lose|lost|happen|happened|end|ended|start|started|"
    r"begin|go|going|come|from|to|in|about|for|with|by|called|named|mean|want|wanted|need|leave|resign|resigned|survive|"
    r"survived|get|got|know|known|famous|old|again|exactly|really|there|then|now|still|alive|up|on|off|over|out|after|"
    r"before|that|it|him|her|them|all|the|a|an|job|age|name|guilty|true|arrested|caught|found|hurt|injured))*"
)
_QUESTION = re.compile(
    rf"{_LEAD}(?:who|what|where|why|how|whose|which one|in what way|for what)(?:'s|s|'re)?(?: {_AUX})? {_HE}{_SLIGHT}"
    rf"|{_LEAD}who [a-z]+ (?:it|this|that|them|him|her)"
    rf"|{_LEAD}who (?:else )?(?:died|survived)"
    rf"|{_LEAD}(?:is|was|were|did|has|have|are) (?:there )?(?:any|many|some)(?:one|body| people)? (?:else )?"
    r"(?:be(?:en)? |get )?(?:die|killed|injured|wounded|hurt|dead|arrested|survive|survivors|deaths|casualties|victims|"
    r"injuries)"
    rf"|{_LEAD}who (?:else )?(?:is|was|were|got|has been|had been) (?:killed|injured|wounded|hurt|dead|arrested|"
    r"elected|shot|fired|convicted|jailed|involved|responsible|to blame|behind (?:it|this|that))(?: there| then)?"
    rf"|{_LEAD}how (?:old|tall|many|much|big|bad|strong|long|far|high|deadly|severe|large|serious|fast|expensive)"
    rf"(?: (?:people|men|women|children|victims|others|of them|money|damage))?(?: {_AUX})?(?: {_HE})?{_SLIGHT}"
    r"|(?:and )?which (?:one )?(?:was|is|were|of them was|of these was) (?:the )?(?:biggest|largest|worst|deadliest|"
    r"best|strongest|most important|most famous|highest|smallest)"
    r"|那?(?:他|她|它)(?:们)?(?:到底)?(?:是)?(?:谁|什么人|干什么的|做什么的|怎么了|怎么样了?|哪里人|哪国人|做了什么|"
    r"说了什么|为什么.{0,6}|多大(?:了|年纪)?|几岁|还活着|死了|(?:是)?(?:怎么|怎样|如何)死的?)[吗呢]?"
    r"|(?:那|这)(?:个)?(?:人|女人|男人)是谁|(?:那|这)是(?:什么|怎么回事|为什么)"
)
_WHEN = re.compile(
    rf"{_LEAD}(?:when(?:'?s| {_AUX})|(?:in |on )?(?:what|which) (?:year|day|date) {_AUX}) {_HE}{_SLIGHT}"
)
# "is it raining in London" asks of something else than the event.
_WHETHER = re.compile(
    rf"{_LEAD}{_AUX} (?:(?:he|she)(?: [a-z']+){{1,6}}|(?:it|they)(?! [a-z' ]+ (?:in|at|near) )(?: [a-z']+){{1,3}})"
)


def of_pronoun(line: Line, before: Turn | None) -> Request | None:
    """The event shown, for a question that has only a pronoun for it; None when ``line`` is no such question."""
    when = _WHEN.fullmatch(line.folded)
    if when or _QUESTION.fullmatch(line.folded):
        if before is None or before.chosen is None:
            return no_event(line, before)
        return Open(before.chosen, Wanted.DATE if when else Wanted.DETAIL)
    if before is not None and before.chosen and _WHETHER.fullmatch(line.folded):
        return Open(before.chosen, Wanted.DETAIL)
    return None


_WHICH = re.compile(rf"{_LEAD}(?:who|where)(?:'s| is| was| are| were) the (?P<noun>[a-z][a-z'-]+)")


def of_noun(line: Line, before: Turn | None) -> Request | None:
    """Who or where something is in the event that was just told: "who was the captain?"; None for anything else."""
    match = _WHICH.fullmatch(line.folded)
    if match is None or before is None or before.chosen is None or before.day is None:
        return None
    return OfEvent(line.part(*match.span("noun")).typed, before.chosen, before.subject or words_of(before.request))
