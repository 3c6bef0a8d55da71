"""CSV as rows of text: an empty field is NULL, `""` is the empty text, the first line has names."""

from __future__ import annotations

import re

from migrate_tui.engine.plan.problems import Problems

_FIELD = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^",\r\n]*))(?P<end>,|\r?\n|\r|\Z)')

Record = list[str | None]


def read_csv(text: str, problems: Problems) -> list[dict[str, str | None]]:
    records = list(_records(text, problems))
    if not records:
        problems.add_at(1, "there is no line with the names of the columns")
        return []
    names = _names(records[0][1], problems)
    rows = []
    for line, record in records[1:]:
        if len(record) == len(names):
            rows.append(dict(zip(names, record, strict=True)))
        else:
            problems.add_at(line, f"{len(record)} fields where the first line has {len(names)}")
    return rows


def _names(record: Record, problems: Problems) -> list[str]:
    names = [name or "" for name in record]
    if "" in names:
        problems.add_at(1, f"column {names.index('') + 1} has no name")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        problems.add_at(1, f"the column {twice[0]} stands here twice")
    return names


def _records(text: str, problems: Problems) -> list[tuple[int, Record]]:
    """(line, fields); empty lines are none."""
    found: list[tuple[int, Record]] = []
    record, position, line, start = list[str | None](), 0, 1, 1
    while position < len(text):
        match = _FIELD.match(text, position)
        if match is None:
            problems.add_at(line, "a quote in the wrong place; quotes inside of quotes are doubled")
            return found
        quoted = match["quoted"]
        record.append(quoted.replace('""', '"') if quoted is not None else match["plain"] or None)
        position, line = match.end(), line + len(re.findall(r"\r\n|\r|\n", match.group()))
        if match["end"] != ",":
            if record != [None]:
                found.append((start, record))
            record, start = [], line
        elif position == len(text):
            found.append((start, [*record, None]))
    return found
