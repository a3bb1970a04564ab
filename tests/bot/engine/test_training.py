"""The model is trained when what it is made of has changed, and only then."""

import tarfile
from pathlib import Path

import pytest

from bot.engine import training
from bot.engine.training import TrainingFailed, fingerprint, is_current, model_path, train_if_changed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in (
        ("config.yml", "a"),
        ("data/nlu/x.yml", "b"),
        ("knowledge/gazetteer.yml", "c"),
        ("other.txt", "d"),
    ):
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "project"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def quick_training(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys, pathlib; out = pathlib.Path(sys.argv[1]); "
        "print('x - bot.nlu - reading'); (out / 'signpost.tar.gz').write_text('model')"
    )
    monkeypatch.setattr(
        training, "command", lambda folder: [training.sys.executable, "-c", code, str(folder)]
    )


def test_it_is_trained_once_and_then_current(home: Path, project: Path) -> None:
    lines: list[str] = []

    assert train_if_changed(home, lines.append, project)
    assert is_current(home, project)
    assert not train_if_changed(home, lines.append, project)
    assert model_path(home).read_text() == "model"
    assert any("reading" in line for line in lines)


@pytest.mark.parametrize(
    "name", ["config.yml", "data/nlu/x.yml", "data/nlu/new.yml", "knowledge/gazetteer.yml"]
)
def test_a_change_of_what_it_is_made_of_trains_again(home: Path, project: Path, name: str) -> None:
    train_if_changed(home, print, project)
    (project / name).write_text("changed", encoding="utf-8")

    assert not is_current(home, project)
    assert train_if_changed(home, print, project)


def test_a_change_elsewhere_does_not(home: Path, project: Path) -> None:
    train_if_changed(home, print, project)
    (project / "other.txt").write_text("changed", encoding="utf-8")

    assert is_current(home, project)


def test_another_release_of_a_library_trains_again(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fingerprint(project)
    monkeypatch.setattr(training, "_version", lambda _package: "99")

    assert fingerprint(project) != before


def test_a_training_that_fails_keeps_the_model_that_stands_and_says_why(
    home: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_if_changed(home, print, project)
    (project / "config.yml").write_text("broken", encoding="utf-8")
    code = "print('InvalidConfig: no such component'); raise SystemExit(3)"
    monkeypatch.setattr(training, "command", lambda _folder: [training.sys.executable, "-c", code])

    with pytest.raises(TrainingFailed, match="no such component"):
        train_if_changed(home, print, project)

    assert model_path(home).read_text() == "model"
    assert not is_current(home, project)
    assert [path for path in model_path(home).parent.iterdir() if path.name.startswith(".training-")] == []


def test_the_tiny_model_holds_nothing_that_could_run(tiny_model: Path) -> None:
    with tarfile.open(tiny_model) as archive:
        assert not [name for name in archive.getnames() if name.endswith((".pkl", ".pickle"))]
