"""Mirrors of every shape: who refers to whom, and tables that two mappings share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounting import assert_same_figures
from migrate_tui.engine.context import Options
from migrate_tui.engine.events import Finding
from mirror_site import MIRROR_ROUTES, NOTES, gone, ids, mirror
from small import ACROSS, MAPPING, POSTGRESQL, ROUTES, SQLITE, Small, counted

each_route = pytest.mark.parametrize("route", MIRROR_ROUTES)
OWNERS = "create table owners (id integer primary key, name text);"
PETS = "create table pets (id integer primary key, owner integer, v text);"
CHILDREN = {
    "owners": "create table home (id integer primary key, name text);",
    "pets": "create table fresh (id integer primary key, owner integer references home{}, v text);",
}
CASCADE, SET_NULL, RESTRICT = (f" on delete {a}" for a in ("cascade", "set null", "restrict"))
ON_DELETE = [
    *((SQLITE, action) for action in (CASCADE, SET_NULL, RESTRICT)),
    *((POSTGRESQL, action) for action in (CASCADE, RESTRICT)),
    (ACROSS, ""),
]


@pytest.fixture
def url(request: pytest.FixtureRequest) -> Any:
    return lambda: request.getfixturevalue("fresh_url")()


def both(folder: Path, route: str, url: Any, action: str = "", order: int = 1) -> Small:
    """Three owners and their pets, both mirrored."""
    rows = "insert into owners values (1,'a'),(2,'b'),(3,'c');"
    rows += "insert into pets values (1,1,'x'),(2,2,'y'),(3,3,'z'),(4,null,'w');"
    mirrored = {"on_missing": "delete"}
    mappings = [
        {**MAPPING, **mirrored, "into": "home", "from": "owners"},
        {**MAPPING, **mirrored, "into": "fresh", "from": "pets"},
    ][::order]
    target = CHILDREN["owners"] + CHILDREN["pets"].format(action)
    return mirror(folder, route, url, source=OWNERS + PETS + rows, target=target, mappings=mappings)


def listed(state: Any) -> list[str]:
    return [f.fact for f in state.of(Finding) if "stays" in f.fact]


@pytest.mark.parametrize("route, action", ON_DELETE)
def test_children_go_before_their_parents(
    tmp_path: Path, route: str, url: Any, action: str
) -> None:
    site = both(tmp_path, route, url, action)
    site.migrate()
    site.execute("delete from pets where id = 2; delete from owners where id = 2;", at="source")
    dry, wet = site.dry_run(), site.migrate(batch_size=1)
    assert_same_figures(dry, wet)
    assert (ids(site, "home"), ids(site)) == ([1, 3], [1, 3, 4])
    assert not listed(wet)
    site.roll_back(run=wet.run)
    assert (ids(site, "home"), ids(site)) == ([1, 2, 3], [1, 2, 3, 4])
    assert ("2", "2", "y") in site.rows()


@pytest.mark.parametrize("route, action", ON_DELETE)
def test_a_row_that_a_row_of_the_application_refers_to_stays(
    tmp_path: Path, route: str, url: Any, action: str
) -> None:
    site = mirror(tmp_path, route, url)
    site.execute(
        "create table comments (id integer primary key, note integer references fresh (id)"
        f"{action});"
    )
    site.migrate()
    site.execute("insert into comments values (1, 2), (2, null)")
    gone(site, "id in (2, 4)")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert counted(wet).deleted == 1
    assert ids(site) == [1, 2, 3]
    assert site.query("select id, note from comments order by id") == [(1, 2), (2, None)]
    words = "fresh 2 is gone from the source but stays: a row of comments refers to it"
    assert listed(dry) == listed(wet) == [words]
    assert site.steps("verify", code=5).exit_code == 5


@each_route
def test_a_parent_of_a_wanted_row_stays(tmp_path: Path, route: str, url: Any) -> None:
    """Also where the child is new, or comes to it only in this run."""
    site = both(tmp_path, route, url)
    site.migrate()
    site.execute("delete from owners where id in (2, 3)", at="source")
    site.execute("insert into pets values (5, 2, 'n'); update pets set owner = 1 where id = 3;",
                 at="source")  # fmt: skip
    site.execute("delete from pets where id = 2", at="source")
    site.document["deletes"] = {"max": "100%"}
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (ids(site, "home"), ids(site)) == ([1, 2], [1, 3, 4, 5])
    assert listed(wet) == ["home 2 is gone from the source but stays: a row of fresh refers to it"]


@pytest.mark.parametrize("route", ROUTES[:2])
def test_children_that_stand_first_in_the_plan(tmp_path: Path, route: str, url: Any) -> None:
    site = both(tmp_path, route, url)
    site.migrate()
    site.document["mappings"].reverse()
    site.execute("delete from pets where id = 2; delete from owners where id = 2;", at="source")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (ids(site, "home"), ids(site)) == ([1, 3], [1, 3, 4])


TREE = "create table legacy (id integer primary key, up integer, v text);"
TREES = "create table fresh (id integer primary key, up integer references fresh (id){}, v text);"
BRANCHES = "insert into legacy values (1,null,''),(2,1,''),(3,2,''),(4,3,''),(5,1,''),(6,5,'');"


@pytest.mark.parametrize("route, action", ON_DELETE)
def test_a_tree_goes_from_its_leaves(tmp_path: Path, route: str, url: Any, action: str) -> None:
    site = mirror(tmp_path, route, url, source=TREE + BRANCHES, target=TREES.format(action))
    site.migrate()
    gone(site, "id in (2, 3, 4)")
    dry, wet = site.dry_run(), site.migrate(batch_size=1)
    assert_same_figures(dry, wet)
    assert ids(site) == [1, 5, 6]
    site.roll_back(run=wet.run)
    assert site.query("select id, up from fresh order by id") == [
        (1, None), (2, 1), (3, 2), (4, 3), (5, 1), (6, 5),
    ]  # fmt: skip


@each_route
def test_who_a_leaf_of_the_tree_holds_is_held_up_to_its_root(
    tmp_path: Path, route: str, url: Any
) -> None:
    site = mirror(tmp_path, route, url, source=TREE + BRANCHES, target=TREES.format(""))
    site.execute("create table leaves (id integer references fresh (id) on delete cascade)")
    site.migrate()
    site.execute("insert into leaves values (4)")
    site.document["deletes"] = {"max": "100%"}
    gone(site, "true")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert ids(site) == [1, 2, 3, 4]
    assert site.query("select id from leaves") == [(4,)]


@pytest.mark.parametrize("route", ROUTES[:2])
def test_a_circle_of_one_table_goes_at_once(tmp_path: Path, route: str, url: Any) -> None:
    site = mirror(tmp_path, route, url, target=TREES.format(""))
    site.document["mappings"][0] |= {"columns": {"id": "id", "v": "v"}, "ignore": ["u"]}
    site.migrate()
    site.execute("update fresh set up = case id when 1 then 2 when 2 then 3 when 3 then 1 end")
    site.execute("update fresh set up = 4 where id = 4")
    site.document["deletes"] = {"max": "100%"}
    gone(site, "true")
    wet = site.migrate(batch_size=1)
    assert counted(wet).deleted == 4
    site.roll_back(run=wet.run)
    assert site.query("select id, up from fresh order by id") == [(1, 2), (2, 3), (3, 1), (4, 4)]


@each_route
def test_two_mappings_of_one_table_leave_each_others_rows(
    tmp_path: Path, route: str, url: Any
) -> None:
    legacy = "create table other (id integer primary key, v text);insert into other values (8,'o');"
    every = {**MAPPING, "on_missing": "delete"}
    mappings = [
        {**every, "name": "notes", "owns": "u <> 'other'"},
        {**every, "name": "others", "from": "other", "owns": "u = 'other'",
         "columns": {"id": "id", "u": "const('other')", "v": "v"}},
    ]  # fmt: skip
    rows = "insert into legacy values (1,'ann','a'),(2,'ann','b'),(3,'ann','c'),(4,'bob','d');"
    site = mirror(tmp_path, route, url, source=NOTES + rows + legacy, mappings=mappings)
    site.migrate()
    gone(site, "id = 2")
    site.execute("delete from other", at="source")
    dry, wet = site.dry_run(confirm="delete others"), site.migrate(confirm="delete others")
    assert_same_figures(dry, wet)
    assert (counted(wet, "notes").deleted, counted(wet, "others").deleted) == (1, 1)
    assert ids(site) == [1, 3, 4]
    site.options = Options(only=("others",))
    site.roll_back(run=wet.run)
    assert ids(site) == [1, 3, 4, 8]


CIRCLE = {
    "sqlite": "create table home (id integer primary key, head integer references fresh (id));"
    "create table fresh (id integer primary key, at integer references home (id));",
    "postgresql": "create table home (id integer primary key, head integer);"
    "create table fresh (id integer primary key, at integer references home (id));"
    "alter table home add foreign key (head) references fresh (id);",
}


@pytest.mark.parametrize("route", ROUTES[:2])
def test_rows_of_two_tables_that_refer_to_each_other_hold_each_other(
    tmp_path: Path, route: str, url: Any
) -> None:
    tables = "create table homes (id integer primary key, head integer);"
    tables += "create table people (id integer primary key, at integer);"
    rows = "insert into homes values (1,1),(2,2),(3,3),(4,1);"
    rows += "insert into people values (1,1),(2,2),(3,3),(4,1),(5,3);"
    mirrored = {**MAPPING, "on_missing": "delete"}
    mappings = [
        {**mirrored, "into": "home", "from": "homes"},
        {**mirrored, "from": "people"},
    ]
    site = mirror(tmp_path, route, url, source=tables + rows, target=CIRCLE, mappings=mappings)
    site.migrate()
    leave = "delete from homes where id in (2, 4); delete from people where id in (2, 5);"
    site.execute(leave, at="source")
    dry, wet = site.dry_run(), site.migrate()
    assert_same_figures(dry, wet)
    assert (ids(site, "home"), ids(site)) == ([1, 2, 3], [1, 2, 3, 4])
    assert len(listed(wet)) == 2
    site.roll_back(run=wet.run)
    assert (ids(site, "home"), ids(site)) == ([1, 2, 3, 4], [1, 2, 3, 4, 5])
