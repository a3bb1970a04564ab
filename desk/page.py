"""The brief as a page of plain text: structured first, the transcript last."""

from collections.abc import Iterable, Iterator

from desk.brief import Assigned, Brief, Fact, RuledOut, Shown, TurnedDown
from desk.transcript import Line
from desk.words import flat, label, moment
from knowledge.wording import say


def page(brief: Brief) -> str:
    """Return the brief as text; nothing that a person wrote can pass for one of its headings."""
    return f"{structured(brief)}\n\n{conversation(brief)}\n"


def structured(brief: Brief) -> str:
    """Return the page without what was said."""
    sections = [
        "\n".join(_summary(brief)),
        _section("person", _person(brief)),
        _section("firm", map(_fact, brief.firm)),
        _section("need", _need(brief)),
        _section("barriers", _barriers(brief)),
        _section("shown", map(_shown, brief.shown)),
        _section("rejected", map(_turned_down, brief.rejected)) if brief.rejected else "",
        _section("ruled_out", map(_ruled_out, brief.ruled_out)) if brief.ruled_out else "",
        _section("open_questions", map(flat, brief.open_questions)) if brief.open_questions else "",
        _section("consent", _consent(brief)),
    ]
    return "\n\n".join(section for section in sections if section)


def conversation(brief: Brief) -> str:
    """Return what was said, under its heading."""
    return _section("conversation", map(_line, brief.transcript))


def fact(heading: str, words: str) -> str:
    """Return one line with its heading."""
    return say("utter_desk_fact", label=heading, words=flat(words))


def team_reasons(team: Assigned) -> str:
    """Return why a team has a case, in sentences."""
    return " ".join(say(f"utter_reason_desk_{code}") for code in team.because)


def language_of(brief: Brief) -> str:
    """Return the language in which the person last wrote, in words."""
    if brief.language is None:
        return say("utter_desk_language_not_known")
    return label("language", brief.language)


def _summary(brief: Brief) -> Iterator[str]:
    yield say("utter_desk_opening")
    yield ""
    yield fact(say("utter_label_desk_reference"), brief.reference)
    yield fact(say("utter_label_desk_opened"), moment(brief.opened))
    yield fact(say("utter_label_desk_channel"), brief.channel)
    yield fact(say("utter_label_desk_reason"), say(f"utter_reason_desk_{brief.reason}"))
    yield fact(say("utter_label_desk_hub"), brief.hub_name)
    yield fact(say("utter_label_desk_route"), say(f"utter_reason_desk_{brief.route}"))
    if brief.promised:
        yield fact(say("utter_label_desk_promised"), brief.promised)
    if brief.team is not None:
        yield fact(say("utter_label_desk_team"), brief.team.name)
        yield fact(say("utter_label_desk_team_reasons"), team_reasons(brief.team))


def _section(name: str, lines: Iterable[str]) -> str:
    heading = say(f"utter_label_desk_{name}").upper()
    body = [f"- {line}" for line in lines if line] or [say("utter_desk_not_told")]
    return "\n".join([heading, *body])


def _person(brief: Brief) -> Iterator[str]:
    for name, value in brief.person.pack().items():
        yield fact(say(f"utter_label_desk_{name}"), value)
    yield fact(say("utter_label_desk_language"), language_of(brief))


def _fact(one: Fact) -> str:
    return fact(one.label, _with_own_words(one.words, one.said))


def _need(brief: Brief) -> Iterator[str]:
    if brief.need:
        yield f"“{flat(brief.need)}”"
    if brief.wants:
        wants = ", ".join(label("support", want) for want in brief.wants)
        yield fact(say("utter_label_desk_wants"), wants)


def _barriers(brief: Brief) -> Iterator[str]:
    for barrier in brief.barriers:
        yield _with_own_words(label("barrier", barrier.name), barrier.words)


def _shown(one: Shown) -> str:
    if one.last_known is None:
        return flat(one.name)
    return say("utter_desk_last_known", name=flat(one.name), last_known=one.last_known)


def _turned_down(one: TurnedDown) -> str:
    return _with_own_words(_shown(one), one.words)


def _ruled_out(one: RuledOut) -> str:
    return fact(flat(one.name), one.words)


def _consent(brief: Brief) -> Iterator[str]:
    yield say("utter_desk_agreed", at=moment(brief.opened), version=brief.consent.version)
    yield f"“{flat(brief.consent.wording)}”"


def _line(line: Line) -> str:
    text = flat(line.text)
    if line.showed:
        text = say("utter_desk_showed", text=text, titles="; ".join(map(flat, line.showed))).strip()
    who = say(f"utter_label_desk_who_{line.who}")
    return say("utter_desk_line", at=f"{line.at:%H:%M}", who=who, text=text)


def _with_own_words(words: str, said: str | None) -> str:
    if not said:
        return words
    return say("utter_desk_own_words", words=words, said=flat(said))
