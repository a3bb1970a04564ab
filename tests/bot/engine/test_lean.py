"""Each departure from Rasa's declared dependencies: still needed, still true, loud when misused."""

import importlib
import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.engine import lean
from bot.engine.graph_order import run_graph

RASA = Path(str(importlib.util.find_spec("rasa").origin)).parent  # type: ignore[union-attr]
NAMES = [(module, name) for module, names in lean.LEFT_OUT.items() for name in names]


def source_of_rasa() -> str:
    left_out = {RASA.parent / Path(*module.split(".")).with_suffix(".py") for module in lean.LEFT_OUT}
    return "\n".join(path.read_text(encoding="utf-8") for path in RASA.rglob("*.py") if path not in left_out)


@pytest.fixture(scope="module")
def source() -> str:
    return source_of_rasa()


@pytest.mark.parametrize("module", lean.LEFT_OUT)
def test_rasa_still_imports_what_is_left_out(module: str, source: str) -> None:
    parent, _, child = module.rpartition(".")
    whole = re.escape(module)
    imports = rf"from {whole} import|import {whole}\b|from {re.escape(parent)} import .*{child}"

    assert re.search(imports, source), f"{module} is no longer imported: take it out of lean.py"


@pytest.mark.parametrize(("module", "name"), NAMES)
def test_what_is_left_out_refuses_to_be_made(module: str, name: str) -> None:
    stand_in = getattr(importlib.import_module(module), name)

    with pytest.raises(lean.LeftOut, match=name):
        stand_in()


@pytest.mark.parametrize(
    "gone",
    ["numpy.VisibleDeprecationWarning", "packaging.version.LegacyVersion", "sanic.response.stream"],
)
def test_a_name_brought_back_is_really_gone_from_its_library(gone: str) -> None:
    module, _, name = gone.rpartition(".")
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}; raise SystemExit(hasattr({module}, {name!r}))"], check=False
    )

    assert done.returncode == 0, f"{gone} is there again: take it out of lean.py"


@pytest.mark.parametrize(
    "name", ["VisibleDeprecationWarning", "LegacyVersion", r"response\.stream|from sanic\.response import"]
)
def test_rasa_still_uses_a_name_brought_back(name: str, source: str) -> None:
    assert re.search(name, source)


@pytest.mark.parametrize("absent", ["tensorflow", "boto3", "pymongo", "structlog_sentry", "dask"])
def test_what_has_a_stand_in_is_not_installed(absent: str) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import importlib.util as u; raise SystemExit(u.find_spec({absent!r}) is not None)",
        ],
        check=False,
    )

    assert done.returncode == 0, f"{absent} is installed: its stand-in hides it"


def test_rasa_uses_nothing_of_dask_but_get(source: str) -> None:
    assert set(re.findall(r"(?<!docs\.)\bdask\.(\w+)(?!/)", source)) - {"org"} == {"get"}


def test_serving_and_training_never_load_tensorflow() -> None:
    code = (
        "from bot.engine import lean; lean.install(); import rasa.__main__, rasa.core.run, sys;"
        "import rasa.model_training, rasa.engine.recipes.default_components;"
        "raise SystemExit('tensorflow' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False).returncode == 0


def test_installing_after_rasa_is_refused() -> None:
    code = (
        "import sys, types; sys.modules['rasa.core.agent'] = types.ModuleType('x')\n"
        "from bot.engine import lean\n"
        "try: lean.install()\n"
        "except lean.InstalledTooLate: raise SystemExit(0)\n"
        "raise SystemExit(1)"
    )

    assert subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=False).returncode == 0


def test_installing_twice_changes_nothing() -> None:
    before = sys.modules["dask"]

    lean.install()

    assert sys.modules["dask"] is before


def test_telemetry_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa import telemetry

    assert telemetry.is_telemetry_enabled() is False


def test_a_configuration_with_a_part_left_out_is_refused(
    tmp_path: Path, run_rasa: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    tiny = Path(__file__).with_name("tiny")
    for name in ("domain.yml", "data.yml"):
        (tmp_path / name).write_text((tiny / name).read_text(encoding="utf-8"), encoding="utf-8")
    config = (tiny / "config.yml").read_text(encoding="utf-8")
    (tmp_path / "config.yml").write_text(
        config.replace("LogisticRegressionClassifier", "DIETClassifier"), encoding="utf-8"
    )

    done = run_rasa("train", "--data", "data.yml", cwd=tmp_path)

    assert done.returncode != 0
    assert "DIETClassifier" in done.stdout + done.stderr


def test_rasas_own_check_of_the_data_runs_lean(
    tmp_path: Path, run_rasa: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    tiny = Path(__file__).with_name("tiny")
    for name in ("domain.yml", "data.yml", "config.yml"):
        (tmp_path / name).write_text((tiny / name).read_text(encoding="utf-8"), encoding="utf-8")

    done = run_rasa("data", "validate", "--data", "data.yml", cwd=tmp_path)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_graph_runs_each_node_once_after_those_it_needs() -> None:
    calls: list[str] = []

    def node(name: str) -> Callable[..., str]:
        def run(*given: str) -> str:
            calls.append(name)
            return name + "".join(given)

        return run

    graph = {
        "a": (node("a"),),
        "b": (node("b"), "a", "input"),
        "c": (node("c"), "a", "b"),
        "input": ("input", 7),
    }

    assert run_graph({**graph, "b": (node("b"), "a")}, ["c", "input"]) == ["caba", ("input", 7)]
    assert calls == ["a", "b", "c"]
