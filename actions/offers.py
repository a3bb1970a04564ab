"""The heart of it: what fits this firm and this need, with reasons, and the ways on."""

from dataclasses import replace

from actions.adding_up import subsidies
from actions.conversation import Conversation
from actions.firm_words import barrier_words, noted, shortened
from actions.fitting import fitting
from actions.hubs import hub_card
from actions.library import Library
from actions.memory import Memory
from actions.money_named import for_purpose, named, refused
from actions.needs import ALL_MONEY, NEEDS, gives_up, markets_named, need_of, still_wanted
from actions.offer_person import offering_person
from actions.outcome import Outcome, answer, choice, joined, short_name
from actions.programmes_meant import programmes_named
from actions.questions import ask_decisive
from actions.subscribe import remind_me
from actions.ways_on import first_steps, person
from desk.cases import Reason
from knowledge.firms import Firm
from knowledge.hub_words import hub_line
from knowledge.matching import Found, Match
from knowledge.names import month, names_of
from knowledge.places import OUTSIDE
from knowledge.replies import Choice
from knowledge.wording import say

HEADINGS = {1: "utter_offer_one", 2: "utter_offer_two"}


def take_in(conversation: Conversation) -> Conversation:
    """Return the conversation with the need of this message remembered."""
    if conversation.intent not in NEEDS:
        return conversation
    memory = _without_what_is_given_up(conversation)
    if conversation.values("programme") and (names := programmes_named(conversation)):
        memory = replace(memory, subject=names[0])
    wants = _wanted(conversation) or need_of(conversation.intent).support or _kept_wants(conversation)
    typed = None if conversation.pressed else shortened(still_wanted(conversation.text), 300)
    memory = replace(
        memory, wants=wants, aim=conversation.intent, need=typed or _kept_need(conversation), distressed=False
    )
    return conversation.remembering(memory)


def offer(
    conversation: Conversation, library: Library, opening: str = "", leaving_out: tuple[str, ...] = ()
) -> Outcome:
    """Return the few programmes that fit best, why, what one may do next, and one question."""
    memory = conversation.memory
    fits = fitting(memory, library, leaving_out)
    found, missing = fits.found, _kind_missing(fits.missing)
    if not found.matches:
        return nothing_fits(conversation, library, opening)
    text = joined(opening, _outside(memory), missing, _heading(len(found.matches), more=bool(leaving_out)))
    shown = _with_near_miss(show(found.matches, memory, text, library), found)
    if memory.firm.knows("aid_received"):
        shown = shown.ending_with(subsidies(memory, [match.programme for match in found.matches]))
    return ask_decisive(shown, conversation, found.decisive_question, "find_support")


def _with_near_miss(outcome: Outcome, found: Found) -> Outcome:
    """Add what the firm would qualify for later, with the offer to be told then."""
    if not found.near_misses:
        return outcome
    miss = found.near_misses[0]
    told = say("utter_near_miss", name=miss.programme.name, once=miss.words)
    when = say("utter_near_miss_from", month=month(miss.from_month)) if miss.from_month else ""
    return outcome.ending_with(" ".join(filter(None, (told, when))), (remind_me(miss),))


def show(matches: tuple[Match, ...], memory: Memory, text: str, library: Library) -> Outcome:
    """Return cards of programmes and what one may do with them; with none, the front door instead."""
    if not matches:
        hub = library.hub(memory.firm)
        text = joined(say("utter_nothing_fits", hub=hub.name), hub_line(hub))
        return answer(memory, text, hub_card(library, hub), (person("nothing_fits"), *first_steps()[:3]))
    ids = tuple(match.programme.id for match in matches)
    showing = memory.showing(ids)
    if memory.subject in ids:  # what the person named stays what they mean
        showing = replace(showing, subject=memory.subject)
    return answer(showing, text, library.cards(matches), ways_on(matches))


def _heading(how_many: int, *, more: bool) -> str:
    return say("utter_offer_more" if more else HEADINGS.get(how_many, "utter_offer_some"))


def ways_on(matches: tuple[Match, ...]) -> tuple[Choice, ...]:
    """Return what one may do with the programmes shown."""
    return (
        *(more_about(match) for match in matches),
        choice("why_these", "explain_choice"),
        choice("more_options", "more_options"),
        choice("a_plan", "request_roadmap"),
        person(),
    )


def more_about(match: Match) -> Choice:
    """Return the choice that asks for more about one programme."""
    label = say("utter_label_more_about", name=short_name(match.programme.name))
    return Choice(label, "ask_details", (("programme", match.programme.id),))


def nothing_fits(conversation: Conversation, library: Library, opening: str = "") -> Outcome:
    """Say honestly that nothing on record fits, and offer the front door."""
    memory = conversation.memory
    hub = library.hub(memory.firm)
    shown = answer(
        replace(memory, shown=()),
        joined(opening, say("utter_nothing_fits", hub=hub.name), hub_line(hub)),
        hub_card(library, hub),
        (choice("tell_more", "ask_capabilities"), choice("find_case_studies", "find_case_studies")),
    )
    return offering_person(shown, Reason.NOTHING_FITS, library, may_ask=conversation.may_ask)


def refusing(conversation: Conversation) -> Conversation:
    """Return the conversation with the money that the message names, or without what it rules out."""
    memory = conversation.memory
    no = refused(conversation.text)
    wants = named(conversation.text) or tuple(w for w in memory.wants or ALL_MONEY if w not in no)
    if not no and not named(conversation.text):
        return conversation
    return conversation.remembering(replace(memory, wants=wants, aim=memory.aim or "find_funding"))


def _money_wanted(conversation: Conversation) -> tuple[str, ...]:
    if conversation.intent != "find_funding":
        return ()
    no = refused(conversation.text)
    suits = tuple(kind for kind in for_purpose(conversation.text) if kind not in no)
    return named(conversation.text) or suits or tuple(kind for kind in ALL_MONEY if kind not in no)


def _wanted(conversation: Conversation) -> tuple[str, ...]:
    if conversation.intent == "find_market":
        return () if conversation.pressed else markets_named(still_wanted(conversation.text))
    return _money_wanted(conversation)


def _without_what_is_given_up(conversation: Conversation) -> Memory:
    """The memory without the barriers of the need before, when another need takes its place."""
    memory, text = conversation.memory, conversation.text
    if conversation.pressed or not conversation.intent.startswith("find_") or not gives_up(text):
        return memory
    left, before = still_wanted(text).lower(), (memory.need or "").lower()
    now = {one.name for one in conversation.barriers if one.words and one.words.lower() in left}
    gone = {one.name for one in conversation.barriers} | set(need_of(memory.aim).implied)
    gone |= {one.name for one in memory.barriers if one.words and one.words.lower() in before}
    return replace(memory, barriers=tuple(b for b in memory.barriers if b.name in now or b.name not in gone))


def _kept_need(conversation: Conversation) -> str | None:
    """Words for one need do not go with another that is pressed; words that told of a problem do."""
    memory = conversation.memory
    open_still = memory.aim in (None, "describe_situation", "find_support", conversation.intent)
    return memory.need if open_still or conversation.intent == "find_support" else None


def _kind_missing(missing: frozenset[str]) -> str:
    """The honest word when one kind of money was asked for and none of that kind fits."""
    return say("utter_no_such", support=names_of("support", missing)) if missing else ""


def understood(conversation: Conversation) -> str:
    """Return back what was heard: the barriers in the person's own words, and the facts."""
    return joined(
        barriers_taken_back(conversation), _barriers_heard(conversation), _facts_heard(conversation)
    )


def barriers_taken_back(conversation: Conversation) -> str:
    """Return what is no longer counted as holding the firm back; nothing when all still is."""
    gone = conversation.taken_back
    return say("utter_heard_taken_back", barriers=barrier_words(gone)) if gone else ""


def _barriers_heard(conversation: Conversation) -> str:
    said = conversation.barriers
    if not said:
        return ""
    label = barrier_words(one.name for one in said)
    words = [shortened(one.words) for one in said if one.words]
    if not words or conversation.pressed:
        return say("utter_heard_barriers", barriers=label)
    quoted = say("utter_label_quote_and").join(dict.fromkeys(words[:2]))
    return say("utter_heard_words", words=quoted, barriers=label)


def _facts_heard(conversation: Conversation) -> str:
    firm = conversation.memory.firm
    facts = noted(firm, [name for name in conversation.news if not _is_outside(firm, name)])
    return say("utter_heard_facts", facts=facts) if facts else ""


def _outside(memory: Memory) -> str:
    return say("utter_outside") if _is_outside(memory.firm, "places") else ""


def _is_outside(firm: Firm, name: str) -> bool:
    """That is said in a sentence of its own."""
    return name == "places" and firm.places == (OUTSIDE,)


def _kept_wants(conversation: Conversation) -> tuple[str, ...]:
    """A problem told in passing leaves open what was asked for; asking for help in general does not."""
    return conversation.memory.wants if conversation.intent == "describe_situation" else ()
