"""What actions ask of the knowledge base, each as one sentence."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from actions.memory import Memory
from actions.needs import need_of
from desk.choosing import Asking, choose
from desk.promises import Given, promise_in_words
from desk.retention_settings import RetentionSettings
from desk.settings import DeskSettings
from desk.states import WITH_A_TEAM, State
from desk.teams import NO_TEAMS, Team, Teams
from knowledge.cards import Shown, card_for
from knowledge.catalogue import Selection
from knowledge.eligibility import Assessment, Rule, assess
from knowledge.firms import Firm
from knowledge.matching import Found, Likeness, Match, Need, find, match_of
from knowledge.needs import Reason
from knowledge.plans import Asked, KeptPlan, keep
from knowledge.records import Hub, Programme, Status, UrgentHelp
from knowledge.replies import Card
from knowledge.roadmaps import Plan, Ways, roadmap
from knowledge.storage.case_studies import CaseStudies
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.events import Events
from knowledge.storage.hubs import HubNotFound, Hubs
from knowledge.storage.journeys import Journeys, RoadmapSteps
from knowledge.storage.plans import Plans
from knowledge.storage.programmes import Programmes
from knowledge.storage.urgent_help import UrgentHelps
from knowledge.why_not import why_not
from knowledge.wording import say

A_FEW = 3
LISTENERS = "samaritans"


@dataclass(frozen=True)
class Promised:
    """What is promised, in words and as it is to be kept."""

    words: str
    given: Given


class Library:
    """The knowledge base as it stands during one turn."""

    def __init__(
        self,
        session: Session,
        likeness: Likeness | None,
        now: datetime,
        desk: DeskSettings | None = None,
        teams: Teams = NO_TEAMS,
        *,
        retention: RetentionSettings | None = None,
        chat: str | None = None,
        moves: bool = False,
        public_url: str | None = None,
    ) -> None:
        """Read through this session; `likeness` compares words by meaning, None does without.

        `chat` is the conversation whose turn it is; `moves`: it can go on on WhatsApp; `public_url` is where
        people reach our own pages.
        """
        self.moves, self.public_url = moves, public_url
        self._chat = chat
        self._desk = desk
        self._teams = teams
        self._retention = retention or RetentionSettings()
        self._session = session
        self._likeness = likeness
        self._now = now
        self._today = now.date()

    @property
    def now(self) -> datetime:
        """Return the time of this turn."""
        return self._now

    def find(self, memory: Memory, leaving_out: Iterable[str] = ()) -> Found:
        """Return the few programmes that fit what is remembered best, without those turned down."""
        return find(
            self._serving(memory.firm),
            memory.firm,
            need_in(memory),
            self._today,
            limit=A_FEW,
            leaving_out=memory.turned_down().union(leaving_out),
            vectors=self._likeness,
            settled=frozenset(memory.asked),
        )

    def instead_of(
        self, programme: Programme, memory: Memory, leaving_out: Iterable[str] = ()
    ) -> tuple[Match, ...]:
        """Return the few programmes that come nearest to one, for example because it is not to be had."""
        words = f"{programme.name}. {programme.summary}"
        need = Need(programme.support, programme.barriers, words, programme.technologies)
        found = find(
            self._serving(memory.firm),
            memory.firm,
            need,
            self._today,
            limit=A_FEW,
            leaving_out=memory.turned_down().union(leaving_out, [programme.id]),
            vectors=self._likeness,
        )
        return found.matches

    def roadmap(self, memory: Memory) -> Plan:
        """Return the plan for what is remembered, without what was turned down."""
        return self._laid_out(Asked(memory.firm, need_in(memory), memory.turned_down()))

    def lay_out(self, asked: Asked) -> KeptPlan | None:
        """Return the plan for a firm and its need as it can be kept, or None when there are no steps."""
        plan = self._laid_out(asked)
        return keep(plan, self._now) if plan.steps else None

    def plans_kept(self, conversation_id: str) -> int:
        """Return how many plans of a conversation are kept."""
        return Plans(self._session).how_many(conversation_id, self._now)

    def programmes(self, ids: Iterable[str]) -> list[Programme]:
        """Return the programmes with these ids, in the order given, closed ones included."""
        return Programmes(self._session).several(ids)

    def match(self, programme: Programme, memory: Memory) -> Match:
        """Return how one programme fits."""
        return match_of(programme, memory.firm, need_in(memory), self._today)

    def why_not(self, programme: Programme, memory: Memory) -> Reason:
        """Return why a programme was not shown, or may not be had."""
        return why_not(programme, memory.firm, need_in(memory), self._today)

    def ruled_out(self, memory: Memory, most: int) -> list[tuple[Programme, Rule]]:
        """Return what would have fitted the need, each with the rule that shuts this firm out."""
        excluded = self.find(memory).excluded[:most]
        held = (
            (programme, self.assess(programme, memory.firm).not_met())
            for programme in self.programmes(one.programme_id for one in excluded)
        )
        return [(programme, rule) for programme, rule in held if rule is not None]

    def assess(self, programme: Programme, firm: Firm) -> Assessment:
        """Return what each rule of a programme says of the firm."""
        return assess(programme, firm, self._today)

    def events(self, memory: Memory) -> tuple[Card, ...]:
        """Return cards of the few likeliest events."""
        firm, barriers = memory.firm, _barriers(memory)
        return self.cards(Events(self._session).fitting(firm.places, firm.sectors, barriers)[:A_FEW])

    def case_studies(self, memory: Memory) -> tuple[Card, ...]:
        """Return cards of the few firms most like this one."""
        firm, barriers = memory.firm, _barriers(memory)
        return self.cards(CaseStudies(self._session).like(firm.places, firm.sectors, barriers)[:A_FEW])

    def lifelines(self, *, despair: bool = False) -> tuple[Card, ...]:
        """Return cards of where somebody in distress goes first; in despair, those who listen."""
        helps: list[UrgentHelp] = UrgentHelps(self._session).all()
        if despair:
            helps = sorted(helps, key=lambda one: one.id != LISTENERS)
        return self.cards(helps)

    def hub(self, firm: Firm) -> Hub:
        """Return the front door for a firm; while its place is not known, that of the site they are on."""
        of_site = Conversations(self._session).hub_of(self._chat) if self._chat and not firm.places else None
        hubs = Hubs(self._session)
        if of_site is not None:
            with suppress(HubNotFound):  # no longer recorded
                return hubs.get(of_site)
        return hubs.serving(firm.places)

    def hub_named(self, hub_id: str, firm: Firm) -> Hub:
        """Return one front door, or that for the firm when it is not recorded any more."""
        try:
            return Hubs(self._session).get(hub_id)
        except HubNotFound:
            return self.hub(firm)

    def case_state(self, case_id: str) -> State | None:
        """Return how a request for a person stands, or None when it is not stored."""
        found = Cases(self._session).find(case_id)
        return State(found.state) if found else None

    def holds_case(self, case_id: str) -> bool:
        """Is anything still kept of a request for a person? Of one that is not stored yet it will be."""
        found = Cases(self._session).find(case_id)
        return found is None or found.erased is None

    def how_long(self) -> str:
        """Return in words how long what is passed on is kept, as it is agreed to."""
        return say("utter_handoff_kept", days=self._retention.cases_days)

    def promise(self, asking: Asking) -> Promised:
        """Return what the team that would get a request now may promise."""
        load = Cases(self._session).load(asking.hub_id, WITH_A_TEAM) if self._teams.all else {}
        chosen = choose(asking, self._teams, load, self._now)
        return self._promised(asking.hub_id, chosen.team if chosen else None)

    def promise_again(self, case_id: str, hub: Hub) -> Promised:
        """Return what the team that has a request already may promise."""
        found = Cases(self._session).find(case_id)
        return self._promised(hub.id, self._teams.get(found.team) if found else None)

    def _promised(self, hub_id: str, team: Team | None) -> Promised:
        if team is not None:
            made = self._teams.promised(team, self._now)
        else:
            made = self._desk.promised(hub_id, self._now) if self._desk else None
        words = promise_in_words(made, self._now) if made else say("utter_handoff_no_promise")
        return Promised(words, Given.of(made, self._now))

    def cards(self, shown: Iterable[Shown]) -> tuple[Card, ...]:
        """Return a card for each thing."""
        return tuple(card_for(one, self._today) for one in shown)

    def _laid_out(self, asked: Asked) -> Plan:
        ways = Ways(RoadmapSteps(self._session).all(), Journeys(self._session).all())
        return roadmap(
            ways,
            self._serving(asked.firm),
            asked.firm,
            asked.need,
            self._today,
            vectors=self._likeness,
            leaving_out=asked.turned_down,
        )

    def _serving(self, firm: Firm) -> Selection:
        return Programmes(self._session).serving(firm.places)


def need_in(memory: Memory) -> Need:
    """Return what is wanted, as far as it has been said or is implied by asking."""
    return Need(
        wants=frozenset(memory.wants),
        barriers=frozenset(_barriers(memory)),
        words=memory.need,
        technologies=memory.firm.technologies,
    )


def is_closed(programme: Programme) -> bool:
    """Has the programme come to its end?"""
    return programme.status is Status.CLOSED


def is_on_offer(programme: Programme) -> bool:
    """May the programme be offered: is it neither closed nor withheld?"""
    return not is_closed(programme) and programme.withheld is None


def _barriers(memory: Memory) -> tuple[str, ...]:
    said = [one.name for one in memory.barriers]
    return tuple(dict.fromkeys([*said, *need_of(memory.aim).implied]))
