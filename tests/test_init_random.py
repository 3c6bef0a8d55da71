"""Random files by `init`, `run`, `run`, `rollback`: all rows arrive or are told, and go again."""

from __future__ import annotations

from pathlib import Path

import pytest

from init_site import Init
from random_files import build
from small import query
from torture import source_rows, target_rows

SEEDS = [seed if seed < 4 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(40)]
LEFT = (
    "select relname::text from pg_class where relnamespace = 'public'::regnamespace"
    " and relname <> 'migration_runs'"
)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_arrives_or_is_told_and_goes_again(
    seed: int, tmp_path: Path, postgres_url: str
) -> None:
    source = build(tmp_path / "old.db", seed)
    site = Init(tmp_path, "old.db", postgres_url)
    said = site.init("--json").json
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan.read_text().replace("rejects: {max: 0}", "rejects: {max: 1000}"))
    run = site.run("--batch-size", "7")
    into = {table["name"]: table["into"] for table in said["tables"]}
    rejected = {mapping["into"]: mapping["rejected"] for mapping in run["mappings"]}
    there = target_rows(postgres_url, into)
    told = {one["table"] for one in said["not_carried"]}
    for name, rows in source_rows(source).items():
        assert name in told or rows == there[name] + rejected[into[name]], name
    foretold = any(found["severity"] == "error" for found in said["findings"])
    assert foretold or not sum(rejected.values()) or "by its collation" in site.text()
    assert sum(m["inserted"] + m["updated"] for m in site.run()["mappings"]) == 0
    back = site.call("rollback", "plan.yaml", "--schema", "--yes", "--json")
    assert back.code == 0, back.err
    assert query(postgres_url, LEFT) == []
