"""How to reach the front doors, as an installation knows it better than the facts."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Self

import phonenumbers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.loading.files import FACTS, read_facts
from knowledge.loading.references import versioned
from knowledge.loading.release import Facts
from knowledge.records import Hub

COUNTRY = "GB"


def _number(text: str) -> str:
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(text, COUNTRY))
    except phonenumbers.NumberParseException:
        possible = False
    if not possible:
        raise ValueError("it takes one telephone number, with its area code")
    return text


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("it takes one line of text")
    return text


type _Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class OwnContact(BaseModel):
    """What an installation says of one front door; what it leaves out stays as it is in the facts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: Annotated[_Line, AfterValidator(_number)] | None = None
    email: Annotated[_Line, Field(pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$")] | None = None
    url: Annotated[_Line, Field(pattern=r"^https?://\S+$")] | None = None
    address: Annotated[_Line, AfterValidator(_one_line)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_dump(exclude_none=True):
            raise ValueError("it takes at least one of phone, email, url and address")
        return self

    def of(self, hub: Hub) -> Hub:
        """Return the front door with this in the place of what the facts say."""
        own = self.model_dump(exclude_none=True)
        address = own.pop("address", hub.address)
        return versioned(replace(hub, contact=replace(hub.contact, **own), address=address, version=""))


class ContactSettings(BaseSettings):
    """Read when facts are loaded and when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    front_door_contacts: dict[str, OwnContact] = Field(
        default_factory=dict,
        description="How to reach single front doors, where you know more than the facts, as JSON: "
        '{"hub id": {"phone": "...", "email": "...", "url": "...", "address": "one line"}}; people who want '
        "nothing passed on are told it.",
    )


def facts_in_use(folder: Path = FACTS, own: ContactSettings | None = None) -> Facts:
    """Return the facts of a folder with the installation's own contacts, or raise FactsRefused.

    Without `own` the settings are read, which may raise pydantic's ValidationError.
    """
    contacts = (own or ContactSettings()).front_door_contacts
    facts = read_facts(folder)
    hubs = (contacts[hub.id].of(hub) if hub.id in contacts else hub for hub in facts.hubs)
    return replace(facts, hubs=tuple(hubs))
