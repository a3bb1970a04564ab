"""Whether the facts agree with each other, and what one record means for another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.journeys import RoadmapStep
from knowledge.loading.entries import SameOffers
from knowledge.loading.read import Read
from knowledge.loading.refusals import FactRefused
from knowledge.packing import fingerprint, pack
from knowledge.records import CaseStudy, Event, Hub, Programme, Purpose, UrgentHelp
from knowledge.storage.hubs import EVERYWHERE

VERSION_LENGTH = 12


@dataclass(frozen=True)
class Additions:
    """What is said of programmes in files of its own, by their ids."""

    same_offers: SameOffers
    purposes: Mapping[str, Purpose]
    typically_said: Mapping[str, tuple[str, ...]]


def check_references(
    programmes: Sequence[Read], hubs: Sequence[Read], same_offers: SameOffers
) -> Iterator[FactRefused]:
    """Yield every record that names another one that is not there, or that contradicts it."""
    by_id = {read.record.id: read.record for read in programmes}
    yield from _pairs(by_id, same_offers)
    for read in hubs:
        yield from _hub(read.file, read.record, by_id)
    yield from _places_twice(hubs)
    if hubs and not any(EVERYWHERE in read.record.places for read in hubs):
        why = f"no hub serves {EVERYWHERE}: firms in any other place need a front door as well"
        yield FactRefused(hubs[0].file, "the file", "places", why)


def check_additions(programmes: Iterable[str], additions: Additions) -> Iterator[FactRefused]:
    """Yield what is said of a programme that is none of these ids."""
    known = set(programmes)
    named = (("purposes.yaml", additions.purposes), ("typically_said.yaml", additions.typically_said))
    for file, of_programmes in named:
        for name in of_programmes.keys() - known:
            yield FactRefused(file, name, "id", f"no programme {name!r}")


def standing(programmes: Iterable[Programme], additions: Additions) -> tuple[Programme, ...]:
    """Return the programmes with all that is said of them elsewhere, and their versions."""
    same_offers = additions.same_offers
    withheld = {entry.id: entry.why for entry in same_offers.withheld}
    return tuple(
        versioned(
            replace(
                programme,
                replaces=frozenset(p.wider for p in same_offers.same_offers if p.local == programme.id),
                withheld=withheld.get(programme.id),
                purpose=additions.purposes.get(programme.id),
                typically_said=additions.typically_said.get(programme.id, ()),
            )
        )
        for programme in programmes
    )


def versioned[Record: (Programme, Event, CaseStudy, Hub, UrgentHelp, RoadmapStep)](record: Record) -> Record:
    """Return the record with its version, which changes with its content."""
    return replace(record, version=fingerprint(pack(record))[:VERSION_LENGTH])


def _pairs(by_id: dict[str, Programme], same_offers: SameOffers) -> Iterator[FactRefused]:
    file = "same_offers.yaml"
    for pair in same_offers.same_offers:
        for field, named in (("local", pair.local), ("wider", pair.wider)):
            if named not in by_id:
                yield FactRefused(file, f"{pair.local} = {pair.wider}", field, f"no programme {named!r}")
        if pair.local == pair.wider:
            yield FactRefused(file, f"{pair.local} = {pair.wider}", "wider", "it is the same record")
    for entry in same_offers.withheld:
        if entry.id not in by_id:
            yield FactRefused(file, entry.id, "id", f"no programme {entry.id!r}")


def _hub(file: str, hub: Hub, by_id: dict[str, Programme]) -> Iterator[FactRefused]:
    programme = by_id.get(hub.programme_id)
    if programme is None:
        yield FactRefused(file, hub.id, "programme", f"no programme {hub.programme_id!r}")
        return
    for field in ("url", "email", "phone"):
        given, recorded = getattr(hub.contact, field), getattr(programme.contact, field)
        if given is not None and given != recorded:
            yield FactRefused(file, hub.id, f"contact.{field}", f"it is not that of {programme.id}")


def _places_twice(hubs: Sequence[Read]) -> Iterator[FactRefused]:
    first: dict[str, str] = {}
    for read in hubs:
        for place in sorted(read.record.places):
            if place in first:
                yield FactRefused(
                    read.file, read.record.id, "places", f"{first[place]} serves {place} already"
                )
            first.setdefault(place, read.record.id)
