"""Rolling back beside an application that went on working: all of its work stays, ours goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from accounting import Contents, assert_same_contents, figures
from engine_runs import MORE_ROUTES, ROUTES, Route, Site, Start
from migrate_tui.engine.events import Finding

ROWS = 240
UUID = "00000000-0000-4000-8000-"
APP, EARLIER = f"{UUID}000000000001", f"{UUID}000000000002"
Place = tuple[str, tuple[object, ...]]  # table, key


SLOW = [pytest.param(route, marks=pytest.mark.slow) for route in MORE_ROUTES]


@pytest.fixture(params=[*ROUTES, *SLOW], ids=lambda route: route.id)
def site(request: pytest.FixtureRequest, tmp_path: Path, start_server: Start) -> Iterator[Site]:
    route: Route = request.param
    with route.site(tmp_path / "site", ROWS, start_server) as made:
        yield made


@dataclass
class Application:
    """What the application did: the statements, and the rows that are its own work since."""

    statements: list[str] = field(default_factory=list)
    inserted: list[Place] = field(default_factory=list)
    changed: list[Place] = field(default_factory=list)
    deleted: list[Place] = field(default_factory=list)


def test_the_applications_work_outlives_a_first_load(site: Site) -> None:
    site.run("schema", "migrate")
    work = at_work(site)
    site.execute(*work.statements)
    before = site.contents()
    state = site.rollback()
    stays = reached(site, before, [*work.inserted, *work.changed])
    assert_same_contents(site.contents(), only(before, stays))
    listed = [f.fact.partition(" stays: ")[0] for f in state.of(Finding)]
    names = {mapping.into: mapping.key for mapping in site.plan().mappings}
    expected = [
        f"{table} " + ", ".join(str(before[table][key][c]) for c in names[table])
        for table, key in stays - set(work.inserted)
    ]
    assert sorted(listed) == sorted(expected)


def test_the_applications_work_outlives_a_later_run(site: Site) -> None:
    """With rows that were there before, a run keeps undo rows; these are what is undone."""
    site.run("schema")
    site.execute(*earlier(site))
    site.run("migrate")
    earlier_rows = {(t, k) for t, rows in site.contents().items() for k in rows if ours(k) is False}
    work = at_work(site)
    site.execute(*work.statements)
    before = site.contents()
    site.rollback()
    kept = [*work.inserted, *work.changed, *earlier_rows]
    assert_same_contents(site.contents(), only(before, reached(site, before, kept)))


def test_rows_that_were_there_come_back_as_they_were(site: Site) -> None:
    site.run("schema")
    site.execute(*earlier(site), *in_the_way(site))
    before = site.contents()
    dry = site.run("dry-run")
    site.run("migrate")
    assert any(p.counts.updated for p in dry.progress.values())
    changed = site.contents()
    assert any(changed[t][k] != row for t, rows in before.items() for k, row in rows.items())
    rerun = figures(site.run("dry-run"), "dry-run").values()
    assert {(c.inserted, c.updated) for c in rerun} == {(0, 0)}
    site.rollback()
    assert_same_contents(site.contents(), before)
    site.run("migrate")
    assert_same_contents(site.contents(), changed)


def reached(site: Site, contents: Contents, places: list[Place]) -> set[Place]:
    """The places and all rows that they refer to, directly or through others."""
    found: set[Place] = set()
    todo = list(places)
    while todo:
        table, key = todo.pop()
        if (table, key) in found:
            continue
        found.add((table, key))
        row = contents[table][key]
        parents = site.parents[table].items()
        todo += [(parent, (str(row[c]),)) for c, parent in parents if row[c] is not None]
    return found


def only(contents: Contents, places: set[Place]) -> Contents:
    return {t: {k: r for k, r in rows.items() if (t, k) in places} for t, rows in contents.items()}


def ours(key: tuple[object, ...]) -> bool:
    """Whether the migration made a row of this key; those of the tests tell themselves."""
    return not str(key[0]).startswith(("app-", "earlier-", UUID))


def at_work(site: Site) -> Application:
    return in_the_workshop(site) if "students" in site.tables else in_the_clinic(site)


def in_the_workshop(site: Site) -> Application:
    tokens = sorted(k for (k,) in site.contents()["sessions"] if ours((k,)))
    busy, visited, changed, gone = tokens[5], tokens[25], tokens[50], tokens[75]
    owner = site.query(f"select student_id from sessions where session_token = '{busy}'")[0][0]
    step = site.query("select session_token, step_number, part from step_progress order by 1, 2, 3")
    progress = next(s for s in step if s[0] == tokens[100] or s[0] > tokens[100])
    return Application(
        [
            "insert into students (student_id, student_email) values"
            f" ('{APP}', 'app@workshop.example')",
            "insert into sessions (session_token, student_id) values"
            f" ('app-own', '{APP}'), ('app-theirs', '{owner}')",
            "insert into step_progress (session_token, step_number, part) values"
            " ('app-own', 1, 'twilio_connected')",
            "insert into events (event_id, session_token, event_type) values"
            f" ('{APP}', '{visited}', 'login')",
            f"update sessions set selected_voice = 'echo' where session_token = '{changed}'",
            "update step_progress set completed = false where session_token ="
            f" '{progress[0]}' and step_number = {progress[1]} and part = '{progress[2]}'",
            f"delete from sessions where session_token = '{gone}'",
        ],
        [
            ("students", (APP,)),
            ("sessions", ("app-own",)),
            ("sessions", ("app-theirs",)),
            ("step_progress", ("app-own", 1, "twilio_connected")),
            ("events", (APP,)),
        ],
        [("sessions", (changed,)), ("step_progress", progress)],
        [("sessions", (gone,))],
    )


def in_the_clinic(site: Site) -> Application:
    contents = site.contents()
    keys = {table: sorted(k for (k,) in rows if ours((k,))) for table, rows in contents.items()}
    user, report = keys["users"][2], keys["reports"][4]
    note, entry = keys["clinical_annotations"][3], keys["audit_logs"][9]
    return Application(
        [
            "insert into users (id, email, password_hash, first_name, last_name) values"
            " ('app-user', 'app@clinic.example', 'x', 'App', 'User')",
            "insert into sessions (id, token, user_id, expires_at) values"
            " ('app-own', 'app-1', 'app-user', current_timestamp), "
            f"('app-theirs', 'app-2', '{user}', current_timestamp)",
            f"update reports set title = 'rewritten' where id = '{report}'",
            f"delete from clinical_annotations where id = '{note}'",
            f"delete from audit_logs where id = '{entry}'",
        ],
        [("users", ("app-user",)), ("sessions", ("app-own",)), ("sessions", ("app-theirs",))],
        [("reports", (report,))],
        [("clinical_annotations", (note,)), ("audit_logs", (entry,))],
    )


def earlier(site: Site) -> list[str]:
    """Rows of nobody's concern, so that no table but the last ones is empty when the run begins."""
    if "students" not in site.tables:
        return [
            "insert into users (id, email, password_hash, first_name, last_name) values"
            " ('earlier-user', 'earlier@clinic.example', 'x', 'Earlier', 'User')",
            "insert into sessions (id, token, user_id, expires_at) values"
            " ('earlier-session', 'earlier-1', 'earlier-user', current_timestamp)",
            "insert into audit_logs (id, action, resource) values ('earlier-log', 'a', 'b')",
            "insert into recording_sessions (id, duration, patient_id, recording_date) values"
            " ('earlier-recording', 1, 'earlier-user', current_timestamp)",
            "insert into clinical_annotations (id, timestamp_start, annotation_type, content,"
            " recording_session_id, clinician_id) values"
            " ('earlier-note', 0, 'a', 'b', 'earlier-recording', 'earlier-user')",
            "insert into reports (id, title, report_type, recording_session_id) values"
            " ('earlier-report', 'a', 'b', 'earlier-recording')",
        ]
    return [
        "insert into students (student_id, student_email) values"
        f" ('{EARLIER}', 'earlier@workshop.example')",
        f"insert into sessions (session_token, student_id) values ('earlier-session', '{EARLIER}')",
        "insert into step_progress (session_token, step_number, part) values"
        " ('earlier-session', 1, 'twilio_connected')",
        "insert into events (event_id, session_token, event_type) values"
        f" ('{EARLIER}', 'earlier-session', 'login')",
    ]


def in_the_way(site: Site) -> list[str]:
    """Rows with keys that the migration wants too, with other values."""
    return workshop_in_the_way(site) if "students" in site.tables else clinic_in_the_way(site)


def workshop_in_the_way(site: Site) -> list[str]:
    told = site.query(
        "select session_token, lower(trim(student_email)) from student_configs"
        " where session_token <> '' and student_email is not null order by 1",
        at="source",
    )
    old = "'2001-02-03 04:05:06'"
    found = []
    for number, (token, email) in enumerate(told[20:26]):
        found += [
            "insert into students (student_id, student_email, student_name, created_at, updated_at)"
            f" values ('{UUID}{number + 10:012d}', '{email}', 'Name Before', {old}, {old})",
            "insert into sessions (session_token, student_id, selected_voice, current_step,"
            " created_at, updated_at)"
            f" values ('{token}', '{UUID}{number + 10:012d}', 'before', 9, {old}, {old})",
            "insert into step_progress (session_token, step_number, part, completed) values"
            f" ('{token}', 1, 'twilio_connected', false)",
        ]
    return found


def clinic_in_the_way(site: Site) -> list[str]:
    users = site.query("select id from users order by id limit 3", at="source")
    logs = site.query("select id from audit_logs order by id limit 3", at="source")
    return [
        "insert into users (id, email, password_hash, first_name, last_name, created_at) values"
        f" ('{id_}', 'before-{id_}@clinic.example', 'x', 'Before', 'User', '2001-02-03')"
        for (id_,) in users
    ] + [
        f"insert into audit_logs (id, action, resource, details) values ('{id_}', 'before', 'b',"
        """ '{"a": 1.0, "b": [1, 2.50]}')"""
        for (id_,) in logs
    ]
