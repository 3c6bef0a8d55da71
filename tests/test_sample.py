"""`sample`: rows of a source beside what the plan makes of them, before any target is there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from small_site import Place, at, place

__all__ = ["place"]


def asked(place: Place, *words: str) -> dict[str, Any]:
    ended = place.run("sample", "plan.yaml", "--json", *words)
    assert ended.exit_code == 0, ended.stderr
    told: dict[str, Any] = json.loads(ended.stdout)
    return told


def test_rows_are_shown_before_and_after_while_there_is_no_target(place: Place) -> None:
    place.sql("insert into pupils values (3, ' Cy ', 'nine')", at="old.db")
    place.plan(("name: name", "name: trim(name)"))
    told = asked(place)
    assert (told["mapping"], told["reads"]["age"]) == ("students", ["age"])
    first, _, third = told["rows"]
    assert (first["before"], first["after"]) == (
        {"id": "1", "name": "Ann", "age": "7"}, {"id": "1", "name": "Ann", "age": "7"},
    )  # fmt: skip
    assert (third["status"], third["after"]["name"]) == ("rejected", "Cy")
    assert "'nine'" in third["reason"]
    assert not (place.folder / "new.db").exists()
    assert not (place.folder / ".migrate-tui").exists()


def test_the_limit_holds_and_where_filters(place: Place) -> None:
    place.plan(("    key: [id]", "    where: id > 1\n    key: [id]"))
    told = asked(place, "--limit", "2", "--mapping", "students")
    assert [row["status"] for row in told["rows"]] == ["filtered", "row"]
    assert told["rows"][0]["after"] == {}
    assert len(asked(place, "--limit", "1")["rows"]) == 1


def test_what_the_plan_requires_is_asked(place: Place) -> None:
    place.plan(more="    require:\n      - {that: 'id > 1', else: too small}\n")
    assert [row["reason"] for row in asked(place)["rows"]] == ["too small", ""]


def test_masked_values_do_not_leave(place: Place) -> None:
    place.sql("update pupils set age = 'secret7'", at="old.db")
    place.plan(more="mask: [pupils.name, pupils.age]\n")
    said = json.dumps(asked(place))
    assert "Ann" not in said and "secret7" not in said


def test_types_are_those_of_the_target_once_it_is_there(place: Place) -> None:
    assert place.run("run", "plan.yaml", "--headless", "--step", "schema").exit_code == 0
    assert asked(place)["types"] == {"id": "INTEGER", "name": "TEXT", "age": "INTEGER"}


def test_a_parent_is_left_to_the_dry_run(place: Place) -> None:
    place.plan(
        more="""\
  - into: visits
    from: {query: 'select id as number, id as pupil from pupils'}
    key: [number]
    columns: {number: number, pupil: 'parent(students, id => pupil)'}
"""
    )
    told = asked(place, "--mapping", "visits")
    assert told["parents"] == {"pupil": "students"}
    assert told["rows"][0]["after"] == {"number": "1"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--mapping", "pupils"), "There is no mapping 'pupils'."),
        (("--limit", "0"), "0 is not in the range"),
    ],
)
def test_wrong_words_are_told(place: Place, words: tuple[str, ...], said: str) -> None:
    ended = place.run("sample", "plan.yaml", *words)
    assert (ended.exit_code, said in ended.stderr) == (2, True), ended.stderr


def test_a_source_that_is_not_there_is_told_and_none_is_made(place: Place) -> None:
    (place.folder / "old.db").unlink()
    ended = place.run("sample", "plan.yaml")
    assert (ended.exit_code, "There is no SQLite database" in ended.stderr) == (3, True)
    assert not (place.folder / "old.db").exists()


def test_people_read_it_as_a_table(place: Place) -> None:
    said = place.run("sample", "plan.yaml", "--plain").stdout
    assert "pupils 1" in said and "Ann" in said


def test_a_server_as_the_source_is_read_the_same(place: Place, postgres_url: str) -> None:
    execute = at(postgres_url)
    execute("create table pupils (id integer primary key, name text, age text, born timestamptz)")
    execute("insert into pupils values (1, ' Ann ', '7', '2024-01-02 03:04:05+00')")
    execute("insert into pupils values (2, 'Bob', 'x', null)")
    place.plan(
        ("sqlite:///old.db", postgres_url), ("name: name", "name: trim(name)\n      born: born")
    )
    first, second = asked(place)["rows"]
    assert first["after"] == {
        "id": "1", "name": "Ann", "born": "2024-01-02 03:04:05+00", "age": "7",
    }  # fmt: skip
    assert (second["status"], second["key"]) == ("rejected", "2")
    place.plan(("sqlite:///new.db", postgres_url.rpartition("/")[0] + "/nowhere"))
    assert place.run("sample", "plan.yaml").exit_code == 3


def test_a_query_of_a_server_is_read_too(place: Place, postgres_url: str) -> None:
    at(postgres_url)("create table pupils (id integer primary key, name text, age text)")
    at(postgres_url)("insert into pupils values (1, 'Ann', '7'), (2, 'Bob', '8')")
    place.plan(
        ("sqlite:///old.db", postgres_url),
        ("from: pupils", "from: {query: 'select id, name, age from pupils order by id'}"),
    )
    told = asked(place, "--limit", "1")
    assert [row["after"]["name"] for row in told["rows"]] == ["Ann"]
