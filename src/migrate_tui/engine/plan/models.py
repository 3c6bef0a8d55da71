"""The plan: one file's whole meaning, frozen. Its attributes are the keys of the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, StringConstraints, field_validator
from pydantic.json_schema import JsonSchemaValue, SkipJsonSchema
from pydantic_core import CoreSchema

from migrate_tui.engine.plan import shapes
from migrate_tui.engine.plan.base import Part, wrong
from migrate_tui.engine.plan.digest import digest
from migrate_tui.engine.plan.mapping import Mapping
from migrate_tui.engine.plan.sections import (
    Backup,
    Check,
    ChecklistItem,
    CleanUp,
    Deletes,
    Environment,
    Guard,
    NotCarried,
    Rejects,
    Schedule,
    Schema,
)
from migrate_tui.engine.plan.values import AnyScalar, Name, PerDatabase, Text, Zone

RUN_TIME = "started"  # a param that every plan has: when the run began


def _params(params: dict[str, Any]) -> dict[str, Any]:
    for name in params:
        if name == RUN_TIME:
            raise wrong(f"cannot declare {name}: it is the time of the run in every plan")
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise wrong(f"has the name {name}; a param is letters, digits and _")
    return params


Params = Annotated[dict[str, AnyScalar], AfterValidator(_params)]
ConnectionName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]
PlanName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")]


class Plan(Part):
    """A migration: which rows should exist in which tables, and everything around that."""

    no_meaning: ClassVar[frozenset[str]] = frozenset(
        {"directory", "file", "env", "lines", "entries"}
    )
    set_by_loader: ClassVar[frozenset[str]] = no_meaning | {
        *("seeds", "protected", "seed_folder", "files")
    }

    plan: PlanName
    """The name under which its ledger and history go."""
    source: Text
    """sqlite:///…, postgresql://…, ${ENV}, ${ENV:-default}, or a named connection."""
    target: Text
    """`same`, or another URL."""
    timezone: Zone = "UTC"
    """Of source timestamps that have none."""
    connections: dict[ConnectionName, Text] = Field(default_factory=dict)
    """Names for URLs; `migrate-tui secret set NAME` keeps the password of one."""
    environments: dict[Name, Environment] = Field(default_factory=dict)
    params: Params = Field(default_factory=dict)
    """Names and defaults of what --param may set."""
    guard: Guard | None = None
    approval: Literal["required"] | None = None
    """Whether a dry run has to be approved (`migrate-tui approve`) before migrate writes."""
    mask: tuple[Name, ...] = ()
    """Columns, or table.column, whose values are never shown."""
    backup: Backup = Field(default_factory=Backup)
    schema_: Schema | None = Field(default=None, alias="schema")
    seed: tuple[Mapping, ...] = ()
    """Mappings whose rows stand in the plan, or a folder of .sql files."""
    rejects: Rejects = Field(default_factory=Rejects)
    deletes: Deletes = Field(default_factory=Deletes)
    mappings: tuple[Mapping, ...] = ()
    checks: tuple[Check, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    clean_up: CleanUp | None = None
    schedule: Schedule | None = None
    not_carried: tuple[NotCarried, ...] = ()

    directory: SkipJsonSchema[Path] = Path()
    """Of the plan's file; the files that it names are found from here."""
    file: SkipJsonSchema[str] = "plan.yaml"
    env: SkipJsonSchema[str | None] = None
    """The environment that was chosen; source and target are those of it."""
    entries: SkipJsonSchema[dict[str, str]] = Field(default_factory=dict)
    """The keyring entry of source and target, where they are named connections."""
    seeds: SkipJsonSchema[bool] = False
    """Whether that environment seeds."""
    protected: SkipJsonSchema[bool] = False
    seed_folder: SkipJsonSchema[PerDatabase | None] = None
    """The folder of .sql files, where `seed` names one."""
    files: SkipJsonSchema[dict[str, str]] = Field(default_factory=dict)
    """sha256 of every SQL file that the plan names, as it was when the plan was read."""
    lines: SkipJsonSchema[dict[str, int]] = Field(default_factory=dict)
    """Where the keys stand: "clean_up", "checks.0.sql"."""

    @field_validator("source")
    @classmethod
    def _a_database(cls, value: str) -> str:
        if value == "same":
            raise wrong("must say where the old rows are; only the target can be `same`")
        return value

    def path(self, name: str) -> Path:
        """A file or folder that the plan names."""
        return self.directory / name

    def mapping(self, name: str) -> Mapping | None:
        return next((mapping for mapping in self.mappings if mapping.name == name), None)

    def digest(self) -> str:
        """The same for the same meaning: rows and SQL files count, layout and passwords do not."""
        return digest(self.meaning())

    def meaning(self) -> dict[str, Any]:
        meaning = super().meaning()
        meaning["mappings"] = [mapping.meaning() for mapping in self.mappings]
        meaning["seed"] = [mapping.meaning() for mapping in self.seed]
        for place in (meaning, *meaning["environments"].values()):
            for role in ("source", "target"):
                place[role] = place[role] and without_password(place[role])
        for url in meaning["connections"]:
            meaning["connections"][url] = without_password(meaning["connections"][url])
        for place in (meaning, *meaning["environments"].values()):
            if place["guard"] is not None:
                del place["guard"]["hash"]
        return meaning

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return shapes.plan(handler.resolve_ref_schema(handler(core_schema)))


def without_password(url: str) -> str:
    url = re.sub(r"(://[^:/?#@]*):.*@", r"\1@", url)
    return re.sub(r"([?&]password=)[^&]*", r"\1", url)
