"""What a plan says arrives in its models: defaults, shapes, lines, environments, params, files."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from migrate_tui.engine.plan import Constant, Percent, PerDatabase, Plan, Rejects, load_plan
from plan_files import head, loaded, problems, students, written

FULL = """\
merge: {match: lower(email), prefer: [new, pupils], by: updated, columns: {name: longest, at: min}}
owns: kind = 's'
keep: [made_at]
update_if: false
on_missing: delete
triggers: off
ignore: [legacy]
columns:
  "*": same
  id: uuid_for('s', id)
  on: true
  rank: 1
  rate: 0.5
  piece: null
require:
  - {that: "id <> ''", else: no id}
"""


def test_defaults(tmp_path: Path) -> None:
    plan = loaded(tmp_path, head(""))
    assert (plan.timezone, plan.params, plan.mask, plan.mappings) == ("UTC", {}, (), ())
    assert (plan.backup.directory, plan.backup.keep_days) == ("backups", 7)
    assert (plan.backup.compress, plan.backup.of) == ("gzip", ("target",))
    assert (plan.schema_, plan.clean_up, plan.schedule, plan.guard) == (None, None, None, None)
    assert (plan.env, plan.seeds, plan.protected) == (None, False, False)
    assert (plan.directory, plan.file) == (tmp_path, "plan.yaml")


def test_a_mapping(tmp_path: Path) -> None:
    text = students(FULL).replace("from: pupils", "from: [pupils, new]")
    (mapping,) = loaded(tmp_path, text).mappings
    assert (mapping.name, mapping.into, mapping.key) == ("students", "students", ("id",))
    assert mapping.source.tables == ("pupils", "new")
    assert mapping.merge is not None
    assert mapping.merge.prefer == ("new", "pupils")
    assert mapping.merge.columns == {"name": "longest", "at": "min"}
    assert (mapping.update_if, mapping.on_missing, mapping.triggers) == (False, "delete", "off")
    assert (mapping.owns, mapping.keep, mapping.ignore) == ("kind = 's'", ("made_at",), ("legacy",))
    assert [(r.that, r.else_) for r in mapping.require] == [("id <> ''", "no id")]
    assert mapping.columns == {
        "*": "same",
        "id": "uuid_for('s', id)",
        "on": Constant(value=True),
        "rank": Constant(value=1),
        "rate": Constant(value=0.5),
        "piece": Constant(value=None),
    }
    assert list(mapping.columns) == ["*", "id", "on", "rank", "rate", "piece"]


def test_bare_words_are_not_booleans(tmp_path: Path) -> None:
    """YAML 1.2: on, off, yes and no are text; a date is text as well."""
    mapping = loaded(tmp_path, students("columns: {id: on, b: no, c: 2024-01-01}\n")).mappings[0]
    assert mapping.columns == {"id": "on", "b": "no", "c": "2024-01-01"}


def test_lines(tmp_path: Path) -> None:
    plan = loaded(tmp_path, students(FULL).replace("[new, pupils]", "newest") + "checks: []\n")
    (mapping,) = plan.mappings
    assert mapping.line == 5
    assert mapping.lines["from"] == 6
    assert mapping.lines["merge.match"] == 8
    assert (mapping.lines["columns.id"], mapping.lines["columns.piece"]) == (17, 21)
    assert mapping.lines["require.0.that"] == 23
    assert mapping.line_of("columns.unknown") == mapping.lines["columns"] == 15
    assert mapping.line_of("where") == mapping.line
    assert plan.lines["checks"] == 24


def test_sql_per_database(tmp_path: Path) -> None:
    plan = loaded(
        tmp_path,
        head("checks: [{name: a, no_rows: q}, {name: b, no_rows: {sqlite: s}}]\n"),
    )
    first, second = (check.no_rows for check in plan.checks)
    assert first == PerDatabase(sqlite="q", postgresql="q")
    assert second is not None
    assert (second.get("sqlite"), second.get("postgresql")) == ("s", None)
    assert second.sides() == (("sqlite", "s"),)


BUDGETS = [
    (0, 0, 10, False),
    (0, 1, 10, True),
    (5, 5, 10, False),
    ("1%", 1, 100, False),
    ("1%", 2, 100, True),
    ("1%", 1, 99, True),
    ("0.5%", 1, 200, False),
    ("0%", 0, 0, False),
    ("100%", 7, 7, False),
]


@pytest.mark.parametrize(("budget", "rejected", "read", "exceeded"), BUDGETS)
def test_the_budget_of_rejects(budget: int | str, rejected: int, read: int, exceeded: bool) -> None:
    rejects = Rejects.model_validate({"max": budget})
    assert rejects.exceeded(rejected, read) is exceeded
    assert str(rejects.max) == str(budget)


def test_a_percentage_is_exact() -> None:
    budget = Rejects.model_validate({"max": "0.1%"}).max
    assert isinstance(budget, Percent)
    assert not Rejects(max=budget).exceeded(3, 3000)


ENVIRONMENTS = """\
plan: studio
source: "${OLD}"
target: ${NEW:-sqlite:///new.db}
environments:
  local: {source: sqlite:///local.db, seed: true}
  live: {source: "${LIVE}", target: "postgresql://h/${DB}_live", protected: true}
guard: {hash: "${HASH:-scrypt$2$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA}", env: PASSWORD}
"""

SEEN = [
    (None, {"OLD": "sqlite:///o.db"}, "sqlite:///o.db", "sqlite:///new.db", False, False),
    (None, {"OLD": "s://x", "NEW": "same"}, "s://x", "same", False, False),
    (None, {"OLD": "s://x", "NEW": ""}, "s://x", "sqlite:///new.db", False, False),
    ("local", {}, "sqlite:///local.db", "sqlite:///new.db", True, False),
    ("live", {"LIVE": "s://l", "DB": "d"}, "s://l", "postgresql://h/d_live", False, True),
]


@pytest.mark.parametrize(("env", "environ", "source", "target", "seeds", "protected"), SEEN)
def test_environments(
    tmp_path: Path,
    env: str | None,
    environ: dict[str, str],
    source: str,
    target: str,
    seeds: bool,
    protected: bool,
) -> None:
    plan = load_plan(written(tmp_path, ENVIRONMENTS), env=env, environ=environ)
    assert (plan.source, plan.target) == (source, target)
    assert (plan.env, plan.seeds, plan.protected) == (env, seeds, protected)
    assert plan.guard is not None
    assert plan.guard.hash == "scrypt$2$1$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"


UNSET = [
    (None, {}, ["2: source: the environment variable OLD is not set"]),
    (None, {"OLD": ""}, ["2: source: the environment variable OLD is empty"]),
    (
        "live",
        {},
        [
            "6: environments.live.source: the environment variable LIVE is not set",
            "6: environments.live.target: the environment variable DB is not set",
        ],
    ),
    (
        "lokal",
        {"OLD": "s://x"},
        ["4: there is no environment lokal (there are: local, live); did you mean `local`?"],
    ),
]


@pytest.mark.parametrize(("env", "environ", "expected"), UNSET)
def test_what_an_environment_lacks(
    tmp_path: Path, env: str | None, environ: dict[str, str], expected: list[str]
) -> None:
    found = problems(written(tmp_path, ENVIRONMENTS), env=env, environ=environ)
    assert found == [f"plan.yaml:{text}" for text in expected]


def test_no_environments_at_all(tmp_path: Path) -> None:
    found = problems(written(tmp_path, head("")), env="live")
    assert found == ["plan.yaml:1: there is no environment live (there are: none)"]


@pytest.mark.parametrize("url", ["${OLD", "${OLD-x}", "${1}", "${}"])
def test_a_variable_that_is_none(tmp_path: Path, url: str) -> None:
    text = f'plan: studio\nsource: "{url}"\ntarget: same\n'
    (found,) = problems(written(tmp_path, text), environ={"OLD": "x"})
    assert found == "plan.yaml:2: source: has a ${ that is neither ${NAME} nor ${NAME:-default}"


def test_variables_stand_only_in_urls_and_hashes(tmp_path: Path) -> None:
    plan = loaded(tmp_path, students("columns: {id: \"'${HOME}'\"}\n"))
    assert plan.mappings[0].columns["id"] == "'${HOME}'"


PARAMS = "params: {user: null, limit: 10, rate: 0.5, dry: false, name: anna}\n"
GIVEN = [
    ({}, {}),
    ({"user": "12"}, {"user": "12"}),
    ({"limit": "12"}, {"limit": 12}),
    ({"rate": "1"}, {"rate": 1.0}),
    ({"dry": "TRUE"}, {"dry": True}),
    ({"dry": "no"}, {"dry": False}),
    ({"name": "true"}, {"name": "true"}),
    ({"name": ""}, {"name": ""}),
]


@pytest.mark.parametrize(("given", "changed"), GIVEN)
def test_params_have_the_type_of_their_default(
    tmp_path: Path, given: dict[str, str], changed: dict[str, object]
) -> None:
    plan = load_plan(written(tmp_path, head(PARAMS)), params=given, environ={})
    default = {"user": None, "limit": 10, "rate": 0.5, "dry": False, "name": "anna"}
    assert plan.params == default | changed
    assert [type(v) for v in plan.params.values()] == [
        type(v) for v in (default | changed).values()
    ]


WRONG_PARAMS = [
    ({"limit": "many"}, "--param limit: 'many' is no whole number like its default 10"),
    ({"limit": "1.5"}, "--param limit: '1.5' is no whole number like its default 10"),
    ({"rate": "x"}, "--param rate: 'x' is no number like its default 0.5"),
    ({"dry": "maybe"}, "--param dry: 'maybe' is no boolean; say true or false"),
    (
        {"usr": "1"},
        "--param usr: the plan has no such param (it has: user, limit, rate, dry, name); "
        "did you mean `user`?",
    ),
]


@pytest.mark.parametrize(("given", "problem"), WRONG_PARAMS)
def test_params_that_do_not_fit(tmp_path: Path, given: dict[str, str], problem: str) -> None:
    assert problems(written(tmp_path, head(PARAMS)), params=given) == [problem]


def test_a_param_for_a_plan_that_has_none(tmp_path: Path) -> None:
    (found,) = problems(written(tmp_path, head("")), params={"user": "1"})
    assert found == "--param user: the plan has no such param (it has: none)"


SCHEMA = """\
schema:
  apply: {postgresql: sql/pg.sql, sqlite: sql/lite.sql}
  after_load: late.sql
"""


def test_files_are_found_from_the_plan(tmp_path: Path) -> None:
    files = {"sql__pg_sql": "a", "sql__lite_sql": "b", "late_sql": "c"}
    plan = loaded(tmp_path, head(SCHEMA), **files)
    assert sorted(plan.files) == ["late.sql", "sql/lite.sql", "sql/pg.sql"]
    assert plan.path("late.sql").read_text() == "c"


def test_files_that_are_not_there(tmp_path: Path) -> None:
    assert problems(written(tmp_path, head(SCHEMA), sql__lite_sql="b")) == [
        "plan.yaml:5: there is no file sql/pg.sql",
        "plan.yaml:6: there is no file late.sql",
    ]


def test_folders(tmp_path: Path) -> None:
    text = head("schema: {migrations: steps}\nseed: {sqlite: samples}\n")
    plan = loaded(tmp_path, text, steps__1__migration_sql="a", samples__a_sql="b")
    assert sorted(plan.files) == ["samples/a.sql", "steps/1/migration.sql"]
    assert plan.seed == ()
    assert plan.seed_folder == PerDatabase(sqlite="samples")


def test_folders_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "samples").mkdir()
    assert problems(written(tmp_path, head("schema: {migrations: steps}\nseed: samples\n"))) == [
        "plan.yaml:4: there is no folder steps",
        "plan.yaml:5: the folder samples holds no .sql file",
    ]


def test_a_plan_is_frozen(tmp_path: Path) -> None:
    plan = loaded(tmp_path, head(""))
    with pytest.raises(ValidationError):
        plan.source = "other"  # type: ignore[misc]


def test_mappings_by_name(tmp_path: Path) -> None:
    plan: Plan = loaded(tmp_path, students("columns: {id: id}\n"))
    assert plan.mapping("students") is plan.mappings[0]
    assert plan.mapping("nobody") is None
