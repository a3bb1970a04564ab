"""Secrets are made once, for their owner only, and every process gets the same."""

from concurrent.futures import ThreadPoolExecutor

from bot.secrets import ENGINE, SESSIONS, secret


def test_a_secret_stays_the_same(tmp_path):
    assert secret(tmp_path, ENGINE) == secret(tmp_path, ENGINE)


def test_different_secrets_differ(tmp_path):
    assert secret(tmp_path, ENGINE) != secret(tmp_path, SESSIONS)


def test_only_the_owner_can_read_it(tmp_path):
    secret(tmp_path, ENGINE)

    assert (tmp_path / "secrets" / ENGINE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_those_who_ask_at_the_same_time_get_the_same_one(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secret(tmp_path, ENGINE), range(32)))

    assert len(found) == 1
    assert [path.name for path in (tmp_path / "secrets").iterdir()] == [ENGINE]
