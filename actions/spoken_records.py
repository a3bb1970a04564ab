"""Fields of a programme's record in plain words; what no source states is said to be unknown."""

from knowledge.money import money as funding_in_words
from knowledge.names import day_in_words, listed, month, name_of, names_of
from knowledge.records import Programme, Status, Window
from knowledge.wording import say


def last_known(programme: Programme) -> str:
    """Return when a source last showed the programme running."""
    if programme.last_known is None:
        return say("utter_last_known_never")
    return say("utter_last_known", month=month(programme.last_known))


def last_seen(programme: Programme) -> str:
    """Return when a source last showed a programme running that has closed since; nothing when none did."""
    return say("utter_last_seen", month=month(programme.last_known)) if programme.last_known else ""


def money(programme: Programme) -> str:
    """Return what it pays or lends, as far as a source states it."""
    return say("utter_money_none") if programme.funding is None else funding_in_words(programme.funding)


def price(programme: Programme) -> str:
    """Return what the firm pays for it."""
    return name_of("price", programme.price)


def window(programme: Programme) -> str:
    """Return when applications are taken, as far as a source states it."""
    return " ".join(part for part in (_status(programme), _dates(programme.window)) if part)


def how_to_apply(programme: Programme) -> str:
    """Return how to go about it."""
    return programme.how_to_apply or say("utter_apply_unknown")


def contact(programme: Programme) -> str:
    """Return the ways to reach the provider that are on record."""
    ways = [
        say(f"utter_label_by_{way}", value=value)
        for way in ("phone", "email", "url")
        if (value := getattr(programme.contact, way))
    ]
    return listed(ways, "utter_label_or") or say("utter_contact_unknown")


def support(programme: Programme) -> str:
    """Return the kinds of support."""
    return listed(name_of("support", name) for name in sorted(programme.support))


def where(programme: Programme) -> str:
    """Return whom it serves by place."""
    if not programme.places:
        return name_of("place", "uk")
    return names_of("place", programme.places)


def sectors(programme: Programme) -> str:
    """Return whom it serves by sector."""
    if not programme.sectors:
        return say("utter_label_any_sector")
    return names_of("sector", programme.sectors)


def _status(programme: Programme) -> str:
    if programme.status is Status.OPEN and programme.window.rolling:
        return say("utter_window_rolling")
    return say(f"utter_window_{programme.status}")


def _dates(window: Window) -> str:
    parts = []
    if window.opens:
        parts.append(say("utter_window_opens", day=day_in_words(window.opens)))
    if window.closes:
        parts.append(say("utter_window_closes", day=day_in_words(window.closes)))
    if not parts and not window.rolling:
        parts.append(say("utter_window_no_dates"))
    return " ".join(parts)
