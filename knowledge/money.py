"""Money on offer, in words."""

from knowledge.names import pounds
from knowledge.records import Funding
from knowledge.wording import say


def money(funding: Funding) -> str:
    """Return what a record says of the money; a part that it does not state is left out."""
    parts = [_amount(funding)]
    if funding.share_of_cost_percent is not None:
        parts.append(say("utter_label_money_share", percent=f"{funding.share_of_cost_percent:g}"))
    if funding.repayable:
        parts.append(say("utter_label_money_repaid"))
    return ", ".join(parts)


def _amount(funding: Funding) -> str:
    least, most = funding.min_gbp, funding.max_gbp
    if least and most:
        return say("utter_label_money_between", min=pounds(least), max=pounds(most))
    if most:
        return say("utter_label_money_max", max=pounds(most))
    if least:
        return say("utter_label_money_min", min=pounds(least))
    return say("utter_label_money_unknown")
