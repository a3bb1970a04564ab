"""What the agents read of a case: who asks, the brief as a private note, and the transcript after it."""

import hashlib
from collections.abc import Iterator

from desk.brief import Brief
from desk.cases import Case, Person
from desk.chatwoot.api import Message
from desk.chatwoot.events import CASE_ATTRIBUTE
from desk.chatwoot.markdown import to_markdown
from desk.page import conversation, structured
from desk.words import flat
from knowledge.identities import PHONE
from knowledge.identities import contact as known_by
from knowledge.wording import say

REACH = ("email", "phone_number")
LONGEST_NOTE = 20_000  # Chatwoot takes 150,000, which nobody reads


def identifier(case: Case) -> str:
    """Return how we know the person again in Chatwoot; nobody finds the conversation by it."""
    return f"signpost-{hashlib.sha256(case.conversation_id.encode()).hexdigest()[:32]}"


def contact(case: Case, person: Person) -> dict[str, str]:
    """Return the contact that Chatwoot gets: no more of it than the person agreed to."""
    values = {
        "identifier": identifier(case),
        "name": flat(person.name or "") or say("utter_chatwoot_no_name", reference=case.reference),
        "email": person.email,
        "phone_number": _e164(person.phone or ""),
    }
    return {name: value for name, value in values.items() if value}


def taken_off(case: Case, person: Person) -> dict[str, str | None]:
    """Return what goes from a contact: all that may not be passed on, and nothing that may stay.

    One contact serves all requests of a chat, so that it goes from it for all of them: what another one may
    still show stands in its brief.
    """
    left = contact(case, person)
    gone: dict[str, str | None] = {name: None for name in REACH if name not in left}
    return gone if person.name else {"name": left["name"], **gone}


def attributes(brief: Brief, case_id: str) -> dict[str, str]:
    """Return what stands beside the conversation."""
    return {
        CASE_ATTRIBUTE: case_id,
        "signpost_reference": brief.reference,
        "signpost_hub": brief.hub_name,
        "signpost_reason": say(f"utter_reason_desk_{brief.reason}"),
        "signpost_route": say(f"utter_reason_desk_{brief.route}"),
    }


def notes(brief: Brief, case_id: str, delivery_id: str) -> list[Message]:
    """Return the brief, and in as many notes as it takes what was said before; of each delivery once.

    When a case is passed on within the same inbox its agents read the brief as it then is.
    """
    told = [*_parts(structured(brief)), *(_parts(conversation(brief)) if brief.transcript else ())]
    return [
        private(case_id, f"brief:{delivery_id}:{number}", text) for number, text in enumerate(told, start=1)
    ]


def private(case_id: str, name: str, text: str) -> Message:
    """Return a note for the agents alone."""
    return Message(source_id(case_id, name), to_markdown(text), private=True)


def source_id(case_id: str, name: str) -> str:
    """Return how one message of a case is known again."""
    return f"signpost:{case_id}:{name}"


def _parts(text: str) -> Iterator[str]:
    """Yield text in pieces of whole lines; a line that is too long by itself is cut."""
    part: list[str] = []
    size = 0
    for line in _lines(text):
        if part and size + len(line) + 1 > LONGEST_NOTE:
            yield "\n".join(part)
            part, size = [], 0
        part.append(line)
        size += len(line) + 1
    yield "\n".join(part)


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield line[:LONGEST_NOTE]
        for start in range(LONGEST_NOTE, len(line), LONGEST_NOTE):
            yield line[start : start + LONGEST_NOTE]


def _e164(phone: str) -> str | None:
    found = known_by(phone)
    return found.value if found is not None and found.kind == PHONE else None
