"""URLs: which database they name, and which two are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.sqlite import SQLiteDatabase
from migrate_tui.engine.databases.url import kind_of, postgresql_address, sqlite_path
from migrate_tui.engine.errors import Blocked


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("sqlite:///a.db", "sqlite"),
        ("sqlite+aiosqlite:///a.db", "sqlite"),
        ("postgres://h/d", "postgresql"),
        ("postgresql+psycopg://h/d", "postgresql"),
        ("PostgreSQL://h/d", "postgresql"),
    ],
)
def test_the_scheme_says_the_kind(url: str, kind: str) -> None:
    assert kind_of(url) == open_database(url).kind == kind


@pytest.mark.parametrize("url", ["mysql://u:sup3r@h/d", "file.db", "", "host=h password=sup3r"])
def test_an_unknown_scheme_is_blocked(url: str) -> None:
    with pytest.raises(Blocked, match="no scheme that is known") as caught:
        open_database(url)
    assert "sqlite:///" in caught.value.hint
    assert "sup3r" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///a b%20?.db", "/plan/a b%20?.db"),
        ("sqlite:///sub/a.db", "/plan/sub/a.db"),
        ("sqlite:////abs/a.db", "/abs/a.db"),
    ],
)
def test_a_sqlite_path(url: str, path: str) -> None:
    assert sqlite_path(url, Path("/plan")) == Path(path)


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite://a.db"])
def test_a_sqlite_url_must_name_a_file(url: str) -> None:
    with pytest.raises(Blocked, match="names no file"):
        open_database(url)


ADDRESSES = [
    ("postgresql://u:p@h:1/d", ("u", "p", "h", "1", "d", {})),
    ("postgresql://h/d", (None, None, "h", None, "d", {})),
    ("postgresql:///d", (None, None, None, None, "d", {})),
    ("postgresql://", (None, None, None, None, None, {})),
    ("postgresql://u@/d?host=/run/x&port=5", ("u", None, "/run/x", "5", "d", {})),
    ("postgresql://u@%2Frun%2Fx/d", ("u", None, "/run/x", None, "d", {})),
    ("postgresql://[::1]:5/d", (None, None, "::1", "5", "d", {})),
    ("postgresql://a:1,b:2/d", (None, None, "a,b", "1,2", "d", {})),
    ("postgresql://u:a@b:c/d?e=f#g%[$@h/d", ("u", "a@b:c/d?e=f#g%[$", "h", None, "d", {})),
    ("postgresql://u:p%40%25@h/d%2Fe", ("u", "p@%", "h", None, "d/e", {})),
    ("postgresql://u:100%@h/d", ("u", "100%", "h", None, "d", {})),
    ("postgresql://u:x@h?y@h2/d", ("u", "x@h?y", "h2", None, "d", {})),
    (
        'postgresql://h/d?schema=a "b\\&connection_limit=5&options=-c geqo=off',
        (None, None, "h", None, "d", {"options": '-c search_path="a\\ ""b\\\\" -c geqo=off'}),
    ),
    (
        "postgresql://h/d?user=u&password=p%26q&application_name=a@b&sslmode=require",
        ("u", "p&q", "h", None, "d", {"application_name": "a@b", "sslmode": "require"}),
    ),
]


@pytest.mark.parametrize(("url", "expected"), ADDRESSES)
def test_a_postgresql_url(url: str, expected: tuple[object, ...]) -> None:
    found = postgresql_address(url)
    parts = (found.user, found.password, found.host, found.port, found.database, found.options)
    assert parts == expected
    assert postgresql_address(found.masked).place == found.place


@pytest.mark.parametrize(
    "url", ["postgresql://h:port/d", "postgresql://h/d?x", "postgresql://h/a/b"]
)
def test_a_postgresql_url_that_cannot_be_read(url: str) -> None:
    with pytest.raises(Blocked, match="cannot be read"):
        open_database(url)


SAME = [
    ("postgresql://u:x@localhost/d", "postgres://v@127.0.0.1:5432/d", True),
    ("postgresql://u@h/d", "postgresql://u@h/e", False),
    ("postgresql://u@h:1/d", "postgresql://u@h:2/d", False),
    ("postgresql://u@h", "postgresql://v@H/u", True),
    ("postgresql://u@h/d", "sqlite:///d", False),
    ("sqlite:///d", "postgresql://u@h/d", False),
    ("sqlite:///a/../d", "sqlite:///d", True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_same_as(one: str, other: str, same: bool) -> None:
    assert open_database(one).same_as(open_database(other)) is same


def test_same_as_follows_links(sqlite_path: Path) -> None:
    sqlite_path.touch()
    link = sqlite_path.with_name("link.db")
    link.symlink_to(sqlite_path)
    assert SQLiteDatabase(link).same_as(SQLiteDatabase(sqlite_path))
