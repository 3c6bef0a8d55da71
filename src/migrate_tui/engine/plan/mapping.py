"""A mapping: which rows should exist in a target table, as expressions over one relation."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from migrate_tui.engine.plan import shapes
from migrate_tui.engine.plan.base import Part, wrong
from migrate_tui.engine.plan.digest import digest
from migrate_tui.engine.plan.merge import Merge
from migrate_tui.engine.plan.problems import kind
from migrate_tui.engine.plan.values import AnyScalar, Name, PerDatabase, Text, Value

STAR = "*"
SAME = "same"


class Source(Part):
    """The relation that a mapping reads: tables, a query, or rows that stand in the plan."""

    tables: tuple[Name, ...] = ()
    query: PerDatabase | None = None
    name: Name | None = None
    """What the query or the rows are called in reports."""
    of: tuple[Name, ...] = ()
    """Mappings whose wanted rows the query reads under their names."""
    covers: tuple[Name, ...] = ()
    """Tables whose rows and columns the query accounts for."""
    rows: tuple[dict[str, AnyScalar], ...] | None = None

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return tuple(key for key in super().known_keys() if key != "tables")

    @property
    def columns(self) -> tuple[str, ...]:
        """Of rows that stand in the plan: their columns, in order."""
        return tuple(dict.fromkeys(key for row in self.rows or () for key in row))

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"tables": (value,)}
        if isinstance(value, list):
            if value and all(isinstance(name, str) for name in value):
                return {"tables": tuple(value)}
            raise wrong("must be a table, a list of tables, {query: …} or {rows: …}")
        if not isinstance(value, dict | Source):
            raise wrong(f"must be a table, a list of tables or {{query: …}}, not {kind(value)}")
        return value

    @model_validator(mode="after")
    def _one_relation(self) -> Self:
        ways = [bool(self.tables), self.query is not None, self.rows is not None]
        if sum(ways) != 1:
            raise wrong("must be a table, a list of tables, {query: …} or {rows: …}, one of them")
        if self.query is None and (self.of or self.covers):
            raise wrong("says `of` or `covers` without a `query`")
        twice = sorted({name for name in self.tables if self.tables.count(name) > 1})
        if twice:
            raise wrong(f"names {twice[0]} twice")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return shapes.source(handler.resolve_ref_schema(handler(core_schema)))


class Require(Part):
    """A row for which `that` is not true is rejected, for the reason in `else`."""

    that: Text
    else_: Text = Field(alias="else")


def _update_if(value: object) -> str | bool | None:
    if value is None or value is False:
        return value
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise wrong("must be an expression over new. and old., or false")


UpdateIf = Annotated[
    str | bool | None,
    PlainValidator(_update_if),
    WithJsonSchema({"anyOf": [{"type": ["string", "null"]}, {"const": False}]}),
]


class Mapping(Part):
    """Which rows should exist in one target table."""

    set_by_loader: ClassVar[frozenset[str]] = frozenset({"line", "lines"})
    no_meaning: ClassVar[frozenset[str]] = set_by_loader

    name: Name
    """What --only, parent(), JSON and the ledger call it; without it, `into`."""
    into: Name
    """The target table."""
    source: Source = Field(alias="from")
    where: Text | None = None
    """Rows for which this is not true are filtered."""
    key: Annotated[tuple[Name, ...], Field(min_length=1)]
    """The columns of the target's unique key."""
    merge: Merge | None = None
    owns: Text | None = None
    """Which target rows are this mapping's: the scope of gone, extra and rollback."""
    keep: tuple[Name, ...] = ()
    """Columns that are neither changed nor compared in rows that exist."""
    update_if: UpdateIf = None
    """When a row that exists may change; false means that rows are only inserted."""
    on_missing: Literal["keep", "delete"] = "keep"
    """What happens to target rows that the source has no longer."""
    triggers: Literal["off", "fire"] | None = None
    """Must be said where the target table has triggers."""
    ignore: tuple[Name, ...] = ()
    """Source columns that are left behind on purpose."""
    columns: Annotated[dict[Name, Value], Field(min_length=1)]
    """Target column to expression or constant; `"*": same` takes columns of the same name."""
    require: tuple[Require, ...] = ()
    line: SkipJsonSchema[int] = 0
    """Where it stands in the plan."""
    lines: SkipJsonSchema[dict[str, int]] = Field(default_factory=dict)
    """Where its keys stand: "where", "columns.x", "require.0"."""

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        return (*super().known_keys(), "rows")

    def line_of(self, key: str) -> int:
        """The line of a key such as "columns.x", or of the nearest thing around it."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, self.line)

    def digest(self) -> str:
        """The same for the same meaning, wherever it stands and however it is laid out."""
        return digest(self.meaning())

    @model_validator(mode="before")
    @classmethod
    def _shape(cls, value: Any) -> Any:
        """`rows` may stand beside `into`; the name is `into`, and rows carry all their columns."""
        if not isinstance(value, dict):
            return value
        shaped = dict(value)
        if "rows" in shaped:
            if "from" in shaped:
                raise wrong("says both `from` and `rows`")
            shaped["from"] = {"rows": shaped.pop("rows")}
            shaped.setdefault("columns", {STAR: SAME})
        into = shaped.get("into")
        shaped.setdefault("name", into if isinstance(into, str) else "unnamed")
        return shaped

    @model_validator(mode="after")
    def _columns_fit(self) -> Self:
        if self.columns.get(STAR, SAME) != SAME:
            raise wrong('knows only one star: `"*": same`')
        missing = [name for name in self.key if name not in self.columns]
        if missing and STAR not in self.columns:
            raise wrong(f"has the key column {missing[0]}, which is not in `columns`")
        twice = sorted({name for name in self.key if self.key.count(name) > 1})
        if twice:
            raise wrong(f"names the key column {twice[0]} twice")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return shapes.mapping(handler.resolve_ref_schema(handler(core_schema)))
