"""docs/security.md says what the program does, and no password is in anything that a run leaves."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from migrate_tui.cli.commands import migrate_tui
from readme_tour import BLOCK, ROOT, environment, play, squeezed
from realpg import Server
from small_site import PLAN, SCHEMA, at
from test_guard import HASH, PASSWORD

PAGE = (ROOT / "docs" / "security.md").read_text()


def test_the_pages_commands_say_what_it_says(tmp_path: Path) -> None:
    plans = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "plan.yaml").write_text(plans[0])
    columns = "(id integer primary key, email text, age integer)"
    (tmp_path / "schema.sql").write_text(f"create table students {columns};\n")
    with closing(sqlite3.connect(tmp_path / "studio.db")) as raw, raw:
        raw.execute("create table pupils (id integer primary key, email text, age text)")
        rows = [(1, "ann@example.org", "7"), (2, "bob@example.org", "seven")]
        raw.executemany("insert into pupils values (?, ?, ?)", rows)
    environ = environment(None)
    blocks = [match[1] for match in BLOCK.finditer(PAGE)]
    assert len(blocks) == 4
    for block in blocks:
        assert squeezed(play(block, tmp_path, environ)) == squeezed(block.rstrip("\n"))


URL_PASSWORD = "p@ss:w/rd%[$]?'é"


def test_no_password_is_in_anything_that_a_run_leaves(
    tmp_path: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url, role = postgres.new_database(), "keeps_a_secret"
    run = at(url)
    quoted = URL_PASSWORD.replace("'", "''")
    run(f"create role {role} superuser login password '{quoted}'")
    secret = url.replace("postgres@", f"{role}:{URL_PASSWORD}@")
    monkeypatch.setenv("STUDIO_DATABASE", secret)
    monkeypatch.setenv("STUDIO_PASSWORD", PASSWORD)
    run("create table pupils (id integer primary key, name text, age text)")
    run("insert into pupils values (1, 'Ann', '7'), (2, 'Bob', 'x')")
    text = PLAN.replace('"sqlite:///old.db"', '"${STUDIO_DATABASE}"')
    text = text.replace('"sqlite:///new.db"', "same") + "rejects: {max: 1}\n"
    (tmp_path / "plan.yaml").write_text(f"{text}guard: {{hash: '{HASH}', env: STUDIO_PASSWORD}}\n")
    (tmp_path / "schema.sql").write_text(SCHEMA)
    said = [
        CliRunner().invoke(migrate_tui, words.split()).output
        for words in (
            "check plan.yaml",
            "run plan.yaml -v",
            "run plan.yaml --json",
            "report --format html",
            "report --format json",
            "rejects --json",
            "history --json",
            "rollback plan.yaml --yes -v",
            "restore plan.yaml --yes -v",
            "schedule plan.yaml",
        )
    ]
    try:
        kept = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != "plan.yaml"]
        left = [*said, *(p.read_bytes().decode(errors="replace") for p in kept)]
        tables = run("select tablename from pg_tables where schemaname = 'migrate_tui'")
        left += [repr(run(f"select * from migrate_tui.{name}")) for (name,) in tables]
    finally:
        postgres.drop_database(url)
        postgres.run(f"drop role {role}")
    assert len(kept) > 5 and "2 read" in "".join(said)
    for form in (URL_PASSWORD, URL_PASSWORD[:6], PASSWORD, HASH, HASH.rpartition("$")[2]):
        assert all(form not in text for text in left), form
