"""The same sentences as phones, hurry and mail programs leave them; always the same for the same seed."""

import random
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

PART_OF_WORDS = 0.1
SHORTEST = 4  # letters; a slip in a shorter word makes another word
SEED = 20261124
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
AMERICAN = MappingProxyType(
    {
        "organis": "organiz", "specialis": "specializ", "digitalis": "digitaliz", "automatis": "automatiz",
        "licence": "license", "programme": "program", "labour": "labor", "colour": "color",
        "centre": "center",
        "fibre": "fiber", "cheque": "check", "tyre": "tire", "defence": "defense", "aluminium": "aluminum",
        "catalogue": "catalog", "optimis": "optimiz", "recognis": "recogniz", "favour": "favor",
        "metre": "meter", "grey": "gray", "jewell": "jewel", "mould": "mold", "realis": "realiz",
    }
)  # fmt: skip
SIGNATURE = (
    "\n\nKind regards,\nSam\n\nThe Works, 4 Station Road\nTel: 01632 960123\nwww.example.org\n\n"
    "This e-mail is confidential. If you are not the intended recipient, please delete it."
    "\nSent from my phone"
)


def typos(text: str, seed: int = SEED) -> str:
    """Return the text with a slip in a tenth of its words: a letter doubled, dropped, swapped or mistaken."""
    draw = random.Random(f"{seed}:{text}")  # noqa: S311 - no secret
    words = re.split(r"(\s+)", text)
    long = [place for place, word in enumerate(words) if len(re.sub(r"\W", "", word)) >= SHORTEST]
    for place in draw.sample(long, min(len(long), max(1, round(PART_OF_WORDS * len(long))))) if long else ():
        words[place] = _slipped(words[place], draw)
    return "".join(words)


def american(text: str, _seed: int = SEED) -> str:
    """Return the text in the spelling of the United States."""
    for british, other in AMERICAN.items():
        text = re.sub(british, other, text, flags=re.IGNORECASE)
    return text


def _slipped(word: str, draw: random.Random) -> str:
    at = draw.randrange(1, len(word) - 1)
    kind = draw.choice(("double", "drop", "swap", "neighbour"))
    if kind == "double":
        return word[:at] + word[at] + word[at:]
    if kind == "drop":
        return word[:at] + word[at + 1 :]
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _neighbour(word[at], draw) + word[at + 1 :]


def _neighbour(letter: str, draw: random.Random) -> str:
    row = next((row for row in ROWS if letter.lower() in row), letter)
    at = row.find(letter.lower())
    return draw.choice([row[i] for i in (at - 1, at + 1) if 0 <= i < len(row)] or [letter])


NOISES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "typos in 10 % of words": typos,
        "lower case": str.lower,
        "upper case": str.upper,
        "no punctuation": lambda text: re.sub(r"[.,;:!?'’\"“”()-]", "", text),
        "American spelling": american,
        "e-mail with signature": lambda text: f"Hi,\n\n{text}{SIGNATURE}",
        "emoji": lambda text: f"{text} 🙏😅",
        "sent twice": lambda text: f"{text} {text}",
    }
)
