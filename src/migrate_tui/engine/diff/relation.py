"""The relation of a mapping: the rows of its sources, united by column name, in a stable order."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.sql.selectable import CompoundSelect, FromClause, Select

from migrate_tui.engine.sql import (
    Sql,
    fragment,
    listed,
    name,
    spelt,
    staged,
    text_literal,
    veiled,
)

LABEL = "_source"  # what expressions call the name of the source, unless it has such a column
BRANCH = "mt_branch"  # the same, always
ORDER = "mt_o"  # position of the source in `from`
SOURCE_KEY = "mt_key"  # the row's key in its source, as text
BAD = "mt_bad"  # why a value could not be staged
KEY = "mt_k"  # the row's key in its source, as text where the sources' keys differ


@dataclass(frozen=True)
class Branch:
    """One source of the relation, where the SQL runs; `types` are '' on SQLite."""

    label: str
    table: FromClause
    types: Dict[str, str]
    order: tuple[str, ...]
    order_types: tuple[str, ...]
    bad: bool = False  # whether mt_bad says what staging could not load
    told: tuple[str, ...] = ()  # what people know a row by, where it is not the order
    veiled: str | None = None  # the kind of database, where the key may not be shown

    @property
    def known(self) -> tuple[str, ...]:
        """The columns that people know a row by."""
        return self.told or self.order

    def cell(self, column: str) -> Sql:
        return self.table.c[staged(column) if self.bad else column]


@dataclass(frozen=True)
class Relation:
    """Every source row once: the used columns as staged, `_source` (unless a column is called so),
    mt_branch, mt_o and mt_k0, mt_k1, …"""

    query: Select[tuple[object, ...]] | CompoundSelect[tuple[object, ...]]
    types: Dict[str, str]
    order: tuple[str, ...]
    bad: bool = False

    @property
    def carried(self) -> tuple[str, ...]:
        """Columns that accompany every row to the end."""
        told = () if LABEL in self.types else (LABEL,)
        return (*told, BRANCH, ORDER, *self.order, SOURCE_KEY, *((BAD,) if self.bad else ()))


def unite(branches: Sequence[Branch], used: frozenset[str], kind: str) -> Relation:
    """UNION ALL of the branches over the used columns; a column that one lacks is NULL there."""
    types = {c: _common([b.types[c] for b in branches if c in b.types]) for c in sorted(used)}
    same_order = len({b.order_types for b in branches}) == 1
    width = len(branches[0].order) if same_order else 1
    order = tuple(f"{KEY}{i}" for i in range(width))
    selects = [_select(b, i, types, order, same_order, kind) for i, b in enumerate(branches)]
    query = selects[0] if len(selects) == 1 else sa.union_all(*selects)
    return Relation(query, {staged(c): t for c, t in types.items()}, order, branches[0].bad)


def _select(
    branch: Branch,
    position: int,
    types: Dict[str, str],
    order: tuple[str, ...],
    same_order: bool,
    kind: str,
) -> Select[tuple[object, ...]]:
    keys = _keys(branch, kind) if same_order else [source_key(branch, kind)]
    columns = [_as(branch, c, wanted, kind).label(name(staged(c))) for c, wanted in types.items()]
    return sa.select(
        *columns,
        *(
            text_literal(branch.label).label(name(one))
            for one in (LABEL, BRANCH)
            if one not in types
        ),
        sa.literal_column(str(position)).label(name(ORDER)),
        *(k.label(name(label)) for k, label in zip(keys, order, strict=True)),
        shown_key(branch, kind).label(name(SOURCE_KEY)),
        *((branch.table.c[BAD],) if branch.bad else ()),
    ).select_from(branch.table)


def _keys(branch: Branch, kind: str) -> list[Sql]:
    return [_binary(branch.cell(c), t, kind) for c, t in _ordered(branch)]


def _ordered(branch: Branch) -> list[tuple[str, str]]:
    return list(zip(branch.order, branch.order_types, strict=True))


def _binary(key: Sql, type_: str, kind: str) -> Sql:
    text = type_ == "text" or type_.startswith("character")
    return sa.collate(key, "C") if kind == "postgresql" and text else key


def source_key(branch: Branch, kind: str) -> Sql:
    """The row's key in its source, as text for people."""
    return listed([spelt(branch.cell(c), kind) for c in branch.known])


def shown_key(branch: Branch, kind: str) -> Sql:
    key = source_key(branch, kind)
    return veiled(key, branch.veiled) if branch.veiled else key


def _as(branch: Branch, column: str, wanted: str, kind: str) -> Sql:
    if column not in branch.types:
        return fragment(f"null::{wanted}" if kind == "postgresql" else "null")
    value = branch.cell(column)
    if branch.types[column] == wanted:
        return value
    return value.op("::")(sa.literal_column(wanted))


_NUMBERS = ("smallint", "integer", "bigint", "numeric", "double precision")


def _common(types: Sequence[str]) -> str:
    """The type that holds the values of all sources without loss; text where there is none."""
    found = set(types)
    if len(found) == 1:
        return types[0]
    if found <= {"json", "jsonb"}:
        return "jsonb"
    if found <= set(_NUMBERS[:4]):
        return max(found, key=_NUMBERS.index)
    if all(t.startswith("timestamp") for t in found):
        return "timestamp with time zone"
    return "text"
