"""The table of shapes: cases in YAML, grouped into sheets, and the routes that each has to go.

A case that cannot exist on a route says so under `except:`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from migrate_tui.engine.context import Options
from small import Small, script, side

FOLDER = Path(__file__).parent / "cases" / "shapes"
KEYS = {
    *("case", "except", "source", "target", "mapping", "mappings"),
    *("wanted", "look", "rejects", "unforeseen", "beside", "figures"),
}
BESIDE = {"rows", "wanted", "rejects", "figures"}
MAPPING = {"key": ["id"], "columns": {"*": "same"}}


@dataclass(frozen=True)
class Route:
    """From one kind of database to another; `one` database is both."""

    source: str
    target: str
    one: bool = False

    @property
    def name(self) -> str:
        return f"in {self.source}" if self.one else f"{self.source} to {self.target}"

    @property
    def words(self) -> tuple[str, ...]:
        """What an exception may call this route."""
        return (self.name, f"from {self.source}", f"into {self.target}")


ROUTES = (
    Route("sqlite", "sqlite", one=True),
    Route("postgresql", "postgresql", one=True),
    Route("sqlite", "sqlite"),
    Route("sqlite", "postgresql"),
    Route("postgresql", "postgresql"),
    Route("postgresql", "sqlite"),
)
WORDS = frozenset(word for route in ROUTES for word in route.words)


@dataclass(frozen=True)
class Case:
    """One shape: rows in, rows out, rejects; `beside` adds rows that stood there before."""

    sheet: str
    name: str
    facts: Mapping[str, Any] = field(repr=False)

    @property
    def id(self) -> str:
        return f"{self.sheet}: {self.name}"

    def exception(self, route: Route) -> str | None:
        """Why the case cannot exist on a route."""
        known = self.facts.get("except", {})
        return next((known[word] for word in route.words if word in known), None)

    @property
    def mappings(self) -> list[dict[str, Any]]:
        given = self.facts.get("mappings") or [self.facts["mapping"]]
        return [{**MAPPING, **mapping} for mapping in given]

    @property
    def names(self) -> tuple[str, ...]:
        """What the ledger calls the mappings."""
        return tuple(m.get("name", m["into"]) for m in self.mappings)

    @property
    def tables(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m["into"] for m in self.mappings))

    @property
    def beside(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.facts.get("beside", {})
        return found

    def told(self, fact: str, route: Route, *, beside: bool = False) -> Any:
        """What the case says for a route, of its rows alone or beside rows that stood there."""
        value = self.beside.get(fact) if beside and fact in self.beside else self.facts.get(fact)
        by_route = isinstance(value, Mapping) and value.keys() & WORDS
        if by_route:
            return next((value[word] for word in route.words if word in value), None)
        return side(value, route.target)


def sheets() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        cases = YAML(typ="safe").load(path)
        found[path.stem] = [Case(path.stem, case["case"], case) for case in cases]
    return found


def problems(case: Case) -> Iterator[str]:
    """What is wrong with a case as it is written."""
    yield from (f"{case.id}: unknown key {key}" for key in case.facts.keys() - KEYS)
    yield from (f"{case.id}: unknown key beside.{key}" for key in case.beside.keys() - BESIDE)
    for word, reason in case.facts.get("except", {}).items():
        if word not in WORDS:
            yield f"{case.id}: no route is called {word!r}"
        if not isinstance(reason, str) or len(reason) < 15:
            yield f"{case.id}: the exception of {word} gives no reason"


@dataclass(frozen=True)
class Place:
    """Fresh databases for one sheet on one route."""

    folder: Path
    route: Route
    server: Callable[[], str]

    def build(self, cases: Sequence[Case], batch_size: int) -> Small:
        """Both databases and one plan over all the cases."""
        self.folder.mkdir(parents=True, exist_ok=True)
        source = self._url(self.route.source, "old")
        target = source if self.route.one else self._url(self.route.target, "new")
        for case in cases:
            script(source, side(case.facts["source"], self.route.source))
            script(target, side(case.facts["target"], self.route.target))
        document = {
            "plan": "shapes",
            "source": source,
            "target": "same" if self.route.one else target,
            "rejects": {"max": 1000000},
            "mappings": [mapping for case in cases for mapping in case.mappings],
        }
        options = Options(batch_size=batch_size)
        return Small(self.folder, self.route.name, source, target, document, options)

    def _url(self, kind: str, name: str) -> str:
        return self.server() if kind == "postgresql" else f"sqlite:///{self.folder / name}.db"
