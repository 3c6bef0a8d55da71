"""Law 13: a mirror deletes what its source has no longer, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.events import Finding, MappingVerified, RowSample
from mirror_site import FILES, MIRROR_ROUTES, NOTES, gone, ids, mirror
from small import SQLITE, counted, failure, skipped

each_route = pytest.mark.parametrize("route", MIRROR_ROUTES)


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


@pytest.mark.parametrize("route", [*MIRROR_ROUTES, FILES])
def test_law_13_what_the_source_has_no_longer_goes(tmp_path: Path, route: str, url: Any) -> None:
    site = mirror(tmp_path, route, url)
    assert counted(site.migrate()).deleted == 0
    gone(site, "id in (2, 4)")
    dry = site.dry_run()
    samples = [s for s in dry.of(RowSample) if s.status == "gone"]
    assert [(s.key, s.after) for s in samples] == [("2", None), ("4", None)]
    assert samples[0].before == {"id": "2", "u": "ann", "v": "b"}
    assert ids(site) == [1, 2, 3, 4]
    wet = site.migrate()
    assert counted(wet).deleted == 2
    assert_same_figures(dry, wet)
    assert ids(site) == [1, 3]
    assert site.steps("verify").exit_code == 0
    assert counted(site.migrate()).deleted == 0
    assert skipped(site.migrate())
    site.roll_back()
    assert ids(site) == []


@each_route
def test_law_13_a_param_never_touches_another_users_rows(
    tmp_path: Path, route: str, url: Any
) -> None:
    chosen = {"where": "u = :user", "owns": "u = :user", "plan": {"params": {"user": None}}}
    site = mirror(tmp_path, route, url, **chosen)
    for user in ("ann", "bob"):
        site.migrate(params={"user": user})
    gone(site, "id in (2, 4)")
    ann = {"user": "ann"}
    dry, wet = site.dry_run(params=ann), site.migrate(params=ann)
    assert_same_figures(dry, wet)
    assert counted(wet).deleted == 1
    assert ids(site) == [1, 3, 4]
    assert site.steps("verify", params=ann).exit_code == 0
    assert "1 of the 1 rows" in failure(site.migrate(params={"user": "bob"}, code=8))
    assert counted(site.migrate(params={"user": "nobody"})).deleted == 0
    assert counted(site.migrate()).deleted == 0
    assert ids(site) == [1, 3, 4]


@each_route
def test_law_13_an_empty_source_is_asked_about(tmp_path: Path, route: str, url: Any) -> None:
    site = mirror(tmp_path, route, url)
    site.migrate()
    gone(site, "true")
    for step in ("dry-run", "migrate"):
        found = failure(site.steps(step, code=8))
        assert "4 of the 4 rows in its scope would be deleted, the plan allows 50%" in found
        assert "--confirm 'delete fresh'" in found
    assert ids(site) == [1, 2, 3, 4]
    site.document["deletes"] = {"max": 3}
    assert "the plan allows 3" in failure(site.migrate(code=8))
    assert counted(site.migrate(confirm="delete fresh")).deleted == 4
    assert ids(site) == []


@each_route
def test_law_13_rows_that_come_do_not_excuse_those_that_go(
    tmp_path: Path, route: str, url: Any
) -> None:
    """Every key is another one: the dry run and the migration ask alike."""
    site = mirror(tmp_path, route, url)
    site.migrate()
    site.execute("update legacy set id = id + 10", at="source")
    for step in ("dry-run", "migrate"):
        assert "4 of the 4 rows in its scope" in failure(site.steps(step, code=8))
    assert ids(site) == [1, 2, 3, 4, 11, 12, 13, 14]
    wet = site.migrate(confirm="delete fresh")
    assert (counted(wet).deleted, ids(site)) == (4, [11, 12, 13, 14])


@each_route
def test_law_13_filtered_rows_go_and_rejected_rows_stay(
    tmp_path: Path, route: str, url: Any
) -> None:
    require = [{"that": "v <> 'bad'", "else": "bad"}]
    site = mirror(tmp_path, route, url, where="u <> 'gone'", require=require)
    site.migrate()
    site.execute("update legacy set u = 'gone' where id = 1", at="source")
    site.execute("update legacy set v = 'bad' where id = 2", at="source")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (counted(wet).deleted, counted(wet).filtered, counted(wet).rejected) == (1, 1, 1)
    assert ids(site) == [2, 3, 4]


@each_route
def test_law_13_rejects_without_a_key_suspend_it(tmp_path: Path, route: str, url: Any) -> None:
    legacy = NOTES.replace("id integer primary key", "n integer primary key, id text")
    rows = "insert into legacy values (1,'1','ann','a'),(2,'2','ann','b'),(3,'3','bob','c');"
    site = mirror(
        tmp_path, route, url, source=legacy + rows, ignore=["n"],
        columns={"id": "int_of(id)", "u": "u", "v": "v"},
    )  # fmt: skip
    site.migrate()
    site.execute("update legacy set id = 'x' where n = 2", at="source")
    gone(site, "n = 3")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert counted(wet).deleted == 0
    assert ids(site) == [1, 2, 3]
    facts = [f.fact for f in wet.of(Finding)]
    assert any(
        "2 rows of fresh that are gone from the source stay, because 1 of" in fact for fact in facts
    )
    assert "2 in the target that the source has no longer" in failure(site.steps("verify", code=5))
    site.execute("update legacy set id = '2' where n = 2", at="source")
    assert counted(site.migrate()).deleted == 1
    assert ids(site) == [1, 2]


@each_route
def test_law_14_a_row_put_into_the_scope_of_a_mirror_is_noticed(
    tmp_path: Path, route: str, url: Any
) -> None:
    site = mirror(tmp_path, route, url, owns="u <> 'app'")
    site.migrate()
    assert skipped(site.migrate())
    site.execute("insert into fresh values (8, 'ann', 'x'), (9, 'app', 'y')")
    found = site.steps("verify", code=5)
    assert [(s.key, s.status) for s in found.of(RowSample)] == [("8", "extra")]
    assert counted(site.migrate()).deleted == 1
    assert ids(site) == [1, 2, 3, 4, 9]
    assert site.steps("verify").exit_code == 0


@pytest.mark.parametrize("route", [SQLITE])
def test_extra_rows_are_only_shown_where_they_are_kept(
    tmp_path: Path, route: str, url: Any
) -> None:
    site = mirror(tmp_path, route, url, on_missing="keep")
    site.migrate()
    gone(site, "id = 2")
    assert counted(site.migrate()).deleted == 0
    assert [v.extra for v in site.steps("verify").of(MappingVerified)] == [1]
