"""Fixtures: fresh databases on real servers, started on demand, one a worker and version."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import quick
from migrate_tui.engine import secrets
from pictures import Snap
from realpg import Binaries, Server, serve
from versions import IDS, VERSIONS

quick.keep_bytecode()
quick.use_memory()
quick.share_styles()
quick.fork_engines()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-snapshots", action="store_true", help="redraw snapshots/")


def pytest_collection_finish() -> None:
    """What thousands of tests share is never garbage; to search it again and again costs much."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 10, 10)


@pytest.fixture
def snap(request: pytest.FixtureRequest) -> Snap:
    """Compares a screen with its picture in snapshots/."""
    return Snap(update=request.config.getoption("--update-snapshots"))


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """A password that one test has learnt hides no word of the next."""
    known = set(secrets._known)
    yield
    secrets._known.intersection_update(known)


@pytest.fixture(scope="session")
def start_server() -> Iterator[Callable[[Binaries | None], Server]]:
    """Starts the server of a version once and keeps it for the session."""
    running: dict[Binaries | None, Server] = {}
    with contextlib.ExitStack() as stack:

        def start(binaries: Binaries | None) -> Server:
            if binaries not in running:
                running[binaries] = stack.enter_context(serve(binaries))
            return running[binaries]

        yield start


@pytest.fixture(scope="session")
def postgres(start_server: Callable[[Binaries | None], Server]) -> Server:
    """The newest local server, else the wheel's."""
    return start_server(VERSIONS[0])


@pytest.fixture
def postgres_url(postgres: Server) -> Iterator[str]:
    """A fresh, empty database."""
    url = postgres.new_database()
    yield url
    postgres.drop_database(url)


@pytest.fixture
def fresh_url(postgres: Server) -> Iterator[Callable[[], str]]:
    """As many fresh databases as are asked for."""
    made: list[str] = []

    def fresh() -> str:
        made.append(postgres.new_database())
        return made[-1]

    yield fresh
    for url in made:
        postgres.drop_database(url)


@pytest.fixture(scope="session", params=VERSIONS, ids=IDS)
def postgres_server(
    request: pytest.FixtureRequest, start_server: Callable[[Binaries | None], Server]
) -> Server:
    """Every major version that there is, one after the other."""
    return start_server(request.param)


@pytest.fixture
def each_postgres_url(postgres_server: Server) -> Iterator[str]:
    """A fresh, empty database on every major version."""
    url = postgres_server.new_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def sqlite_path(tmp_path: Path) -> Path:
    """Where a fresh SQLite file may be made."""
    return tmp_path / "test.db"


@pytest.fixture
def sqlite_url(sqlite_path: Path) -> str:
    return f"sqlite:///{sqlite_path}"
