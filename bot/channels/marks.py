"""Signs that channels take for bold, italics, code or a link, written so that they stand for themselves."""

import re

LOOK_ALIKE = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ʼ"})  # look the same and mean nothing
_URL = re.compile(r"https?://\S+")
_MARK = re.compile(r"(?<![^\W_])[*_~`]+|[*_~`]+(?![^\W_])")
_LINK = re.compile(r"\](?=[(\[])")


def unmarked(text: str) -> str:
    """Return a text in which nothing is taken for bold, italics or code; addresses stay as they are.

    A mark between two letters or digits means nothing and stays as well.
    """
    kept, end = [], 0
    for url in _URL.finditer(text):
        kept += [_unmarked(text[end : url.start()]), url[0]]
        end = url.end()
    return "".join([*kept, _unmarked(text[end:])])


def unlinked(text: str) -> str:
    """Return a text in which no words lead elsewhere than they say; what is put in between is unseen."""
    return _LINK.sub("]\u2060", text)


def _unmarked(text: str) -> str:
    return _MARK.sub(lambda found: found[0].translate(LOOK_ALIKE), text)
