"""Types that a PostgreSQL schema has made: which the target will have, and which it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from migrate_tui.engine.databases.definition import Definition
from migrate_tui.engine.databases.quoting import quote
from migrate_tui.engine.databases.translation import Untranslatable
from migrate_tui.engine.profile.columns import Tried
from migrate_tui.engine.profile.findings import LeftBehind


@dataclass
class OwnTypes:
    """`known` holds their names as the source spells them; `statements` make those that are new."""

    tried: Tried
    taken: set[str]
    known: set[str] = field(default_factory=set)
    statements: list[str] = field(default_factory=list)
    left: list[LeftBehind] = field(default_factory=list)
    _asked: dict[str, bool] = field(default_factory=dict)

    def add(self, types: Iterable[Definition]) -> None:
        for made in types:
            why = self._refusal(made)
            if why:
                self.left.append(LeftBehind(made.name, why))
                continue
            self.known.add(made.spelled)
            if made.name not in self.taken:
                self.taken.add(made.name)
                self.statements.append(f"create {made.kind} {quote(made.name)}{made.sql};")

    def has(self, type_: str) -> bool:
        """Whether the target knows the type, or will."""
        name = type_.removesuffix("[]")
        if name in self.known:
            return True
        if type_ not in self._asked:
            self._asked[type_] = self._works(f"null::{type_}")
        return self._asked[type_]

    def _refusal(self, made: Definition) -> str:
        if made.strange:
            return f"a {made.kind}: it uses {', '.join(made.strange)}; its columns have {made.base}"
        if made.base and not self.has(made.base):
            return f"a {made.kind} over {made.base}, which the target does not have"
        if made.name in self.taken and not self._alike(made):
            return f"a {made.kind}: the target has another {made.name}; its columns are text"
        return ""

    def _alike(self, made: Definition) -> bool:
        """Every label fits; of a domain nothing is known."""
        labels = made.labels
        return bool(labels) and all(self._works(f"{one}::{quote(made.name)}") for one in labels)

    def _works(self, sql: str) -> bool:
        try:
            self.tried(sql, {})
            return True
        except Untranslatable:
            return False
