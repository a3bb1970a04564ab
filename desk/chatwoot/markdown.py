"""Between plain text, which people write, and the Markdown that Chatwoot shows and its agents write."""

import html
import re

_ACTIVE = re.compile(r"[\\`*\[\]<>{}&~]|(?<=\{)%|(?<![^\W_])_|_(?![^\W_])|^[#=]", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BREAK = re.compile(r"\\\n|<br\s{0,3}/?>|[ \t]{2,20}\n", re.IGNORECASE)
# every run is bounded, as in desk/redaction.py
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\(([^()\s]{1,2000})[^()\n]{0,200}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,2000})[^()\n]{0,200}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,2000})>")
_HEADING = re.compile(r"^#{1,6} +", re.MULTILINE)
_STRONG = re.compile(r"(?<!\w)(\*\*|__|~~|\*|_|`)(?=\S)([^*_~`\n]{1,2000}?)(?<=\S)\1(?!\w)")
_DEEPEST = 3
# stands for a sign that an agent escaped, while marks are looked for; Relay would take it out anyway
_KEPT = 0xF0000


def to_markdown(text: str) -> str:
    """Return text so that Chatwoot shows it as it is: no mark, no link in disguise, no template of Liquid.

    Chatwoot fills Liquid in where something is from us, a private note too, so braces are escaped as well.
    """
    return _ACTIVE.sub(lambda found: f"\\{found[0]}", text)


def to_plain(text: str) -> str:
    """Return what an agent wrote without Markdown and HTML; of a link its words and its address stay."""
    text = _ESCAPED.sub(lambda found: chr(_KEPT + ord(found[1])), text)
    text = _BREAK.sub("\n", text)
    text = _ADDRESS.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _IMAGE.sub(r"\1", text)
    text = _LINK.sub(lambda found: _link(found[1], found[2]), text)
    text = _HEADING.sub("", text)
    for _ in range(_DEEPEST):
        text = _STRONG.sub(r"\2", text)
    return "".join(map(_unkept, html.unescape(text))).strip()


def _link(words: str, address: str) -> str:
    shown = address.removeprefix("mailto:")
    return words if words in (address, shown) else f"{words} ({shown})"


def _unkept(sign: str) -> str:
    return chr(ord(sign) - _KEPT) if _KEPT <= ord(sign) < _KEPT + 128 else sign
