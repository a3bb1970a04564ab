"""Which of the programmes a person turns down, and in which words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from actions.conversation import FALLBACK, Conversation
from actions.firm_words import shortened
from actions.handoff import TAKERS
from actions.memory import Memory, Said
from actions.money_named import refused
from actions.programmes_meant import (
    BARE,
    NUMBERED,
    ORDINAL,
    SEVERAL,
    by_position,
    programmes_meant,
    programmes_refused,
)

LONGEST = 120
# these ask for something of a programme: whoever wants to know has it in mind again
ABOUT_ONE = frozenset({"ask_details", "ask_eligibility", "ask_how_to_apply", "ask_deadline", "ask_cost"})
SPEAK_OF_WHAT_WAS_SHOWN = frozenset(
    {"deny", "more_options", "request_human", "give_feedback", "explain_choice", FALLBACK}
)
NOT_OF_PROGRAMMES = frozenset(
    {"privacy_request", "urgent_distress", "subscribe_updates", "report_wrong_information", "start_over"}
)
_THE = r"(?:the (?:first|second|third|fourth|last|other))"
_IT = rf"(?:it|that|this|them|those|these|'?em|any|both|all|one|ones|{_THE})"
_SAYS_NO = re.compile(
    r"\bnot (?:really |quite |exactly |at all )?(?:for (?:us|me|them|him|her|a|an|our|my)\b|right\b|suit\w*"
    r"|relevant|interested|our (?:sort|kind|type|thing)|my (?:sort|kind|type|thing)|what (?:we|i)\b|worth"
    rf"|any good|(?:that|this) one\b|(?:them|those|these|'?em|{_THE})\b)"
    r"|\bno (?:good|use) (?:to|for)\b|\bout of the question\b"
    r"|\b(?:doesn'?t|does not|don'?t|do not|didn'?t|did not|won'?t|wouldn'?t)"
    r" (?:suit|fit us|work for|appeal)\b"
    rf"|\b(?:don'?t|do not|won'?t|wouldn'?t) (?:want|like|need|fancy|apply for|go for) (?:any of )?{_IT}\b"
    r"|\b(?:none|neither|nothing) (?:of|there|here)\b|^\W*(?:neither|none)\W*$"
    rf"|\b(?:give|giving) {_IT} a miss\b|\b(?:leave|rule|ruled) {_IT}(?: one)? out\b"
    r"|\b(?:forget|skip|drop) (?:those|these|them|the (?:first|second|third|fourth|last))\b"
    rf"|\bdon'?t bother with {_IT}\b",
    re.IGNORECASE,
)
_HAD_IT = re.compile(
    r"\balready (?:had|done|got|tried|used|been|on|have|applied|claimed)\b"
    r"|\b(?:had|done|got|tried|used|been on|been through|been turned down for|exhausted|claimed|applied for)"
    rf" (?:all (?:of )?|both (?:of )?)?{_IT}\b",
    re.IGNORECASE,
)
_WAS_REFUSED = re.compile(
    r"\b(?:turned|knocked) (?:us|me|them|him|her) (?:down|back)\b"
    r"|\b(?:rejected|refused|declined) (?:us|me)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:none|neither|nothing|they|them|those|these|'?em|both|all|any)\b", re.IGNORECASE)
_ONE = re.compile(r"\b(?:it|that|this)\b", re.IGNORECASE)
_NO_PLACE = re.compile(
    r"\b(?:last|first|second) (?:year|month|week|time|round|spring|summer|autumn|winter|one of)s?\b"
    r"|\bat (?:first|last)\b|\btop[ -]?up\b|\bbottom line\b",
    re.IGNORECASE,
)
_OF_A_CALL = re.compile(
    r"\b(?:ring|call|phone|number|e-?mail|contact|details|person|people|human|adviser|somebody|anybody|anyone)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.!?;\n]+[.!?;]?")


@dataclass(frozen=True)
class _Clause:
    text: str
    sentence: str

    def turns_down(self) -> bool:
        return bool(_SAYS_NO.search(self.text) or _HAD_IT.search(self.text))


def noting_what_is_turned_down(conversation: Conversation) -> Conversation:
    """Return the conversation with the programmes remembered that this message turns down.

    One that is asked about again is not turned down any more. With a question open only what is named,
    pointed at or said of all of them counts: a no is the answer to the question.
    """
    memory = conversation.memory
    said = turned_down(conversation)
    kept = {one.name: one for one in memory.rejected}
    if not said and conversation.intent in ABOUT_ONE:
        for again in programmes_meant(conversation):
            kept.pop(again, None)
    kept |= {one.name: one for one in said}
    return conversation.remembering(replace(memory, rejected=tuple(kept.values())))


def turned_down(conversation: Conversation) -> tuple[Said, ...]:
    """Return the programmes that a message turns down, each with the sentence that does so."""
    question = conversation.memory.question
    in_handoff = question is not None and question.kind in TAKERS
    if conversation.pressed or in_handoff or conversation.intent in NOT_OF_PROGRAMMES:
        return ()
    said = {one.name: one for clause in _clauses(conversation.text) for one in _said(clause, conversation)}
    if not said and question is None and _is_a_bare_no(conversation):
        memory = conversation.memory
        ids = (memory.subject,) if memory.subject else memory.shown
        said = {one: _quoting(one, conversation.text) for one in ids}
    return tuple(said.values())


def _said(clause: _Clause, conversation: Conversation) -> Iterator[Said]:
    if clause.sentence.endswith("?") and clause.text.endswith("?"):
        return
    text = clause.sentence
    named = _named_in(clause.text, conversation)
    yield from (_quoting(one, text) for one in programmes_refused(conversation) if one in named)
    if clause.turns_down():
        yield from (_quoting(one, text) for one in _meant(clause, conversation))
    elif _WAS_REFUSED.search(clause.text):
        yield from (_quoting(one, text) for one in named)


def _meant(clause: _Clause, conversation: Conversation) -> tuple[str, ...]:
    """Return what is named or pointed at, else what it can only be of that which was shown."""
    there = _named_in(clause.text, conversation) or _pointed_at(clause.text, conversation.memory.shown)
    of_the_shown = conversation.intent in SPEAK_OF_WHAT_WAS_SHOWN
    return there or (_referred_to(clause, conversation.memory) if of_the_shown else ())


def _referred_to(clause: _Clause, memory: Memory) -> tuple[str, ...]:
    if _ALL.search(clause.text):
        return memory.shown
    if memory.question is not None:
        return ()
    before = _pointed_at(clause.sentence, memory.shown) if _ONE.search(clause.text) else ()
    if before or memory.subject or len(memory.shown) == 1:
        return before or (memory.subject or memory.shown[0],)
    return () if _ONE.search(clause.text) else memory.shown


def _named_in(text: str, conversation: Conversation) -> tuple[str, ...]:
    lower = text.lower()
    found = [e for e in conversation.entities if e.name == "programme" and e.text.lower() in lower]
    ids = (one for e in found for one in (e.value if isinstance(e.value, list) else [e.value]))
    return tuple(dict.fromkeys(map(str, ids)))


def _pointed_at(text: str, shown: tuple[str, ...]) -> tuple[str, ...]:
    plain = _NO_PLACE.sub(" ", text.lower())
    if not any(pattern.search(plain) for pattern in (SEVERAL, ORDINAL, NUMBERED)):
        return ()  # a number alone counts people or pounds as well
    return by_position(plain if NUMBERED.search(plain) else BARE.sub(" ", plain), shown)


def _is_a_bare_no(conversation: Conversation) -> bool:
    """Is it a no and nothing else, or one of other words than ours?"""
    if any(clause.turns_down() for clause in _clauses(conversation.text)):
        return False
    other = _OF_A_CALL.search(conversation.text) or refused(conversation.text)
    return conversation.intent == "deny" and not other


def _clauses(text: str) -> Iterator[_Clause]:
    for sentence in _SENTENCE.findall(text.replace("’", "'")):
        for part in re.split(r",|\bbut\b|\bso\b", sentence):
            yield _Clause(part.strip(), sentence.strip())


def _quoting(programme_id: str, words: str) -> Said:
    return Said(programme_id, shortened(words, LONGEST))
