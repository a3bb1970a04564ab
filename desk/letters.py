"""The mail that a delivery becomes: text for people, JSON for machines."""

import json
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from desk.brief import Brief
from desk.page import page
from desk.words import flat
from knowledge.storage.deliveries import Delivery, Kind
from knowledge.wording import say

CASE_HEADER = "X-Signpost-Case"
# what comes without the brief
NOTICES: Mapping[Kind, str] = {
    Kind.WITHDRAWAL: "utter_desk_withdrawn",
    Kind.LEAD: "utter_desk_lead",
    Kind.COLLEAGUE: "utter_desk_colleague",
}
SUBJECTS: Mapping[Kind, str] = {
    Kind.WITHDRAWAL: "utter_desk_subject_withdrawn",
    Kind.LEAD: "utter_desk_subject_reminder",
    Kind.COLLEAGUE: "utter_desk_subject_colleague",
}
SUBJECTS_WITH_BRIEF: Mapping[Kind, str] = {
    Kind.NARROWED: "utter_desk_subject_narrowed",
    Kind.REMINDER: "utter_desk_subject_reminder",
}


def letter(
    delivery: Delivery, reference: str, brief: Brief | None, sender: str, recipient: str | None
) -> EmailMessage:
    """Return the mail for one delivery; it is the same mail, with the same id, however often it is made.

    A line break in an address is refused with ValueError. The person's own address is in the text only:
    a broker who answers by mail decides to.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    if recipient is not None:
        message["To"] = recipient
    message["Subject"] = _subject(delivery, reference, brief)
    message["Date"] = format_datetime(delivery.created)
    message["Message-ID"] = f"<{delivery.id}@{sender.rpartition('@')[2]}>"
    message[CASE_HEADER] = delivery.case_id
    message["Auto-Submitted"] = "auto-generated"
    if brief is not None:
        opening = [say("utter_desk_narrowed", reference=reference)] if delivery.kind is Kind.NARROWED else []
        message.set_content("\n\n".join([*opening, page(brief)]))
        content = json.dumps(brief.pack(), indent=2).encode("ascii")
        message.add_attachment(content, "application", "json", filename=f"{reference}.json")
    else:
        message.set_content(say(NOTICES[delivery.kind], reference=reference))
    return message


def _subject(delivery: Delivery, reference: str, brief: Brief | None) -> str:
    if brief is None:
        return say(SUBJECTS[delivery.kind], reference=reference)
    if (wording := SUBJECTS_WITH_BRIEF.get(delivery.kind)) is not None:
        return say(wording, reference=reference)
    if delivery.kind is Kind.PASSED_ON and brief.team is not None:
        return say("utter_desk_subject_passed_on", reference=reference, team=flat(brief.team.name))
    return say("utter_desk_subject", reference=reference, hub=flat(brief.hub_name))
