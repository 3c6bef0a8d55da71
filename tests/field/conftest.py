"""One file of everything that has hurt, taken to PostgreSQL twice: as `init` writes its plan, and
with the remedies taken that the plan names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from field_site import Taken, moved
from realpg import Server


@pytest.fixture(scope="session")
def field(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Taken]:
    """The plan as it was written, but for its budget of rejects."""
    url = postgres.new_database()
    yield moved(tmp_path_factory.mktemp("field"), url, {})
    postgres.drop_database(url)


REMEDIES = {  # column: which of the alternatives that the plan names
    "moments.ns": 0,
    "moments.mixed": 0,
    "unknown_dates.born": 0,
    "odd_dates.zeros": 0,
    "odd_dates.julian": 0,
    "odd_dates.packed": 0,
    "odd_dates.day": 0,
    "nul.t": 0,
    "nul.short": 1,
    "json_odd.j": 0,
    "broken.t": 0,
    "loose.n": 0,
    "words.r": 0,
    "reals.price": 0,
    "lengths.v": 0,
    "flags.gap": 0,
    "blobs.t": 1,
    "orphans.wide_id": 0,
}


@pytest.fixture(scope="session")
def mended(tmp_path_factory: pytest.TempPathFactory, postgres: Server) -> Iterator[Taken]:
    """The same file, with a remedy for every column that has one."""
    url = postgres.new_database()
    yield moved(tmp_path_factory.mktemp("mended"), url, REMEDIES)
    postgres.drop_database(url)
