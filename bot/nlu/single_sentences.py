"""The sentences of a message one by one: among several, each says its barrier louder alone."""

from bot.nlu.clauses import sentences

# chosen on sentences left out and looked at on the development sets: docs/decisions/0005
SHARE = 0.2  # of a barrier's score that is the loudest sentence's; the rest is the whole message's
LOUDEST = 1.2  # a score that hardly any sentence reaches: told is 1
FEWEST_WORDS = 3
MOST, LONGEST = 6, 800  # sentences and characters: each sentence takes three milliseconds


def single_sentences(text: str) -> list[str]:
    """Return the first sentences of a message that has several; none of one that has not."""
    found = [text[a:b] for a, b in sentences(text[:LONGEST]) if len(text[a:b].split()) >= FEWEST_WORDS]
    return found[:MOST] if len(found) > 1 else []
