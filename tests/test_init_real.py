"""Real databases, by `init` and an unedited `run`, into an empty PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from carried import assert_carried, assert_keys_valid, assert_sequences_ahead
from init_site import Init, shared

REAL = {  # foreign keys, identities
    "chinook.sqlite": (11, 10),
    "prisma-epoch-ms.sqlite": (11, 0),
    "prisma-iso8601.sqlite": (11, 0),
}


@pytest.mark.parametrize("name", REAL)
def test_a_real_database_arrives_value_by_value(
    name: str, tmp_path: Path, postgres_url: str
) -> None:
    source = shared(name)
    site = Init(tmp_path, str(source), postgres_url)
    site.init()
    before = site.texts()
    result = site.run()
    assert result["status"] == "done"
    assert all(verified["verdict"] == "match" for verified in result["verify"])
    assert all(check["ok"] for check in result["checks"])
    assert assert_carried(source, postgres_url) > 8_000
    assert (assert_keys_valid(postgres_url), assert_sequences_ahead(postgres_url)) == REAL[name]
    assert site.texts() == before
