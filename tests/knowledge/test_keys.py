"""Keys come from the settings, or from files that are made once."""

import pytest
from pydantic import ValidationError

from knowledge.keys import KeysAreInSettings, add_key, keys_of, new_key
from knowledge.settings import KnowledgeSettings
from tests.databases import SEALING


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.delenv("SIGNPOST_ENCRYPTION_KEYS")
    monkeypatch.delenv("SIGNPOST_INDEX_KEY")
    return KnowledgeSettings(home=tmp_path)


def test_without_settings_the_keys_are_made_once_for_their_owner_alone(kept):
    one, again = keys_of(kept), keys_of(kept)

    assert again.seal.open(one.seal.close("hello")) == "hello"
    assert again.index == one.index
    for name in ("encryption", "index"):
        assert (kept.home / "secrets" / name).stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_added_is_the_newest_and_the_old_one_still_opens(kept):
    before = keys_of(kept).seal.close("hello")

    add_key(kept)

    seal = keys_of(kept).seal
    assert seal.open(before) == "hello"
    assert not seal.is_newest(before)
    assert (kept.home / "secrets" / "encryption").stat().st_mode & 0o777 == 0o600


def test_keys_of_the_settings_are_used_and_no_file_is_made(tmp_path):
    old, new = new_key(), new_key()
    before = keys_of(KnowledgeSettings(home=tmp_path, encryption_keys=old)).seal.close("hello")
    kept = KnowledgeSettings(home=tmp_path, encryption_keys=f"{new}, {old}")

    assert keys_of(kept).seal.open(before) == "hello"
    assert not (tmp_path / "secrets").exists()
    with pytest.raises(KeysAreInSettings, match="SIGNPOST_ENCRYPTION_KEYS"):
        add_key(kept)


@pytest.mark.parametrize("wrong", ["", " ", "short", "ä" * 44, f"{SEALING},nonsense", "A" * 44])
def test_what_is_no_key_stops_the_start_and_is_not_shown(tmp_path, wrong):
    with pytest.raises(ValidationError) as refused:
        KnowledgeSettings(home=tmp_path, encryption_keys=wrong)

    assert "signpost encryption new-key" in str(refused.value)
    assert "nonsense" not in str(refused.value)


def test_an_index_key_that_is_too_short_stops_the_start(tmp_path):
    with pytest.raises(ValidationError):
        KnowledgeSettings(home=tmp_path, index_key="short")
