"""What can be wrong with a request: one class per case, with its status and its wording."""

from knowledge.wording import say


class Refused(Exception):
    """A request that is not fulfilled; `message` says to a person what to do next."""

    status = 400
    code = "bad_request"
    field: str | None = None  # which part of the request is meant, where one is

    @property
    def message(self) -> str:
        """Return what the person reads."""
        return say(f"utter_gateway_error_{self.code}")


class MalformedJson(Refused):
    """The body is not a JSON object."""

    code = "malformed_json"


class NotAMessage(Refused):
    """There must be exactly one of `text` and `choice`, each a string."""

    code = "not_a_message"


class BadMessageId(Refused):
    """The message id is missing or cannot be one."""

    code = "bad_message_id"


class UnknownChoice(Refused):
    """This choice was never offered in this conversation."""

    code = "unknown_choice"


class BadSearch(Refused):
    """A search with a value that is none of those that its field can have."""

    code = "bad_search"

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field

    @property
    def message(self) -> str:
        """Return what the field can be."""
        return say(f"utter_gateway_error_{self.code}_{self.field}")


class NoToken(Refused):
    """There is no bearer token."""

    status, code = 401, "no_token"


class BadToken(Refused):
    """The token was not made by us."""

    status, code = 401, "bad_token"


class TokenExpired(Refused):
    """The token was good once: open a new conversation."""

    status, code = 401, "token_expired"


class ForeignConversation(Refused):
    """The token belongs to another conversation."""

    status, code = 403, "foreign_conversation"


class ForeignOrigin(Refused):
    """The page that asks may not embed the chat, or is not the one that the token was given to."""

    status, code = 403, "foreign_origin"


class FormExpired(Refused):
    """The form was not made for this session: load the page again."""

    status, code = 403, "form_expired"


class PlanFormExpired(Refused):
    """The form was not made for this plan: open the plan again."""

    status, code = 403, "plan_form_expired"


class BadSignature(Refused):
    """The call is not signed by who alone may make it; nothing of it was read."""

    status, code = 401, "bad_signature"


class NotOurNumber(Refused):
    """The call is signed, but for an account or a number that the settings do not name."""

    status, code = 403, "not_our_number"


class NotFromTeams(Refused):
    """The Bot Connector does not vouch for the call; its body was not read."""

    status, code = 401, "not_vouched_for"


class NotForThisBot(Refused):
    """The Bot Connector vouches for a call that is not this one, or comes from where we do not listen to."""

    status, code = 403, "not_for_us"


class BadChallenge(Refused):
    """Whoever sets the webhook up does not know the word that was agreed."""

    status, code = 403, "bad_challenge"


class NotFound(Refused):
    """There is nothing under this address."""

    status, code = 404, "not_found"


class NoPlan(Refused):
    """No plan is kept under this key: it never was, was deleted, or its time is over."""

    status, code = 404, "no_plan"


class NoCopy(Refused):
    """No copy can be fetched here: its time is over, it was fetched, or somebody else asked for it."""

    status, code = 404, "no_copy"


class NoMailLink(Refused):
    """No mail has this link: it never had, or its time is over."""

    status, code = 404, "no_mail_link"


class NoSuchAnswer(Refused):
    """The page does not offer this answer: load it again and press one of its buttons."""

    status, code = 400, "no_such_answer"


class MethodNotAllowed(Refused):
    """The address exists, but not for this method."""

    status, code = 405, "method_not_allowed"


class ConversationGone(Refused):
    """The conversation was deleted: open a new one."""

    status, code = 410, "conversation_gone"


class ConversationMoved(ConversationGone):
    """The conversation goes on elsewhere, where its person went with a code: nothing of it is read here."""

    code = "conversation_moved"


class BodyTooLarge(Refused):
    """More than any message needs."""

    status, code = 413, "body_too_large"


class WrongContentType(Refused):
    """The body must be application/json."""

    status, code = 415, "wrong_content_type"


class TooManyMessages(Refused):
    """One chat sends more than a person can type."""

    status, code = 429, "too_many_messages"


class TooManyChats(Refused):
    """One address opens more chats than people behind it are likely to."""

    status, code = 429, "too_many_chats"


class TooManyLooks(Refused):
    """One address asks for more kept pages than people behind it are likely to."""

    status, code = 429, "too_many_looks"


class TooManyListeners(Refused):
    """One chat is listened to from too many pages."""

    status, code = 429, "too_many_listeners"


class Broken(Refused):
    """An error of ours; the log has it."""

    status, code = 500, "internal"


class KeysAway(Refused):
    """What a call is checked with cannot be had: the same call may be good in a minute."""

    status, code = 503, "keys_away"


class NothingStored(Refused):
    """The database is away, so the message was not taken: the person is told whom to ask meanwhile."""

    status, code = 503, "database_down"

    def __init__(self, apology: str) -> None:
        super().__init__("the database is away")
        self._apology = apology

    @property
    def message(self) -> str:
        """Return the apology, with somebody to ask."""
        return self._apology
