"""Why a sign-in at the provider lets nobody in; each has a code for the log, which tells of nobody."""


class NotSignedIn(Exception):
    """The sign-in at the provider lets nobody in: `code` says why, in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(f"nobody was signed in: {code}")
        self.code = code


class ProviderAway(NotSignedIn):
    """The provider does not answer, or not as it should: try again in some minutes."""


class BeginAgain(NotSignedIn):
    """This browser did not begin this sign-in, or too long ago, or has ended it: begin again."""


class TokenRefused(NotSignedIn):
    """What the provider says of the person is not proven: begin again, else ask whoever runs the desk."""


class NoAccount(NotSignedIn):
    """No account of the desk is open to this person: ask whoever runs the desk."""
