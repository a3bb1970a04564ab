"""Which action answers which intent; data/rules.yml says the same to Rasa."""

from types import MappingProxyType

from actions.accept_thanks import AcceptThanks
from actions.answer_from_record import AnswerFromRecord
from actions.base import SignpostAction
from actions.check_eligibility import CheckEligibility
from actions.clarify import Clarify
from actions.compare_options import CompareOptions
from actions.confirm import Confirm
from actions.describe_programme import DescribeProgramme
from actions.explain_choice import ExplainChoice
from actions.explain_term import ExplainTerm
from actions.farewell import Farewell
from actions.introduce import Introduce
from actions.needs import NEEDS
from actions.note_profile import NoteProfile
from actions.offer_case_studies import OfferCaseStudies
from actions.offer_events import OfferEvents
from actions.offer_more import OfferMore
from actions.offer_roadmap import OfferRoadmap
from actions.offer_support import OfferSupport
from actions.pass_to_broker import PassToBroker
from actions.point_to_basics import PointToBasics
from actions.put_people_first import PutPeopleFirst
from actions.show_what_is_kept import ShowWhatIsKept
from actions.start_over import StartOver
from actions.stay_in_scope import StayInScope
from actions.subscribe import Subscribe
from actions.take_answer import TakeAnswer
from actions.take_correction import TakeCorrection
from actions.take_feedback import TakeFeedback
from actions.welcome import Welcome

ANSWERS: MappingProxyType[str, type[SignpostAction]] = MappingProxyType(
    {
        "greet": Welcome,
        "goodbye": Farewell,
        "thank": AcceptThanks,
        "affirm": Confirm,
        "deny": Confirm,
        "ask_capabilities": Introduce,
        "ask_if_bot": Introduce,
        "start_over": StartOver,
        "explain_term": ExplainTerm,
        "out_of_scope": StayInScope,
        **dict.fromkeys(NEEDS, OfferSupport),
        "give_profile": NoteProfile,
        "correct_profile": NoteProfile,
        "find_events": OfferEvents,
        "find_case_studies": OfferCaseStudies,
        "ask_business_basics": PointToBasics,
        "urgent_distress": PutPeopleFirst,
        "request_roadmap": OfferRoadmap,
        "ask_details": DescribeProgramme,
        "ask_eligibility": CheckEligibility,
        "ask_how_to_apply": AnswerFromRecord,
        "ask_deadline": AnswerFromRecord,
        "ask_cost": AnswerFromRecord,
        "compare_options": CompareOptions,
        "more_options": OfferMore,
        "explain_choice": ExplainChoice,
        "request_human": PassToBroker,
        "privacy_request": ShowWhatIsKept,
        "give_feedback": TakeFeedback,
        "report_wrong_information": TakeCorrection,
        "subscribe_updates": Subscribe,
        "nlu_fallback": Clarify,
    }
)
ACTIONS: tuple[type[SignpostAction], ...] = (*dict.fromkeys(ANSWERS.values()), TakeAnswer)
