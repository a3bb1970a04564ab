"""What the real thing would refuse."""


class Illegal(ValueError):
    """This payload is against the documented limits: correct what made it; the message says which rule."""


def need(holds: object, rule: str) -> None:
    """Raise Illegal with the rule unless it holds."""
    if not holds:
        raise Illegal(rule)
