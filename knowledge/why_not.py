"""Why a programme was not offered: what shuts the firm out, what else it is for, or what came before it."""

from datetime import date

from knowledge.eligibility import Assessment, assess
from knowledge.firms import Firm
from knowledge.names import month, name_of, names_of
from knowledge.needs import Need, Reason
from knowledge.purposes import is_told
from knowledge.records import Programme, Status
from knowledge.rules import field_of


def why_not(programme: Programme, firm: Firm, need: Need, today: date) -> Reason:
    """Return the first thing that stands in the way; where nothing does, that others came nearer."""
    assessed = assess(programme, firm, today)
    return (
        _not_on_offer(programme)
        or _shut_out(assessed, firm)
        or _for_something_else(programme, need)
        or _open_still(programme, assessed)
        or Reason.of("not_the_nearest")
    )


def _not_on_offer(programme: Programme) -> Reason | None:
    if programme.withheld is not None:
        return Reason.of("not_for_firms")
    if programme.status is not Status.CLOSED:
        return None
    if programme.last_known is None:
        return Reason.of("not_closed")
    return Reason.of("not_closed_since", month=month(programme.last_known))


def _shut_out(assessed: Assessment, firm: Firm) -> Reason | None:
    """The rule, and the person's own words that it was held against, so that a slip can be put right."""
    rule = assessed.not_met()
    if rule is None:
        return None
    said = dict(firm.own_words).get(field_of(rule.name) or "")
    if said is None:
        return Reason.of("not_by_rule", rule=rule.words)
    return Reason.of("not_by_rule_said", rule=rule.words, said=said)


def _for_something_else(programme: Programme, need: Need) -> Reason | None:
    if need.wants and programme.support.isdisjoint(need.wants):
        return Reason.of("not_what_was_asked", offers=names_of("support", programme.support))
    if need.barriers and not need.wants and programme.barriers.isdisjoint(need.barriers):
        helps = sorted(name_of("barrier", one) for one in programme.barriers)
        return Reason.of("not_what_holds_back", helps="; ".join(helps))
    if programme.purpose and is_told(programme.purpose, need.words) is False:
        return Reason.of("not_this_purpose", purpose=programme.purpose.only_for)
    return None


def _open_still(programme: Programme, assessed: Assessment) -> Reason | None:
    if programme.status is Status.PAUSED:
        return Reason.of("not_while_paused")
    unknown = assessed.unknown()
    return Reason.of("not_yet_known", rule=unknown[0].words) if unknown else None
