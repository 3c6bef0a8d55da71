"""A digest changes with the meaning and with nothing else."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from migrate_tui.engine.plan import Plan, load_plan
from plan_files import written

BASE = """\
plan: studio
source: postgresql://anna:one@host/old
target: postgresql://host/new?password=one
params: {user: null, limit: 1}
schema: {apply: new.sql}
seed: [{into: levels, key: [id], rows: levels.csv}]
mappings:
  - into: students
    from: pupils
    where: a = 1
    key: [id]
    columns: {id: id, name: trim(name), rank: 1}
guard: {hash: scrypt$2$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA, env: PASSWORD}
"""
FILES = {"new_sql": "create table a (b int);", "levels_csv": "id\n1\n"}
MAPPING = BASE[BASE.index("  - into") : BASE.index("guard")]

SAME = {
    "nothing": BASE,
    "comments and empty lines": "# a plan\n\n" + BASE.replace("a = 1\n", "a = 1  # only these\n"),
    "the order of keys": BASE.replace(
        MAPPING,
        "  - key: [id]\n" + MAPPING.replace("  - into", "    into").replace("    key: [id]\n", ""),
    ),
    "the order of columns": BASE.replace(
        "{id: id, name: trim(name), rank: 1}", "{rank: 1, name: trim(name), id: id}"
    ),
    "quotes": BASE.replace("where: a = 1", 'where: "a = 1"'),
    "layout": BASE.replace("where: a = 1", "where: >-\n      a\n      = 1"),
    "one table as a list": BASE.replace("from: pupils", "from: [pupils]"),
    "the name that it has anyway": BASE.replace("  - into", "  - name: students\n    into"),
    "defaults": BASE + "timezone: UTC\nbackup: {keep_days: 7}\n",
    "both sides the same": BASE.replace("new.sql", "{postgresql: new.sql, sqlite: new.sql}"),
    "passwords": BASE.replace("anna:one@", "anna:two@").replace("password=one", "password=two"),
    "the guard's password": BASE.replace(
        "scrypt$2$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
        "scrypt$4$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
    ),
}

OTHER = {
    "the name": BASE.replace("studio", "other"),
    "the database": BASE.replace("host/old", "host/older"),
    "the user": BASE.replace("anna", "bert"),
    "a param": BASE.replace("limit: 1", "limit: 2"),
    "an expression": BASE.replace("trim(name)", "name"),
    "a constant that looks the same": BASE.replace("rank: 1", "rank: '1'"),
    "a constant of another type": BASE.replace("rank: 1", "rank: true"),
    "the where": BASE.replace("a = 1", "a = 2"),
    "a column": BASE.replace(", rank: 1", ""),
    "the zone": BASE + "timezone: Europe/Berlin\n",
    "the budget": BASE + "rejects: {max: 1%}\n",
    "an environment": BASE + "environments: {live: {protected: true}}\n",
    "a check": BASE + "checks: [{name: a, no_rows: select 1}]\n",
}


def load(directory: Path, text: str, **files: str) -> Plan:
    return load_plan(written(directory, text, **{**FILES, **files}), environ={})


@pytest.fixture
def base(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return load(tmp_path_factory.mktemp("base"), BASE)


@pytest.mark.parametrize("text", SAME.values(), ids=SAME)
def test_the_same_meaning(tmp_path: Path, base: Plan, text: str) -> None:
    plan = load(tmp_path, dedent(text))
    assert plan.digest() == base.digest()
    assert plan.mappings[0].digest() == base.mappings[0].digest()


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_another_meaning(tmp_path: Path, base: Plan, text: str) -> None:
    assert text != BASE
    assert load(tmp_path, text).digest() != base.digest()


def test_a_digest_is_sha256(base: Plan) -> None:
    for digest in (base.digest(), base.mappings[0].digest()):
        assert len(digest) == 64
        assert int(digest, 16)


def test_the_rows_of_a_file_count(tmp_path: Path, base: Plan) -> None:
    plan = load(tmp_path, BASE, levels_csv="id\n2\n")
    assert plan.digest() != base.digest()
    assert plan.seed[0].digest() != base.seed[0].digest()
    assert plan.mappings[0].digest() == base.mappings[0].digest()


def test_rows_count_wherever_they_stand(tmp_path: Path, base: Plan) -> None:
    plan = load(tmp_path, BASE.replace("rows: levels.csv", "rows: [{id: '1'}]"))
    assert plan.digest() == base.digest()


def test_sql_files_count(tmp_path: Path, base: Plan) -> None:
    plan = load(tmp_path, BASE, new_sql="create table a (b text);")
    assert plan.digest() != base.digest()


def test_every_file_of_a_folder_counts(tmp_path: Path) -> None:
    text = BASE.replace("apply: new.sql", "migrations: steps")
    digests = {load(tmp_path, text, steps__1__migration_sql="a").digest()}
    digests.add(load(tmp_path, text, steps__2__migration_sql="b").digest())
    digests.add(load(tmp_path, text, steps__2__migration_sql="c").digest())
    assert len(digests) == 3


def test_params_of_the_run_count(tmp_path: Path, base: Plan) -> None:
    path = written(tmp_path, BASE, **FILES)
    assert load_plan(path, params={"user": "anna"}, environ={}).digest() != base.digest()
    assert load_plan(path, params={"limit": "1"}, environ={}).digest() == base.digest()


def test_the_mapping_counts_by_itself(tmp_path: Path, base: Plan) -> None:
    """What stands around a mapping changes nothing about the rows that it wants."""
    plan = load(tmp_path, BASE.replace("studio", "other") + "mask: [name]\n")
    assert plan.mappings[0].digest() == base.mappings[0].digest()
    plan = load(tmp_path, BASE.replace("a = 1", "a = 2"))
    assert plan.mappings[0].digest() != base.mappings[0].digest()
