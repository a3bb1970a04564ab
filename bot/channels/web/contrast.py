"""How much one colour stands out from another, as WCAG 2.2 measures it."""

import re

ENOUGH = 4.5
STRAIGHT_UNTIL = 0.04045  # darker than this, light grows in a straight line
HEX = re.compile(r"#[0-9a-fA-F]{6}")


def contrast(one: str, other: str) -> float:
    """Return the ratio of two colours such as #0a5a4c, from 1 (the same) to 21 (black on white).

    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= STRAIGHT_UNTIL else float(((part + 0.055) / 1.055) ** 2.4)
