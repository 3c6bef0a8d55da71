"""`schema` as it is typed: what it prints, asks and exits with."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from migrate_tui.cli.commands import migrate_tui
from migrate_tui.engine.history import runs
from migration_site import BIO_NAME, INIT_NAME, Folder, folder, lite

__all__ = ["folder", "lite"]


def schema(at: Folder, *words: str, answer: str | None = None) -> Result:
    name, *rest = words
    plan = str(at.path / "plan.yaml")
    return CliRunner().invoke(migrate_tui, ["schema", name, plan, *rest], input=answer)


def test_status_tells_by_its_exit_code_whether_all_is_applied(folder: Folder) -> None:
    before = schema(folder, "status")
    assert (before.exit_code, before.stdout.count("▶ pending")) == (5, 2)
    assert "migrate-tui schema apply plan.yaml" in before.stdout
    assert schema(folder, "apply").exit_code == 0
    after = schema(folder, "status")
    assert (after.exit_code, after.stdout.count("✓ applied")) == (0, 2)
    folder.file(BIO_NAME).write_text("select 1;")
    drifted = schema(folder, "status")
    assert (drifted.exit_code, "✗ changed" in drifted.stdout) == (5, True)
    assert f"schema resolve plan.yaml --applied {BIO_NAME}" in drifted.stdout


def test_status_as_json(folder: Folder) -> None:
    schema(folder, "apply")
    folder.write("20250101000000_more", 'create table "Parent" (id integer); select 1;')
    folder.ask('create table "Third" (id integer)')
    folder.write("20250201000000_third", 'create table "Third" (id integer);')
    ended = schema(folder, "status", "--json")
    told = json.loads(ended.stdout)
    assert (ended.exit_code, told["exit_code"], told["in_sync"]) == (5, 5, False)
    assert told["plan"] == "plan.yaml" and told["folder"] == str(folder.path / "migrations")
    first, *_, last = told["migrations"]
    assert first.keys() == last.keys()
    assert (first["name"], first["status"], first["statements_done"]) == (INIT_NAME, "applied", 3)
    assert (last["status"], last["by"], last["at"], last["statements"]) == (
        *("pending", None, None, 1),
    )
    assert told["unrecorded"] == [
        {"object": "table Third", "place": "20250201000000_third/migration.sql:1"}
    ]


def test_apply_is_a_run_of_the_schema_step(lite: Folder) -> None:
    ended = schema(lite, "apply", "--json")
    told = json.loads(ended.stdout)
    assert [step["name"] for step in told["steps"]] == ["schema"]
    assert [record.command for record in runs(lite.path)] == ["schema apply"]


def test_a_protected_environment_wants_its_word(lite: Folder) -> None:
    for words in (("apply",), ("down", "--yes"), ("resolve", "--applied", INIT_NAME)):
        refused = schema(lite, *words, "--env", "live")
        assert (refused.exit_code, "--confirm school" in refused.stderr) == (8, True), words
    assert schema(lite, "apply", "--env", "live", "--confirm", "school").exit_code == 0


def test_new_makes_the_next_folder(lite: Folder) -> None:
    ended = schema(lite, "new", "Add", "bio to users!")
    assert re.fullmatch(r".*/migrations/\d{14}_add_bio_to_users/migration\.sql\n", ended.stdout)
    assert Path(ended.stdout.strip()).read_bytes() == b""
    again = schema(lite, "new", "and more")
    assert again.stdout > ended.stdout
    assert list(lite.status().values()) == ["pending"] * 4


def test_new_makes_the_first_folder_of_each_side(tmp_path: Path) -> None:
    text = "plan: p\nsource: sqlite:///a\ntarget: same\nschema: {migrations: {%s}}\n"
    (tmp_path / "plan.yaml").write_text(text % "sqlite: prisma/lite, postgresql: prisma/server")
    at = Folder(tmp_path, "sqlite:///a")
    made = schema(at, "new", "init").stdout.splitlines()
    assert [Path(line).parts[-3] for line in made] == ["server", "lite"]
    assert schema(at, "new", "!!").exit_code == 2


@pytest.mark.parametrize("text", ["plan: p\n", "plan: p\nschema: {apply: x.sql}\n"])
def test_new_wants_a_folder_named_in_the_plan(tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.yaml").write_text(text)
    ended = schema(Folder(tmp_path, ""), "new", "init")
    assert (ended.exit_code, "names no folder of migrations" in ended.stderr) == (2, True)


def test_a_plan_without_migrations_has_no_status(lite: Folder) -> None:
    text = (lite.path / "plan.yaml").read_text()
    (lite.path / "plan.yaml").write_text(text.replace("{migrations: migrations}", "{rename: {}}"))
    ended = schema(lite, "status")
    assert (ended.exit_code, "names no folder of migrations" in ended.stderr) == (2, True)


def test_down_asks_and_undoes(lite: Folder) -> None:
    schema(lite, "apply")
    asked = schema(lite, "down")
    assert (asked.exit_code, "Say it with --yes." in asked.stderr) == (8, True)
    assert schema(lite, "down", "--yes").exit_code == 0
    assert lite.status()[BIO_NAME] == "pending"


def test_reset_wants_words(lite: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    schema(lite, "apply")
    assert schema(lite, "reset").exit_code == 8
    monkeypatch.setattr("migrate_tui.cli.schema.answers", lambda: True)
    assert schema(lite, "reset", answer="no\n").exit_code == 8
    assert schema(lite, "reset", "--env", "live", answer="school\n").exit_code == 8
    assert schema(lite, "reset", answer="school\n").exit_code == 0
    assert schema(lite, "reset", "--confirm", "school", "--json").exit_code == 0


@pytest.mark.parametrize("words", [(), ("--applied", "a", "--rolled-back", "b")])
def test_resolve_wants_one_of_two_words(lite: Folder, words: tuple[str, ...]) -> None:
    ended = schema(lite, "resolve", *words)
    assert (ended.exit_code, "Say either" in ended.stderr) == (2, True)


def test_resolve_records(lite: Folder) -> None:
    assert schema(lite, "resolve", "--applied", INIT_NAME).exit_code == 0
    assert lite.status() == {INIT_NAME: "applied", BIO_NAME: "pending"}
    ended = schema(lite, "resolve", "--rolled-back", INIT_NAME)
    assert (ended.exit_code, "schema down" in ended.stderr) == (3, True)


def test_an_interrupted_one_names_the_command_that_goes_on(
    lite: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("migrate_tui.engine.applying._run", killed)
    ended = schema(lite, "apply", "--json")
    assert ended.exit_code == 6
    (again,) = json.loads(ended.stdout)["next_steps"]
    assert again == f"migrate-tui schema apply {lite.path / 'plan.yaml'} --json"
