"""JSON that PostgreSQL's jsonb refuses or changes: \\u0000 and half of a surrogate pair, and keys
that stand twice in one object."""

from __future__ import annotations

import re
import sqlite3

from migrate_tui.engine.databases.catalogue import Column, Table
from migrate_tui.engine.databases.forms import FORMS
from migrate_tui.engine.databases.quoting import quote

FIRST = 1000  # documents that are taken apart
# An escaped backslash and a whole pair are no matter; what is left of these is.
_FINE = re.compile(r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_BAD = re.compile(r"\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})")


def refused(text: str | None) -> bool:
    return text is not None and _BAD.search(_FINE.sub("", text)) is not None


def documents(raw: sqlite3.Connection, table: Table, column: Column) -> dict[str, int] | None:
    """The forms of a column in which all are objects or arrays without an escape of that kind."""
    c = quote(column.name)
    plain = f"substr({c}, 1, 1) in ('{{', '[') and not instr({c}, '\\u') and json_valid({c})"
    values, found = raw.execute(
        f"select count({c}), total({plain}) from main.{quote(table.name)}"
    ).fetchone()
    if values != found:
        return None
    return {"document": values} if values else {}


def with_pairs(
    raw: sqlite3.Connection, table: Table, column: Column, forms: dict[str, int]
) -> dict[str, int]:
    """The forms of documents, once those with escapes were looked at one by one."""
    if not forms.get("escape"):
        return forms
    raw.create_function("mt_refused", 1, refused, deterministic=True)
    c = quote(column.name)
    query = f"select total(mt_refused({c})) from main.{quote(table.name)}"
    bad = int(raw.execute(f"{query} where {FORMS['json'].format(c=c)} = 'escape'").fetchone()[0])
    found = {**forms, "document": forms.get("document", 0) + forms["escape"] - bad, "escape": bad}
    return {form: found[form] for form in sorted(found) if found[form]}


def twice(raw: sqlite3.Connection, table: Table, column: Column) -> tuple[int, int]:
    """Of the first documents, those in which a key stands twice, and how many were looked at."""
    c = quote(column.name)
    first = (
        f"select {c} as j from main.{quote(table.name)} where typeof({c}) = 'text'"
        f" and json_valid({c}) limit {FIRST}"
    )
    again = (
        "select 1 from json_tree(j) where typeof(key) = 'text'"
        " group by parent, key having count(*) > 1"
    )
    row = raw.execute(f"select total(exists ({again})), count(*) from ({first})").fetchone()
    return int(row[0]), int(row[1])
