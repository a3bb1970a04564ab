"""The shapes of what the API takes and gives, as JSON schemas."""

from typing import Any

from bot.channels.incoming import LONGEST_TEXT
from knowledge.storage.conversations import Owner
from knowledge.storage.outbox import Sender

Piece = dict[str, Any]


def record(description: str, needed: Piece, **optional: Piece) -> Piece:
    """Return the schema of an object; what is not named is not there."""
    return {
        "type": "object",
        "description": description,
        "properties": {**needed, **optional},
        "required": list(needed),
        "additionalProperties": False,
    }


def many(of: Piece) -> Piece:
    """Return the schema of a list."""
    return {"type": "array", "items": of}


def ref(name: str) -> Piece:
    """Return a pointer to another schema."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Piece = {"type": "string"}
MAYBE: Piece = {"type": ["string", "null"]}
FLAG: Piece = {"type": "boolean"}
OWNER: Piece = {"enum": [str(owner) for owner in Owner]}
SHOWN: Piece = {
    "id": TEXT,
    "from": {"enum": [str(sender) for sender in Sender]},
    "text": TEXT,
    "cards": many(ref("Card")),
    "choices": many(ref("Choice")),
    "notices": many(TEXT),
}
LINE: Piece = {"type": "integer", "minimum": 1}
READ: Piece = {
    "type": "integer",
    "minimum": 0,
    "description": "The number of the last row that whoever talks to the person has seen.",
}
TOKEN: Piece = {
    "type": "string",
    "description": "Use this one from now on, in place of the one that was sent.",
}

SCHEMAS: dict[str, Piece] = {
    "Message": {
        **record(
            "One message: a text or a choice, never both.",
            {"message_id": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,100}$"}},
            text={"type": "string", "description": f"At most {LONGEST_TEXT} characters are read."},
            choice={"type": "string", "description": "The id of a choice that was offered."},
        ),
        "oneOf": [{"required": ["text"]}, {"required": ["choice"]}],
    },
    "Start": {
        "type": "object",
        "description": "Where the chat is embedded.",
        "properties": {"site": {"type": "string", "description": "The id of the site, from its snippet."}},
    },
    "Site": record(
        "How the chat is on one site; what is null is as the widget has it.",
        {
            "name": MAYBE,
            "greeting": MAYBE,
            "language": TEXT,
            "contact": {
                "type": "string",
                "description": "Whom people can ask while the chat cannot be reached.",
            },
            "colours": record(
                "Accents and the text on them.",
                dict.fromkeys(("accent", "text", "accent_dark", "text_dark"), MAYBE),
            ),
        },
    ),
    "Card": record(
        "One thing shown: a programme, an event, a case study, a step, a front door.",
        {
            "id": TEXT,
            "kind": TEXT,
            "title": TEXT,
            "text": TEXT,
            "lines": many({"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2}),
            "url": {
                **MAYBE,
                "description": "The record's; of a kept plan its page, from the root of this site.",
            },
            "badge": MAYBE,
            "version": TEXT,
            "table": many(many(TEXT)),
        },
    ),
    "Choice": record("A button; send its `choice` back.", {"label": TEXT, "choice": TEXT}),
    "Reply": record("One answer.", SHOWN),
    "Row": record(
        "One row of the transcript.",
        {
            "seq": LINE,
            "at": {"type": "string", "format": "date-time"},
            "in_reply_to": MAYBE,
            **SHOWN,
        },
    ),
    "Started": record(
        "A conversation was opened.",
        {"id": TEXT, "token": TEXT, "replies": many(ref("Reply")), "owner": OWNER, "pending": FLAG},
    ),
    "Answer": record(
        "What was answered; `pending` when the answer itself is still to come, as a live event.",
        {"replies": many(ref("Reply")), "owner": OWNER, "pending": FLAG},
        token=TOKEN,
    ),
    "History": record(
        "What was said and what is noted.",
        {
            "id": TEXT,
            "owner": OWNER,
            "broker_read": READ,
            "messages": many(ref("Row")),
            "profile": {"type": "object"},
            "barriers": many({"type": "object"}),
            "wants": many(TEXT),
            "shown": many(TEXT),
            "case": {"type": ["object", "null"]},
        },
        token=TOKEN,
    ),
    "Read": record("The person has had this row of the transcript on their screen.", {"seq": LINE}),
    "ReadNoted": record("It is noted.", {"read": LINE}),
    "Erased": record("What was kept is deleted.", {"erased": FLAG}),
    "Found": record(
        "A page of a list of programmes.",
        {
            "programmes": many(ref("Card")),
            "next": {**MAYBE, "description": "The cursor of the next page; null on the last one."},
            "total": {"type": "integer", "minimum": 0, "description": "How many there are on all pages."},
        },
    ),
    "Alive": record("This process answers.", {"alive": FLAG}),
    "Ready": record(
        "What is ready and what is not.",
        {
            "ready": FLAG,
            "engine": FLAG,
            "model": MAYBE,
            "actions": FLAG,
            "database": FLAG,
            "oldest_waiting_seconds": {"type": ["number", "null"]},
        },
    ),
    "Error": record(
        "What went wrong, and what to do next.",
        {
            "error": record(
                "The case.",
                {"code": TEXT, "message": TEXT},
                field={"type": "string", "description": "The field that is not understood."},
            )
        },
    ),
}
