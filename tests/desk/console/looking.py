"""Where a case stands in the console, and what is in the database, for tests."""

from desk.casebook import Casebook
from knowledge.storage.outbox import Outbox


def address(case, act=""):
    return f"/desk/cases/{case.id}{'/' + act if act else ''}"


def state(database, case):
    with database.reading() as session:
        return Casebook(session).get(case.id).state


def said(database):
    with database.reading() as session:
        return [(one.sender, one.shown.text) for one in Outbox(session).after("c1")]
