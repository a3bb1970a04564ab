from contextlib import suppress
from dataclasses import replace
from shutil import copytree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.loading import FACTS, FactsRefused, apply, plan, read_facts
from knowledge.storage.knowledge_base import KnowledgeBase


@pytest.fixture
def folder(tmp_path):
    return copytree(FACTS, tmp_path / "facts")


def spoil(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(folder):
    with pytest.raises(FactsRefused) as refusal:
        read_facts(folder)
    return [str(problem) for problem in refusal.value.problems]


def test_the_shipped_facts_are_understood(facts):
    assert (len(facts.programmes), len(facts.events), len(facts.case_studies)) == (246, 26, 26)
    assert len(facts.urgent_help) == 2


NATIONAL = "programmes_national.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            NATIONAL,
            "  price: paid",
            "  cost: paid",
            "innovate-uk-innovation-loans: cost: there is no such field",
        ),
        (NATIONAL, "  price: paid", "  price: cheap", "price: 'cheap' is no price of the vocabulary"),
        (NATIONAL, "support: [loan]", "support: [gift]", "support.0: 'gift' is no support type"),
        (NATIONAL, "support: [loan]", "support: loan", "support: Input should be a valid list"),
        (NATIONAL, "  price: paid\n", "", "price: it is missing"),
        (NATIONAL, "max: 249}", "max: many}", "eligibility.employees.max: Input should be a valid integer"),
        (NATIONAL, "min_gbp: 100000,", "min_gbp: 9000000,", "funding: min is above max"),
        (NATIONAL, "last_known: 2026-03", "last_known: 2026-13", "last_known: String should match"),
        (NATIONAL, "{opens: null,", "{opens: soon,", "window.opens: Input should be a valid date"),
        (NATIONAL, "places: []", "places: [atlantis]", "places.0: 'atlantis' is no place"),
        (
            NATIONAL,
            "- id: innovate-uk-smart-grants",
            "- id: innovate-uk-innovation-loans",
            "innovate-uk-innovation-loans: id: another record has it",
        ),
        (NATIONAL, "  price: paid", "  price: paid\n  price: free", "'price' stands twice"),
        (NATIONAL, "- id: innovate-uk", "- id: [innovate-uk", "it is not YAML"),
        (NATIONAL, "rule: makes_goods", "rule: makes_gods", "'makes_gods' is no kind of condition"),
        (NATIONAL, "rule: makes_goods", "rule: legal_form", "legal_form needs one_of or none_of"),
        (NATIONAL, "rule: makes_goods", "rule: readiness", "readiness needs min or max"),
        (NATIONAL, "[charity, cic]", "[club]", "'club' is no legal form"),
        ("events.yaml", "recurs: annual", "recurs: often", "'often' is no recurrence"),
        ("urgent_help.yaml", "  for:", "  fro:", "business-debtline: for: it is missing"),
        ("hubs.yaml", "0300 111 8002", "01632 960000", "contact.phone: it is not that of stoke"),
        ("hubs.yaml", "programme: invest-telford", "programme: nobody", "programme: no programme 'nobody'"),
        ("hubs.yaml", "[worcestershire]", "[herefordshire]", "places: worcestershire-growth-hub serves"),
        ("same_offers.yaml", "wider: midven", "wider: nobody", "wider: no programme 'nobody'"),
        ("purposes.yaml", "- id: seis", "- id: nobody", "nobody: id: no programme 'nobody'"),
        ("typically_said.yaml", "- id: seis", "- id: nobody", "nobody: id: no programme 'nobody'"),
    ],
)
def test_what_is_not_understood_is_refused_by_file_record_and_field(folder, file, old, new, problem):
    spoil(folder, file, old, new)

    problems = refused(folder)

    assert any(problem in line and line.startswith(file) for line in problems), problems


def test_all_problems_are_told_at_once(folder):
    spoil(folder, NATIONAL, "  price: paid", "  price: cheap")
    spoil(folder, "events.yaml", "recurs: annual", "recurs: often")

    assert len(refused(folder)) == 2


def test_a_file_of_an_unknown_kind_is_refused(folder):
    (folder / "programs.yaml").write_text("[]")

    assert refused(folder) == ["programs.yaml: the file: -: no kind of facts has this name"]


KINDS = [
    "events.yaml",
    "case_studies.yaml",
    "hubs.yaml",
    "urgent_help.yaml",
    "same_offers.yaml",
    NATIONAL,
]


@pytest.mark.parametrize("file", KINDS)
@pytest.mark.parametrize("content", ["", "# nothing but a comment\n", "null\n"])
def test_a_file_without_content_is_refused(folder, file, content):
    (folder / file).write_text(content)

    assert f"{file}: the file: -: it is empty" in refused(folder)


@pytest.mark.parametrize("file", KINDS[:-1])
def test_a_file_that_is_missing_is_refused(folder, file):
    (folder / file).unlink()

    assert refused(folder) == [f"{file}: the file: -: it is missing: each kind of facts needs one at least"]


@pytest.mark.parametrize("file", KINDS[:-1])
def test_a_kind_without_a_record_is_refused(folder, file):
    (folder / file).write_text("{same_offers: [], withheld: []}" if file == "same_offers.yaml" else "[]")

    assert refused(folder) == [
        f"{file}: the file: -: there is no record in it: each kind of facts needs one at least"
    ]


def test_facts_without_any_programmes_are_refused(folder):
    for path in folder.glob("programmes_*.yaml"):
        path.unlink()

    assert "programmes_*.yaml: the file: -: it is missing: each kind of facts needs one at least" in refused(
        folder
    )


def test_a_folder_that_is_not_there_is_one_problem(tmp_path):
    assert refused(tmp_path / "facts") == ["facts: the folder: -: it is not there"]


def test_hubs_of_which_none_serves_the_whole_country_are_refused(folder):
    spoil(folder, "hubs.yaml", "places: [uk, outside]", "places: [outside]")

    (problem,) = refused(folder)

    assert problem.startswith("hubs.yaml: the file: places: no hub serves uk")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=" -:[]{}\n'\"#&*!|>%@`ab1", max_size=40))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("facts")
    (folder / "events.yaml").write_text(text)

    with suppress(FactsRefused):
        read_facts(folder)


def test_loading_the_same_facts_again_touches_nothing(loaded, facts, queries):
    with loaded.open() as session:
        changes = apply(session, facts)

    assert not changes
    assert not [statement for statement in queries if statement.split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_a_plan_names_each_field_that_would_change_and_changes_nothing(loaded, facts):
    first, second, *rest = facts.programmes
    new = replace(facts, programmes=(replace(first, name="Another"), *rest))

    with loaded.open() as session:
        changes = plan(session, new)
        kept = KnowledgeBase(session).programmes.get(first.id)

    assert f"~ programmes: {first.id}: name: {first.name!r} -> 'Another'" in list(changes.lines())
    assert f"- programmes: {second.id}" in list(changes.lines())
    assert changes.summary() == "0 added, 1 changed, 1 removed"
    assert kept == first


def test_a_new_release_is_seen_by_the_next_reader(loaded, facts):
    _, *rest = facts.programmes
    with loaded.reading() as session:
        assert len(KnowledgeBase(session).programmes.all()) == 246

    with loaded.open() as session:
        apply(session, replace(facts, programmes=tuple(rest)))

    with loaded.reading() as session:
        assert len(KnowledgeBase(session).programmes.all()) == 245


def test_a_record_changes_its_version_with_its_content(folder, facts):
    spoil(folder, NATIONAL, "Innovate UK Innovation Loans: Future Economy", "Innovation Loans")

    new = {one.id: one.version for one in read_facts(folder).programmes}
    old = {one.id: one.version for one in facts.programmes}

    assert [name for name in old if old[name] != new[name]] == ["innovate-uk-innovation-loans"]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("events", ("recurs: annual", "recurs: monthly")),
        ("case_studies", ("  year: 2020", "  year: 2019")),
        ("hubs", ("- id: ", "- id: renamed-")),
        ("urgent_help", ("  name: ", "  name: The ")),
        ("roadmap_steps", ("  alone: ", "  alone: Or ")),
    ],
)
def test_records_of_every_kind_that_is_shown_change_their_version_with_their_content(
    folder, facts, kind, change
):
    spoil(folder, f"{kind}.yaml", *change)

    field = kind.removeprefix("roadmap_")
    before = [one.version for one in getattr(facts, field)]
    after = [one.version for one in getattr(read_facts(folder), field)]

    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1
    assert len(set(after)) == len(after)
