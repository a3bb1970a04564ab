"""Replies and records that mean harm, the same ones for the same seed: markup, floods, odd and endless text.

What runs in a browser would set `window.__hacked`, ask something, or fetch from evil.example.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from knowledge.cards import card_for
from knowledge.records import Condition, Contact, Eligibility, Programme
from knowledge.replies import Card
from knowledge.storage.outbox import Button, Shown
from tests.knowledge.factories import make_programme

ALL = 5_000
SEED = 20_261_130
TODAY = date(2026, 11, 30)

WORDS = (
    "we need money",
    "Ada Example",
    "a new press",
    "up to £5,000",
    "Größe",
    "مرحبا بكم",
    "שלום",
    "日本語",
)
HTML = (
    "<script>window.__hacked=1</script>",
    "<img src=x onerror=window.__hacked=1>",
    "<svg/onload=window.__hacked=1>",
    "<svg><animate onbegin=window.__hacked=1 attributeName=x dur=1s>",
    "</textarea></title></style></script><iframe src='javascript:window.__hacked=1'>",
    "\"><input autofocus onfocus='window.__hacked=1'>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=https://evil.example/x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>here</a><base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<link rel=stylesheet href=https://evil.example/a.css><style>@import'https://evil.example/b.css'</style>",
    "<form action=https://evil.example/><button>Send</button></form>",
    "&lt;b&gt; &#x3c;script&#x3e; &amp;amp; &nbsp; &zwnj",
    "<!-- ]]> --!><![CDATA[ <b>x</b> ]]>",
    "<slot name=x></slot><template><p>x</p></template><signpost-chat></signpost-chat>",
)
TEMPLATES = (
    "{{7*7}}",
    "${7*7} ${$root} ${if(true,'x','y')}",
    "{% for x in y %}{{ x }}{% endfor %} {#",
    "{{constructor.constructor('window.__hacked=1')()}}",
    "{{DATE(2017-02-14T06:08:39Z, SHORT)}} {{TIME(2017-02-14T06:08:39Z)}}",
    "%s %n %(name)s {0} {name} <%= 7*7 %> #{7*7}",
    "{name}{values}{0.__class__}",
)
MARKDOWN = (
    "[a link](javascript:alert(1))",
    "[a link](https://evil.example/)",
    "![x](https://evil.example/x.png)",
    "**bold** _slanted_ ~struck~ `code` ```block```",
    "*a* _b_ ~c~ *_~`*",
    "# Heading\n> quoted\n- point\n1. first\n\n---",
    "|a|b|\n|-|-|\n|c|d|",
    "<at>Everyone</at> @channel <at id='0'>Ada</at>",
    "<https://evil.example/> &<b>",
)
LINKS = (
    "javascript:window.__hacked=1",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "//evil.example/x",
    "https://example.org/a_b*c*~d~`e`?x=1&y=<b>#'\"",
    "https://user:secret@evil.example:8443/",
    "https://[::1/ http:// https://. https://%00",
    "https://example.org/\u202egpj.exe",
    "https://exаmple.org/",
    "mailto:ada@example.org?bcc=x file:///etc/passwd blob:https://x",
)
INVISIBLE = (
    "\u202eevil\u202c",
    "\u202e\u202e\u202enever closed",
    "\u2066\u2067\u2068isolates",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u200b" * 40,
    "a\u200bb\u00adc",
    "\U000e0041\U000e0042\U000e007f",
    "\u061c\u200e\u200f",
)
CONTROLS = (
    "\x00",
    "\x07\x08\x1b[31mred\x1b[0m",
    "\x7f\x80\x9f",
    "a\x00b\x00c",
    "\ud800",
    "\udfff\ud83d",
    "\ufffe\uffff\ufdd0",
    "\U0010ffff",
    "\r\n\r",
    "\u2028\u2029\x85\x0b\x0c",
    "\t\t\t    \t",
    "\n" * 30,
)
FLOODS = (
    "e" + "\u0301" * 60,
    "Z" + "\u0300\u0316\u0334\u0489" * 30,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466" * 8,
    "\U0001f1ec\U0001f1e7" * 20,
    "\U0001f44d\U0001f3fd" * 20,
    "\u200d" * 30,
    "x" * 300,
    "﷽" * 30,
    "W" * 90 + " " + "." * 90,
    "https://example.org/" + "y" * 250,
    "💥" * 60,
)
KINDS = (HTML, TEMPLATES, MARKDOWN, LINKS, INVISIBLE, CONTROLS, FLOODS)
NOTHING = ("", " ", "\n", "\u200b", "\x00", "\ud800")


def replies(how_many: int = ALL, seed: int = SEED) -> list[Shown]:
    """Return replies: most are of one kind of harm in each place, some are empty, endless or a record."""
    chance = random.Random(seed)
    return [_reply(chance, number) for number in range(how_many)]


def texts(how_many: int, seed: int = SEED) -> list[str]:
    """Return texts that somebody may type."""
    chance = random.Random(seed)
    return [text(chance) for _ in range(how_many)]


def text(chance: random.Random) -> str:
    """Return one text: harm of any kinds between words, sometimes nothing, sometimes far too much."""
    dice = chance.random()
    if dice < 0.04:
        return chance.choice(NOTHING)
    pieces = [chance.choice(chance.choice((*KINDS, WORDS))) for _ in range(chance.randint(1, 3))]
    joined = chance.choice(("", " ", "\n", "\n\n")).join([*pieces, chance.choice(WORDS)])
    return joined * chance.randint(20, 60) if dice > 0.99 else joined


def programme(chance: random.Random, number: int = 0) -> Programme:
    """Return a record with harm in each of its words; its id and what is chosen from lists are as usual."""
    named = make_programme(f"p-{number}", provider=text(chance), summary=text(chance))
    url = chance.choice((*LINKS, "https://example.org/"))
    reached, asked = Contact(url, text(chance), text(chance)), (Condition(text(chance)),) * 2
    eligibility = Eligibility(conditions=asked)
    return replace(named, name=text(chance), contact=reached, eligibility=eligibility)


def _reply(chance: random.Random, number: int) -> Shown:
    dice = chance.random()
    if dice < 0.02:
        return Shown("")
    if dice < 0.2:
        return Shown(text(chance), (card_for(programme(chance, number), TODAY),), _choices(chance, number))
    cards = [_card(chance, number) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
    if dice > 0.995:
        cards *= 12
    notices = tuple(text(chance) for _ in range(chance.choice((0, 0, 0, 1))))
    return Shown(text(chance), tuple(cards), _choices(chance, number), notices)


def _card(chance: random.Random, number: int) -> Card:
    return Card(
        chance.choice((f"p{number}", text(chance))),
        chance.choice(
            ("programme", "step", "event", "hub", "comparison", "plan", "constructor", "__proto__")
        ),
        text(chance),
        text(chance),
        tuple((text(chance), text(chance)) for _ in range(chance.choice((0, 1, 2)))),
        chance.choice((None, "", "/plans/x", *LINKS, text(chance))),
        chance.choice((None, "Public", text(chance))),
        table=tuple(_table(chance)) if chance.random() < 0.15 else (),
    )


def _table(chance: random.Random) -> Iterator[tuple[str, ...]]:
    for _ in range(chance.randint(1, 4)):
        yield tuple(text(chance) for _ in range(chance.choice((0, 2, 3, 3, 3, 6))))


def _choices(chance: random.Random, number: int) -> tuple[Button, ...]:
    how_many = 45 if chance.random() < 0.005 else chance.choice((0, 0, 1, 2, 4))
    labels: Sequence[str] = [chance.choice(("Yes", "yes", text(chance))) for _ in range(how_many)]
    return tuple(Button(label, f"{number}-{place}") for place, label in enumerate(labels))
