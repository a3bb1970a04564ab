"""The modules of the widget as one script."""

import gzip

import pytest

from bot.channels.web.bundle import STATIC, CannotBeJoined, joined, widget


def test_the_widget_is_one_script_that_loads_nothing_and_is_small():
    assert "\nimport" not in widget()
    assert "\nexport" not in widget()
    assert len(gzip.compress(widget().encode())) < 40_000


def test_every_module_is_in_it_once():
    pages_own = {"copying.js"}
    for path in STATIC.rglob("*.js"):
        if path.name not in pages_own:
            body = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("//")]
            assert widget().count(body[0]) == 1, path


def test_names_of_one_module_are_not_seen_by_another(tmp_path):
    (tmp_path / "a.js").write_text("const same = 1;\nexport const a = same;\n")
    (tmp_path / "b.js").write_text(
        'import { a } from "./a.js";\nconst same = 2;\nexport const b = a + same;\n'
    )

    script = joined(tmp_path / "b.js")

    assert script.index("const same = 1") < script.index("const { a } = m0;") < script.index("const same = 2")
    assert script.count("(() => {") == 2


@pytest.mark.parametrize(
    "line",
    ['import "./a.js";', 'import x from "./a.js";', "export default 1;", 'import { b } from "./b.js";'],
)
def test_what_cannot_be_joined_is_refused(tmp_path, line):
    (tmp_path / "a.js").write_text("export const a = 1;\n")
    (tmp_path / "b.js").write_text(f"{line}\n")

    with pytest.raises(CannotBeJoined):
        joined(tmp_path / "b.js")
