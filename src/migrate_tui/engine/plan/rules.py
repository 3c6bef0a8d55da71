"""What must fit together in a plan, as far as no database is asked. A rule yields what does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from migrate_tui.engine.plan.draft import Draft, Wrong
from migrate_tui.engine.plan.mapping import Mapping
from migrate_tui.engine.plan.mapping_rules import MAPPING_RULES, undeclared
from migrate_tui.engine.plan.problems import nearest


def broken(draft: Draft) -> Iterator[Wrong]:
    """Everything that does not fit: where, and what."""
    for rule in RULES:
        yield from rule(draft)
    for path, mapping in draft.each_mapping():
        for rule_of_mapping in MAPPING_RULES:
            for inside, sentence in rule_of_mapping(mapping, draft):
                word = "seed" if path[0] == "seed" else "mapping"
                yield (*path, *inside), f"{word} {mapping.name}: {sentence}"


def names_are_unique(draft: Draft) -> Iterator[Wrong]:
    """Among mappings, among seeds, among checks, among checklist items; never across."""
    for key, word in _NAMED.items():
        first: set[str] = set()
        for number, part in getattr(draft, key).items():
            if part.name in first:
                remedy = "; give it a `name`" if isinstance(part, Mapping) else ""
                yield (key, number), f"there are two {word} with the name {part.name}{remedy}"
            first.add(part.name)


_NAMED = {"mappings": "mappings", "seed": "seeds", "checks": "checks", "checklist": "items"}


def shared_tables_are_owned(draft: Draft) -> Iterator[Wrong]:
    for key in ("seed", "mappings"):
        mappings: dict[int, Mapping] = getattr(draft, key)
        tables = [mapping.into for mapping in mappings.values()]
        for number, mapping in mappings.items():
            if mapping.owns is None and tables.count(mapping.into) > 1:
                shared = f"{mapping.into} is filled by two mappings"
                remedy = "`owns` must say which of its rows are this one's"
                yield (key, number), f"mapping {mapping.name}: {shared}; {remedy}"


def mirrors_leave_the_others_alone(draft: Draft) -> Iterator[Wrong]:
    """A mirror of a whole table would delete what the seeds wrote, and a mirrored seed the rest."""
    for key, other, word in (("seed", "mappings", "mapping"), ("mappings", "seed", "seed")):
        others: dict[int, Mapping] = getattr(draft, other)
        tables = {mapping.into: mapping.name for mapping in others.values()}
        mappings: dict[int, Mapping] = getattr(draft, key)
        for number, mapping in mappings.items():
            alone = mapping.owns is not None or mapping.on_missing != "delete"
            if not alone and mapping.into in tables:
                yield (
                    (key, number, "on_missing"),
                    f"mapping {mapping.name}: on_missing: delete would delete the rows of {word} "
                    f"{tables[mapping.into]}; `owns` must say which of {mapping.into} are its own",
                )


def queries_read_earlier_mappings(draft: Draft) -> Iterator[Wrong]:
    raw = draft.raw.get("mappings")
    names = [_name(item) for item in raw] if isinstance(raw, list) else []
    for number, mapping in draft.mappings.items():
        for name in mapping.source.of:
            if name not in names[:number]:
                hint = nearest(name, filter(None, names[:number]))
                later = "comes later" if name in names else "is no mapping"
                yield (
                    ("mappings", number, "from", "of"),
                    f"mapping {mapping.name}: `of` names {name}, which {later}{hint}",
                )


def seeds_have_rows(draft: Draft) -> Iterator[Wrong]:
    for number, mapping in draft.seed.items():
        if mapping.source.rows is None:
            text = "the rows of a seed stand in the plan or in a file; say `rows`"
            yield ("seed", number, "from"), f"seed {mapping.name}: {text}"


def _name(item: object) -> str:
    return str(item.get("name", item.get("into", ""))) if isinstance(item, dict) else ""


def checks_know_their_params(draft: Draft) -> Iterator[Wrong]:
    for number, check in draft.checks.items():
        for key, sql in check.statements:
            for sentence in undeclared(draft, *(text for _, text in sql.sides())):
                yield ("checks", number, key), f"check {check.name}: {sentence}"


def clean_up_spares_the_new(draft: Draft) -> Iterator[Wrong]:
    clean_up = draft.head.clean_up if draft.head else None
    filled = {mapping.into: mapping.name for mapping in draft.mappings.values()}
    for number, table in enumerate(clean_up.tables if clean_up else ()):
        if table in filled:
            yield (
                ("clean_up", "tables", number),
                f"clean_up would remove {table}, which mapping {filled[table]} fills",
            )


def schedule_names_an_environment(draft: Draft) -> Iterator[Wrong]:
    if draft.head is None or draft.head.schedule is None:
        return
    env, known = draft.head.schedule.env, draft.head.environments
    if env is not None and env not in known:
        yield (
            ("schedule", "env"),
            f"schedule.env: there is no environment {env}{nearest(env, known)}",
        )


def environments_set_declared_params(draft: Draft) -> Iterator[Wrong]:
    head = draft.head
    for env, found in (head.environments if head else {}).items():
        for name in found.params.keys() - draft.params:
            hint = nearest(name, draft.params)
            yield (
                ("environments", env, "params", name),
                f"environments.{env}.params: the plan has no param {name}{hint}",
            )


def no_connection_is_called_same(draft: Draft) -> Iterator[Wrong]:
    if draft.head is not None and "same" in draft.head.connections:
        yield ("connections", "same"), "connections: `same` is the source itself; choose a name"


Rule = Callable[[Draft], Iterator[Wrong]]
RULES: tuple[Rule, ...] = (
    names_are_unique,
    shared_tables_are_owned,
    mirrors_leave_the_others_alone,
    queries_read_earlier_mappings,
    seeds_have_rows,
    checks_know_their_params,
    clean_up_spares_the_new,
    schedule_names_an_environment,
    environments_set_declared_params,
    no_connection_is_called_same,
)
