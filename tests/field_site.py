"""The file of everything that has hurt, by `init` and `run`: what was said and what was stored."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from init_site import Init, database
from small import query

SCRIPT = Path(__file__).parent / "cases" / "field.sql"


@dataclass(frozen=True)
class Taken:
    """One way there; `said` is the JSON of init, `run` that of the run."""

    site: Init
    said: dict[str, Any]
    run: dict[str, Any]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return query(self.site.target, sql)

    def column(self, sql: str) -> list[Any]:
        return [row[0] for row in self.rows(sql)]

    def findings(self, place: str) -> list[dict[str, Any]]:
        """Of a table, or of a `table.column`."""
        table, _, column = place.partition(".")
        return [
            found
            for found in self.said["findings"]
            if found["table"] == table and (not column or found["column"] == column)
        ]

    def told(self, place: str) -> str:
        """Every fact and choice about a place, in one text."""
        return "; ".join(
            f"{f['severity']} {f['fact']}: {f['remedy']}" for f in self.findings(place)
        )

    def left(self, table: str) -> str:
        return "; ".join(one["why"] for one in self.said["not_carried"] if one["table"] == table)

    def types(self, table: str) -> dict[str, str]:
        return dict(
            self.rows(
                "select attname::text, format_type(atttypid, atttypmod) from pg_attribute"
                f" where attrelid = '\"{table}\"'::regclass and attnum > 0"
            )
        )

    def defaults(self, table: str) -> dict[str, str]:
        return dict(
            self.rows(
                "select column_name::text, column_default::text from information_schema.columns"
                f" where table_name = '{table}' and column_default is not null"
            )
        )

    def rejects(self, table: str) -> dict[str | None, str]:
        """By source key, the reasons."""
        return dict(
            self.rows(
                "select source_key, reason from migrate_tui.migration_rejects"
                f" where source = '{table}' order by 1"
            )
        )


def moved(folder: Path, url: str, remedies: Mapping[str, int]) -> Taken:
    database(folder / "field.db", f"pragma foreign_keys = off; {SCRIPT.read_text()}")
    site = Init(folder, "field.db", url)
    said = site.init("--json").json
    plan = YAML(typ="safe").load(site.text())
    plan["rejects"]["max"] = 1000
    for place, number in remedies.items():
        take(site, plan, said, place, number)
    (folder / "plan.yaml").write_text(json.dumps(plan, ensure_ascii=False))
    return Taken(site, said, site.run())


def take(site: Init, plan: dict[str, Any], said: dict[str, Any], place: str, number: int) -> None:
    """One of the alternatives that init names for a column, in the plan and in the schema."""
    table, _, column = place.partition(".")
    others = [
        other
        for found in said["findings"]
        if (found["table"], found["column"]) == (table, column)
        for other in found["alternatives"]
        if "(" in other
    ]
    expression, _, type_ = others[number].partition(" with ")
    mapping = next(m for m in plan["mappings"] if m["into"] == table)
    mapping["columns"][column] = expression
    if type_:
        path = site.folder / "schema.sql"
        named = type_.removesuffix(" in the schema")
        wanted = rf'(create table "{table}" \((?:\n  .*)*?\n  "{column}" )[^\n]*?(,?\n)'
        text, count = re.subn(wanted, rf"\g<1>{named}\g<2>", path.read_text())
        assert count == 1, (place, path.read_text())
        path.write_text(text)
