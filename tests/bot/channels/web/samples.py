"""Answers as the API gives them."""

CARD = {
    "id": "p1",
    "kind": "programme",
    "title": "Made Smarter",
    "text": "Help for makers.",
    "lines": [["Why it fits", "You make things."], ["", "Ask first."]],
    "url": "https://www.example.org/made-smarter",
    "badge": "Public",
    "version": "1",
}
CHOICES = [{"label": "Tell me more", "choice": "c1"}, {"label": "Other options", "choice": "c2"}]
OFFER = {"text": "This may fit:\n- one\n- two", "cards": [CARD], "choices": CHOICES}
