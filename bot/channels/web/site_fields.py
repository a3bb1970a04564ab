"""The fields of a site as an operator writes them, and what each may be."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from bot.channels.web.contrast import ENOUGH, HEX, contrast
from bot.channels.web.sites import Colours, Site

LONGEST_GREETING = 300
LONGEST_NAME = 60
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# what stands behind links and buttons in the chat (look/theme.js)
SURFACE, SURFACE_DARK = "#ffffff", "#1a2320"
_HOST = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+|\[[0-9a-f:]+\]")


def _origin(text: str) -> str:
    """Return the origin as browsers write it, or raise ValueError."""
    what = f"{text!r} is no origin: it takes https:// and a host in small letters, without a path"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ValueError(what) from None
    host = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc
    if not _HOST.fullmatch(host) or text != f"{parts.scheme}://{parts.netloc}":
        raise ValueError(what)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise ValueError(f"{text!r} must begin with https://")
    if (parts.scheme, port) in (("https", 443), ("http", 80)):
        raise ValueError(f"{text!r} names the usual port: leave it out, as browsers do")
    return text


def _plain(text: str) -> str:
    """Return a line of text without space around it, or raise ValueError."""
    if not text.strip():
        raise ValueError("it takes some text")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") for sign in text):
        raise ValueError("it takes one line of plain text")
    return text.strip()


def _colour(text: str) -> str:
    if not HEX.fullmatch(text):
        raise ValueError(f'{text!r} is no colour: it takes # and six digits in quotes, such as "#0a5a4c"')
    return text.lower()


type Colour = Annotated[str, AfterValidator(_colour)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class ColourFields(_Strict):
    """The colours of a site, which everybody must be able to read."""

    accent: Colour | None = None
    text: Colour | None = None
    accent_dark: Colour | None = None
    text_dark: Colour | None = None

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if found := "; ".join(self._poor()):
            raise ValueError(found)
        return self

    def _poor(self) -> Iterator[str]:
        bright = "accent", self.accent, "text", self.text, SURFACE
        dark = "accent_dark", self.accent_dark, "text_dark", self.text_dark, SURFACE_DARK
        for name, accent, text_name, text, surface in (bright, dark):
            if accent is None and text is None:
                continue
            if accent is None or text is None:
                yield f"{name} and {text_name} go together"
                continue
            for on, words in ((text, f"{text_name} on {name}"), (surface, f"{name} on {surface}, for links")):
                if (ratio := contrast(accent, on)) < ENOUGH:
                    yield f"{words}: the contrast is {ratio:.2f} to 1, and must be at least {ENOUGH}"


class SiteFields(_Strict):
    """One site."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    name: Annotated[str, AfterValidator(_plain), Field(max_length=LONGEST_NAME)]
    origins: Annotated[list[Annotated[str, AfterValidator(_origin)]], Field(min_length=1)]
    hub: str | None = None
    greeting: Annotated[str, AfterValidator(_plain), Field(max_length=LONGEST_GREETING)] | None = None
    colours: ColourFields = ColourFields()
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"

    def site(self) -> Site:
        """Return the site that they describe."""
        return Site(
            self.id,
            self.name,
            frozenset(self.origins),
            self.hub,
            self.greeting,
            Colours(**self.colours.model_dump()),
            self.language,
        )
