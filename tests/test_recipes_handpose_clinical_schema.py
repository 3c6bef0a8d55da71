"""The clinic's new schema, indexes and seeds: the same shape everywhere, keys that hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ruamel.yaml import YAML

from migrate_tui.recipes import RECIPES
from migrate_tui.recipes.handpose_clinical.tables import COLUMNS
from recipes_expected import JSON_COLUMNS, is_json

RECIPE = RECIPES["handpose-clinical"]
GUIDE_INDEXES = {
    "idx_protocol_config_movements", "idx_clinical_analysis_severity", "idx_clinical_notes_fts",
    "idx_protocol_description_fts", "idx_active_completed_recordings", "idx_pending_reviews",
    "idx_patient_email_lower",
}  # fmt: skip


def script(name: str) -> str:
    return (RECIPE.folder / name).read_text(encoding="utf-8")


@pytest.fixture
def lite(sqlite_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sqlite_path, isolation_level=None)) as connection:
        connection.executescript(script("schema.sqlite.sql") + script("indexes.sqlite.sql"))
        yield connection


@pytest.fixture
def server(each_postgres_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(each_postgres_url, autocommit=True) as connection:
        connection.execute(script("schema.postgresql.sql").encode())
        connection.execute(script("indexes.postgresql.sql").encode())
        yield connection


def _columns_of_sqlite(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute(
        "select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c "
        "where t.type = 'table' order by 1, c.cid"
    ).fetchall()


def test_old_and_new_have_the_same_tables_and_columns(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    with closing(sqlite3.connect(":memory:")) as legacy:
        legacy.executescript(script("legacy.sqlite.sql") + script("legacy.indexes.sqlite.sql"))
        told = {(table, column) for table, columns in COLUMNS.items() for column in columns}
        assert set(_columns_of_sqlite(legacy)) == told
    columns = server.execute(
        b"select table_name, column_name from information_schema.columns "
        b"where table_schema = 'public' order by 1, ordinal_position"
    ).fetchall()
    assert set(columns) == told
    assert _columns_of_sqlite(lite) == columns


def test_json_is_jsonb_and_times_have_a_zone_and_milliseconds(
    server: psycopg.Connection[Any],
) -> None:
    types = server.execute(
        b"select table_name, column_name, data_type, datetime_precision "
        b"from information_schema.columns where table_schema = 'public'"
    ).fetchall()
    jsonb = {(table, column) for table, column, kind, _ in types if kind == "jsonb"}
    assert jsonb == {(table, column) for table, names in JSON_COLUMNS.items() for column in names}
    times = {
        (kind, digits)
        for _, column, kind, digits in types
        if column.endswith("_at") or column == "recording_date"
    }
    assert times == {("timestamp with time zone", 3)}


def test_the_indexes_of_the_guide_are_made(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    made = server.execute(
        b"select indexname from pg_indexes where indexname like 'idx_%'"
    ).fetchall()
    assert {name for (name,) in made} == GUIDE_INDEXES
    on_sqlite = lite.execute("select name from sqlite_master where name like 'idx_%'").fetchall()
    assert {name for (name,) in on_sqlite} == {
        "idx_active_completed_recordings", "idx_pending_reviews", "idx_patient_email_lower"
    }  # fmt: skip


def test_both_targets_declare_the_same_foreign_keys(
    lite: sqlite3.Connection, server: psycopg.Connection[Any]
) -> None:
    on_sqlite = lite.execute(
        'select t.name, f."from", f."table", f.on_delete from sqlite_master t '
        "join pragma_foreign_key_list(t.name) f where t.type = 'table'"
    ).fetchall()
    on_server = server.execute(
        b"select c.table_name, k.column_name, p.table_name, c2.delete_rule "
        b"from information_schema.table_constraints c "
        b"join information_schema.key_column_usage k using (constraint_name) "
        b"join information_schema.referential_constraints c2 using (constraint_name) "
        b"join information_schema.table_constraints p "
        b"on p.constraint_name = c2.unique_constraint_name "
        b"where c.constraint_type = 'FOREIGN KEY'"
    ).fetchall()
    assert sorted(on_sqlite) == sorted(on_server)
    assert len(on_server) == 15


def test_every_foreign_key_column_has_an_index(server: psycopg.Connection[Any]) -> None:
    missing = server.execute(
        b"select conrelid::regclass, conkey from pg_constraint k "
        b"where contype = 'f' and connamespace = 'public'::regnamespace and not exists ("
        b"  select from pg_index i where i.indrelid = k.conrelid and i.indkey[0] = k.conkey[1])"
    ).fetchall()
    assert missing == []


def test_deleting_a_parent_does_what_its_keys_say(lite: sqlite3.Connection) -> None:
    lite.execute("pragma foreign_keys = on")
    lite.executescript(
        """
        insert into users (id, email, password_hash, first_name, last_name)
          values ('u', 'a@b', 'x', 'A', 'B');
        insert into protocols (id, name, configuration, created_by_id) values ('p', 'P', '{}', 'u');
        insert into recording_sessions (id, duration, patient_id, protocol_id, recording_date)
          values ('r', 1, 'u', 'p', '2025-01-01T00:00:00.000Z');
        insert into clinical_analyses (id, analysis_version, analysis_type, recording_session_id)
          values ('a', '1.0', 'x', 'r');
        """
    )
    with pytest.raises(sqlite3.IntegrityError):
        lite.execute("delete from users")
    lite.execute("delete from protocols")
    assert lite.execute("select protocol_id from recording_sessions").fetchall() == [(None,)]
    lite.execute("delete from recording_sessions")
    assert lite.execute("select * from clinical_analyses").fetchall() == []


# The seeds


def seed(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = YAML(typ="safe").load(script(f"seeds/{name}.yaml"))
    return found


def test_seeds_refer_to_each_other() -> None:
    emails = {user["email"] for user in seed("users")}
    (protocol,), (recording,), (analysis,) = map(seed, ("protocols", "recordings", "analyses"))
    assert {protocol["created_by"], recording["patient"], recording["clinician"]} <= emails
    assert recording["protocol"] == protocol["id"]
    assert analysis["recording"] == recording["id"]


def test_seeded_passwords_are_bcrypt_hashes() -> None:
    hashes = [user["hash"] for user in seed("users")]
    assert all(hash_.startswith("$2b$10$") and len(hash_) == 60 for hash_ in hashes)
    assert len(set(hashes)) == 3


@pytest.mark.parametrize("name", ["protocols", "recordings", "analyses"])
def test_seeded_json_is_json(name: str) -> None:
    texts = [value for row in seed(name) for value in row.values() if str(value)[:1] in ("{", "[")]
    assert texts and all(map(is_json, texts))
