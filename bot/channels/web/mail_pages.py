"""The pages that links in mails lead to, rendered; they work without JavaScript."""

from bot.channels.web.pages import render
from desk.afterwards.follow_ups import Became
from desk.afterwards.links import Opened
from knowledge.storage.person_mails import Occasion

TEMPLATE_OF = {
    Occasion.FOLLOW_UP: "mail_follow_up.html",
    Occasion.CONFIRMATION: "mail_confirm.html",
    Occasion.REMINDER: "mail_stop.html",
    Occasion.CASE_NEWS: "mail_stop.html",
}


def page(opened: Opened, token: str, notice: str | None = None) -> str:
    """Return what a link leads to; what has nothing to answer can only be stopped."""
    template = TEMPLATE_OF[opened.kind]
    return render(template, opened=opened, address=_address(token), answers=[*Became], notice=notice)


def ask_to_stop(token: str) -> str:
    """Return the question whether to stop."""
    return render("mail_stop.html", address=_address(token))


def stopped() -> str:
    """Return the page that says that nothing more will come."""
    return render("mail_stopped.html")


def _address(token: str) -> str:
    return f"/f/{token}"
