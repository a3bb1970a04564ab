"""Technologies named in a text, under the names that the knowledge base uses."""

import re
from functools import cache
from pathlib import Path

import knowledge
from bot.nlu import contexts
from bot.nlu.everyday import everyday_words
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit, word_list
from bot.nlu.negation import is_negated
from knowledge.yaml_file import read_yaml

FILE = Path(knowledge.__file__).with_name("technologies.yml")

# on a farm "the AI man" comes with semen, not with software
_ON_A_FARM = re.compile(r"^ (?:man|men|technician|straws?|bull)\b", re.IGNORECASE)

# who asks "am I talking to a robot" means the assistant
_THE_ASSISTANT = re.compile(
    r"\b(?:are (?:you|u)|r u|you're|is this|(?:talk|chat|speak)\w* (?:to|with))(?: just| really| only|"
    r" one of those)?"
    r"(?: an?| some| the)? $",
    re.IGNORECASE,
)
# "typo in CRM" says where a note stands
_THE_NOTES = re.compile(
    r"\b(?:typo|error|mistake|wrong|noted|logged|recorded|entry|record|as|per|down) (?:in|on|per) "
    r"(?:the |our |your )?$|(?<!no )\b(?:on|per) (?:the |our |your )?$",
    re.IGNORECASE,
)
# "CNC turned parts" is what a firm makes, not what it wants
_WHAT_IT_MAKES = re.compile(
    r"^ (?:turned|turning|milled|machined|parts|components|shop|subcon|machinists?|engineer)", re.IGNORECASE
)


@cache
def technologies() -> dict[str, str]:
    """Return the name of the technology for each way to say it; the file is read once."""
    return word_list(read_yaml(FILE), with_keys=True)


def technologies_of(text: str, hits: list[Hit]) -> list[Found]:
    """Return what the phrases stand for, and whether the text says that it is not wanted."""
    return [
        Found(
            "technology", hit.start, hit.end, technologies()[hit.phrase], is_negated(text, hit.start, hit.end)
        )
        for hit in hits
        if _is_meant(text, hit)
    ]


def _is_meant(text: str, hit: Hit) -> bool:
    if hit.phrase in everyday_words("technologies_in_capitals"):
        return text[hit.start : hit.end].isupper()
    after = contexts.after(text, hit.end)
    if technologies()[hit.phrase] in {"ai", "robotics"} and _THE_ASSISTANT.search(
        contexts.before(text, hit.start)
    ):
        return False
    if hit.phrase == "crm" and (_THE_NOTES.search(contexts.before(text, hit.start)) or after.startswith(":")):
        return False
    return not (
        (hit.phrase == "ai" and _ON_A_FARM.match(after))
        or (hit.phrase == "cnc" and _WHAT_IT_MAKES.match(after))
    )
