"""No password leaves: whatever it is made of, and wherever it came from."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, urlsplit

import psycopg
import pytest

from migrate_tui.engine import secrets
from migrate_tui.engine.databases import open_database
from migrate_tui.engine.errors import Blocked
from realpg import PASSWORD_ROLE, Server

NASTY = ["p@ss:w#rd%[$]", "a/b?c=d&e", "it's \\back\\", 'say "x"', "<&>", "ünï ço", "hunter2"]


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_known", set())
    monkeypatch.delenv("PGPASSWORD", raising=False)


@pytest.mark.parametrize("secret", NASTY)
@pytest.mark.parametrize(
    "spell",
    [str, quote, quote_plus, json.dumps, repr, html.escape, lambda text: quote(text, safe="")],
)
def test_a_known_password_is_hidden_in_every_spelling(secret: str, spell: object) -> None:
    assert callable(spell)
    secrets.remember(secret)
    written = str(spell(secret))
    written = written[1:-1] if spell in (json.dumps, repr) else written
    assert secrets.mask(f"before {written} after") == "before *** after"


UNKNOWN = [
    ("postgresql://u:p@h/d", "postgresql://u:***@h/d"),
    ("see postgres://u:p@s/s:w@h:1/d?x=1 now", "see postgres://u:***@h:1/d?x=1 now"),
    ("mysql+driver://u:%40@h", "mysql+driver://u:***@h"),
    ("postgresql://u@h/d", "postgresql://u@h/d"),
    ("postgresql://h:5432/d", "postgresql://h:5432/d"),
    ("postgresql://h/d?user=u&password=x&port=1", "postgresql://h/d?user=u&password=***&port=1"),
    ("host=h password='a b\\'c' user=u", "host=h password=*** user=u"),
    ("PGPASSWORD=x psql", "PGPASSWORD=*** psql"),
    ("SSLPassword=x", "SSLPassword=***"),
    ("sqlite:////tmp/a:b.db", "sqlite:////tmp/a:b.db"),
    ("12:30 a@b.org", "12:30 a@b.org"),
]


@pytest.mark.parametrize(("text", "expected"), UNKNOWN)
def test_an_unknown_password_is_hidden_by_its_place(text: str, expected: str) -> None:
    assert secrets.mask(text) == expected


def test_a_plain_word_is_hidden_only_where_it_stands_alone() -> None:
    secrets.remember("postgres")
    assert secrets.mask("postgresql wants postgres") == "postgresql wants ***"


def test_the_environments_password_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "s3cret-of-env")
    assert secrets.mask("the s3cret-of-env") == "the ***"


def test_nothing_is_remembered_of_nothing() -> None:
    secrets.remember("")
    secrets.remember(None)
    assert secrets.mask("as it is") == "as it is"


PASSWORD = "p@ss:w/rd%[$]?'é"


@pytest.fixture
def locked_url(postgres: Server) -> Iterator[str]:
    """A database whose role needs PASSWORD; the URL does not hold it."""
    url = postgres.tcp_url(urlsplit(postgres.new_database()).path[1:])
    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute(f'DROP ROLE IF EXISTS "{PASSWORD_ROLE}"')
        literal = psycopg.sql.Literal(PASSWORD)
        role = psycopg.sql.Identifier(PASSWORD_ROLE)
        raw.execute(psycopg.sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(role, literal))
    yield url.replace("postgres@", f"{PASSWORD_ROLE}@")
    postgres.drop_database(url)
    postgres.run(f'DROP ROLE "{PASSWORD_ROLE}"')


def opens(url: str) -> bool:
    with open_database(url).open() as connection:
        return connection.execute("select current_user::text") == [(PASSWORD_ROLE,)]


@pytest.mark.parametrize("written", [PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD)])
def test_the_password_in_the_url(locked_url: str, written: str) -> None:
    url = locked_url.replace("@", f":{written}@")
    assert opens(url)
    assert PASSWORD not in open_database(url).url
    assert PASSWORD not in repr(open_database(url))


def test_the_password_in_the_environment(locked_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    assert opens(locked_url)


def test_the_password_in_pgpass(
    locked_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    escaped = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
    file = tmp_path / "pgpass"
    file.write_text(f"*:*:*:{PASSWORD_ROLE}:{escaped}\n")
    file.chmod(0o600)
    monkeypatch.setenv("PGPASSFILE", str(file))
    assert opens(locked_url)


def test_the_password_in_the_keyring(locked_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = open_database(locked_url)
    account = f"{PASSWORD_ROLE}@{locked_url.rpartition('@')[2]}"
    stored = {("migrate-tui", account): PASSWORD}
    monkeypatch.setattr("keyring.get_password", lambda *key: stored.get(key))
    assert opens(locked_url)
    assert database.url == locked_url
    assert secrets.mask(f"it is {PASSWORD}") == "it is ***"


def test_no_keyring_is_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    assert secrets.from_keyring("u@h:1/d") is None


@pytest.mark.parametrize(
    ("password", "message"), [("", "wants a password"), (":wr0ng@x", "refused the password")]
)
def test_a_missing_or_wrong_password_is_named_but_not_shown(
    locked_url: str, password: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("keyring.get_password", lambda *key: None)
    with pytest.raises(Blocked, match=message) as caught:
        open_database(locked_url.replace("@", f"{password}@")).open()
    assert PASSWORD_ROLE in caught.value.message
    assert "PGPASSWORD" in caught.value.hint and "migrate-tui secret set" in caught.value.hint
    assert "wr0ng" not in str(caught.value)
