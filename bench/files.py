"""Generated SQLite files: what an application of some years has, clean, the same at every call."""

from __future__ import annotations

import sqlite3
from pathlib import Path

CLINIC = """
create table users (id text primary key, email text not null unique, name text not null,
  created_at datetime not null);
create table recordings (id text primary key, user_id text not null references users (id),
  title text not null, status text not null, duration real not null,
  frames integer not null, is_public boolean not null, device text, notes text,
  recorded_at datetime not null, created_at datetime not null,
  updated_at datetime not null);
create table analyses (id text primary key,
  recording_id text not null unique references recordings (id), kind text not null,
  score real not null, confidence real, peaks integer not null, spectrum json not null,
  flags json, created_at datetime not null);
create table audit_logs (id integer primary key autoincrement,
  user_id text references users (id), action text not null, resource text not null,
  resource_id text, address text, details text, created_at datetime not null);
create index recordings_user on recordings (user_id, recorded_at);
create index recordings_status on recordings (status);
create index analyses_kind on analyses (kind, score);
create index audit_logs_user on audit_logs (user_id);
create index audit_logs_created on audit_logs (created_at);
"""
USERS = 500
NUMBERS = "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)"
MOMENT = "strftime('%Y-%m-%d %H:%M:%f', 1600000000 + i * 37 + {0}, 'unixepoch')"
ROW = "printf('c%08x%016x', i * 2654435761 % 4294967296, i * 40503)"
USER = f"printf('u%06d', i * 7919 % {USERS} + 1)"
FILLED = (
    "insert into users select printf('u%06d', i), printf('user%d@example.org', i),"
    f" printf('User Number %d', i), {MOMENT.format(0)} from n",
    f"insert into recordings select {ROW}, {USER}, printf('Recording %d of the left hand', i),"
    " case i % 4 when 0 then 'new' when 1 then 'done' when 2 then 'failed' else 'reviewed' end,"
    " i % 600 * 0.25, i * 31 % 18000, i % 3 = 0, printf('camera-%d', i % 17), case when i % 5 = 0"
    " then printf('The hand rested on the table; take %d shows some tremor.', i % 90) end,"
    f" {MOMENT.format(0)}, {MOMENT.format(5)}, {MOMENT.format(3600)} from n",
    f"insert into analyses select 'a' || substr({ROW}, 2), {ROW},"
    " case i % 3 when 0 then 'tremor' when 1 then 'smoothness' else 'range' end,"
    " i * 7 % 10000 / 100.0, case when i % 9 then i * 13 % 1000 / 1000.0 end, i % 23,"
    " json_object('bins', json_array(i % 7, i % 11 * 0.5, i % 13, i % 17 * 0.25, i % 19, i % 23),"
    " 'peak', json_object('hertz', i % 120 / 10.0, 'power', i % 1000 / 7.0), 'window', 'hann'),"
    " case when i % 2 then json_object('clipped', json(iif(i % 10, 'false', 'true')), 'gaps',"
    f" i % 4) end, {MOMENT.format(900)} from n",
    f"insert into audit_logs select i, case when i % 20 then {USER} end,"
    " case i % 5 when 0 then 'login' when 1 then 'view' when 2 then 'export' else 'update' end,"
    f" 'recording', {ROW}, printf('10.%d.%d.%d', i % 4, i % 250, i % 199),"
    f" printf('changed by request %d of session %x', i, i * 2654435761 % 4294967296),"
    f" {MOMENT.format(60)} from n",
)


def clinic(path: Path, rows: int) -> None:
    """500 users; as many recordings, analyses with JSON and audit rows as asked for."""
    with sqlite3.connect(path) as connection:
        connection.executescript(CLINIC)
        for statement in FILLED:
            number = USERS if "into users" in statement else rows
            connection.execute(statement.replace(" select ", f" {NUMBERS} select ", 1), (number,))
    connection.close()


def wide(path: Path, rows: int) -> None:
    """A table of 30 text columns."""
    names = [f"answer_{n:02}" for n in range(1, 31)]
    cells = ", ".join(f"printf('answer {n} of %d', i * {n} % 99991)" for n in range(1, 31))
    with sqlite3.connect(path) as connection:
        columns = ", ".join(f"{name} text" for name in names)
        connection.execute(f"create table answers (id integer primary key, {columns})")
        connection.execute(f"insert into answers {NUMBERS} select i, {cells} from n", (rows,))
    connection.close()


def blobs(path: Path, rows: int) -> None:
    """A table of files, 1 MB each."""
    with sqlite3.connect(path) as connection:
        connection.execute(
            "create table files (id integer primary key, name text not null, content BLOB not null)"
        )
        connection.execute(
            f"insert into files {NUMBERS} select i, printf('file-%d.bin', i), randomblob(1000000)"
            " from n",
            (rows,),
        )
    connection.close()
