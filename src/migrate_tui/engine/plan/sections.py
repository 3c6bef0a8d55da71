"""The sections of a plan that stand beside its mappings."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    GetJsonSchemaHandler,
    StrictBool,
    StrictInt,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from migrate_tui.engine.plan import shapes
from migrate_tui.engine.plan.base import Part, wrong
from migrate_tui.engine.plan.calendar import Misread, read_calendar
from migrate_tui.engine.plan.values import AnyScalar, Budget, Name, Percent, PerDatabase, Text, Zone

Days = Annotated[StrictInt, Field(ge=0)]
Role = Literal["source", "target"]
Step = Literal[
    "preflight",
    "backup",
    "schema",
    "seed",
    "dry-run",
    "migrate",
    "verify",
    "clean-up",
    "drop-backups",
]


class Guard(Part):
    """A password for every writing step."""

    hash: Text
    """Made by `migrate-tui secret hash`."""
    env: Name | None = None
    """The environment variable that holds the password."""
    keyring: Name | None = None
    """The keyring entry that holds the password."""


class Backup(Part):
    """Where backups go, for how long, and of what."""

    directory: Text = "backups"
    keep_days: Days = 7
    """The newest good one, and one that an unfinished run needs, stay longer."""
    compress: Literal["gzip"] | None = "gzip"
    of: tuple[Role, ...] = ("target",)


class Schema(Part):
    """The new shape: first the renames, then the files, and what waits until the rows are there."""

    rename: dict[Name, Name] = Field(default_factory=dict)
    """Old table names to legacy ones."""
    apply: PerDatabase | None = None
    """A file of statements."""
    migrations: PerDatabase | None = None
    """A folder of <timestamp>_<name>/migration.sql."""
    from_source: StrictBool = False
    """The new tables have the shape of the source's."""
    after_load: PerDatabase | None = None
    """A file of statements for after the load: indexes."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [k for k in ("apply", "migrations", "from_source") if getattr(self, k)]
        if len(ways) > 1:
            raise wrong(f"says {' and '.join(ways)}; one of them makes the schema")
        names = list(self.rename.values())
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong(f"renames two tables to {twice[0]}")
        same = sorted(old for old, new in self.rename.items() if old == new)
        if same:
            raise wrong(f"renames {same[0]} to its own name")
        return self


class Rejects(Part):
    """How many rows may be rejected before a run stops."""

    max: Budget = 0
    """A number, or a percentage of the rows read per mapping."""

    def exceeded(self, rejected: int, read: int) -> bool:
        limit = self.max.of(read) if isinstance(self.max, Percent) else self.max
        return rejected > limit


class Deletes(Part):
    """How much of its scope a mirror may delete in one run before it asks."""

    max: Budget = Percent(value=Decimal(50))
    """A number, or a percentage of the rows in the scope of the mapping."""

    def exceeded(self, deleted: int, scope: int) -> bool:
        limit = self.max.of(scope) if isinstance(self.max, Percent) else self.max
        return deleted > limit


class Environment(Part):
    """What `--env` of this name changes."""

    source: Text | None = None
    target: Text | None = None
    timezone: Zone | None = None
    params: dict[Name, AnyScalar] = Field(default_factory=dict)
    """Other defaults of the plan's params."""
    guard: Guard | None = None
    """In place of the plan's; null for none."""
    backup: Backup | None = None
    """What it says, key by key; the rest is the plan's."""
    rejects: Rejects | None = None
    seed: StrictBool = False
    """Whether a run without --step seeds; never where it is protected."""
    approval: Literal["required"] | None = None
    """In place of the plan's; null for none."""
    protected: StrictBool = False
    """Whether all that writes needs --confirm with the plan's name."""


class Check(Part):
    """A statement of the plan's author whose answer tells whether the migration is right."""

    name: Name
    no_rows: PerDatabase | None = None
    """A query over the target that must find nothing."""
    sql: PerDatabase | None = None
    """A query over the target that must give `equals`."""
    equals: AnyScalar = None
    source: PerDatabase | None = None
    """A query over the source that must give the same as `target`."""
    target: PerDatabase | None = None

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        said = {k for k in ("no_rows", "sql", "source", "target") if getattr(self, k) is not None}
        if said not in ({"no_rows"}, {"sql"}, {"source", "target"}):
            raise wrong("must say `no_rows`, or `sql` with `equals`, or `source` with `target`")
        if ("equals" in self.model_fields_set) != ("sql" in said):
            raise wrong("must say `equals` beside `sql`, and only there")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return shapes.check(handler.resolve_ref_schema(handler(core_schema)))

    @property
    def statements(self) -> tuple[tuple[str, PerDatabase], ...]:
        """(key, SQL) of each that is said."""
        keys = ("no_rows", "sql", "source", "target")
        return tuple((key, sql) for key in keys if (sql := getattr(self, key)) is not None)


class ChecklistItem(Part):
    """Something a person looks at before clean-up."""

    name: Name
    text: Text


class CleanUp(Part):
    """What happens to the old tables when everything is verified."""

    tables: tuple[Name, ...] = ()
    action: Literal["rename", "drop"] = "rename"
    drop_after_days: Days = 30
    """How long renamed tables stay before `--step drop-backups` may drop them."""
    confirm: Text | None = None
    """What has to be typed, or said with --confirm."""

    @model_validator(mode="after")
    def _confirmed(self) -> Self:
        if self.tables and self.confirm is None:
            raise wrong("has tables and needs `confirm`: the words that have to be typed")
        twice = sorted({name for name in self.tables if self.tables.count(name) > 1})
        if twice:
            raise wrong(f"names {twice[0]} twice")
        return self


def _calendar(text: str) -> str:
    try:
        read_calendar(text)
    except Misread as error:
        raise wrong(str(error)) from None
    return text


class Schedule(Part):
    """When the plan runs by itself."""

    at: Annotated[Text, AfterValidator(_calendar)]
    """A systemd calendar time: [weekdays] [*-month-day] hour:minute [time zone]."""
    env: Name | None = None
    steps: tuple[Step, ...] = ()
    """Without it, all up to and including verify."""
    log: Text | None = None
    """A file for what the run says."""


class NotCarried(Part):
    """What stays behind in the source, and why."""

    table: Name
    column: Name | None = None
    why: Text
