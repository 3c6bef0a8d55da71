"""The list of plan functions as a page of the documentation."""

from __future__ import annotations

from migrate_tui.engine.functions import FAMILIES
from migrate_tui.engine.functions.entry import Function

HEAD = """# Plan functions

Everything that an expression of a plan may call. Each means the same on SQLite and on PostgreSQL.
A value that a function cannot read rejects its row with a reason; `or_null(…)` gives NULL instead.

## Rules

- Text is compared by its bytes; case, accents and spaces count. Its characters are code points.
- Text beside a number, a boolean or a moment is read as one: `'5' = 5`. Text that cannot be read
  equals nothing; ordering by it (`<`, `between`, …) rejects the row.
- A condition is a boolean, or what `bool_of` reads as one.
- Whole numbers have 64 bits; a result that has more rejects the row. PostgreSQL computes numbers
  with decimals exactly, SQLite as doubles. There is no division.
- `and`, `or`, `case` and `coalesce` read from left to right: what they do not need cannot reject.
- `x -> 'key'` is JSON, `x ->> 'key'` is text: `true` and `false` for booleans, numbers as written.
  JSON itself is not compared: compare a member or a `checksum`.
- Moments are between the years 1 and 9999: a timestamptz on PostgreSQL, ISO-8601 UTC text with
  milliseconds on SQLite.
- NULL in, NULL out, except where a function says otherwise.

Beside the functions stand `coalesce(x, …)`, `nullif(x, y)`, `const('text')`,
`parent(mapping, column => x)` and `lookup(mapping, column => x)`.
"""


def manual() -> str:
    parts = [HEAD]
    for family, functions in FAMILIES.items():
        parts.append(f"\n## {family}\n\n| Call | What it gives | Example |\n| --- | --- | --- |\n")
        parts += [_row(function) for function in functions]
    return "".join(parts)


def _row(function: Function) -> str:
    cells = f"`{function.signature}`", function.doc, f"`{function.example}`"
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"
