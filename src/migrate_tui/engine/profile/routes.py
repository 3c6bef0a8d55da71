"""From PostgreSQL into either kind: tables made again by their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from migrate_tui.engine.databases import ddl_postgresql, ddl_sqlite
from migrate_tui.engine.databases.catalogue import ForeignKey, Table
from migrate_tui.engine.databases.objects import Other
from migrate_tui.engine.databases.survey import Survey, Surveyed
from migrate_tui.engine.profile.columns import Tried
from migrate_tui.engine.profile.counterparts import Typed
from migrate_tui.engine.profile.draft import FRAMEWORKS, Draft, left_behind, script
from migrate_tui.engine.profile.drafted import Drafted
from migrate_tui.engine.profile.existing import Existing
from migrate_tui.engine.profile.findings import LeftBehind
from migrate_tui.engine.profile.names import NAMELESS, unsayable
from migrate_tui.engine.profile.order import in_order
from migrate_tui.engine.profile.own_types import OwnTypes
from migrate_tui.engine.profile.references import CIRCLE
from migrate_tui.engine.profile.typed import Drafting
from migrate_tui.engine.profile.views import carried_views


@dataclass
class Routed:
    """What was drafted by source table, and what was not."""

    drafted: dict[str, Drafted]
    left: list[LeftBehind]

    def add(self, name: str, found: Drafted | LeftBehind) -> None:
        if isinstance(found, LeftBehind):
            self.left.append(found)
        else:
            self.drafted[name] = found

    def ordered(self, survey: Survey) -> list[Drafted]:
        here = [one for one in survey.tables if one.table.name in self.drafted]
        tables = [one.table for one in here]
        parents = {t.name: {key.parent for key in t.foreign_keys} for t in tables}
        firm = {t.name: t.firm_parents for t in tables}
        rows = {one.table.name: one.facts.rows for one in here}
        return [self.drafted[name] for name in in_order(parents, firm, rows)]


def into_existing(surveyed: Surveyed, there: Table, routed: Routed) -> None:
    name = surveyed.table.name
    if name in FRAMEWORKS:
        routed.left.append(LeftBehind(name, f"it belongs to {FRAMEWORKS[name]}"))
    else:
        routed.add(name, Existing(surveyed, there).draft())


def typed(
    survey: Survey, kind: str, taken: set[str], tables: dict[str, Table], tried: Tried | None
) -> Draft:
    """PostgreSQL into either kind."""
    routed = Routed({}, [*left_behind(survey.others)])
    own = OwnTypes(tried, set(taken)) if kind == "postgresql" and tried else None
    if own:
        own.add(survey.types)
        routed.left += own.left
    names = own.taken if own else set(taken)
    making = Typed(kind, names, {one.table.name: one.table for one in survey.tables}, own)
    for surveyed in survey.tables:
        name = surveyed.table.name
        if name in tables or name in FRAMEWORKS:
            into_existing(surveyed, tables.get(name, surveyed.table), routed)
        elif unsayable(surveyed.table.column_names, kind):
            routed.left.append(LeftBehind(name, NAMELESS))
        else:
            routed.add(name, Drafting(making, surveyed).draft())
    drafts = judged(routed.ordered(survey))
    drafts = drafts if own else _without_circles(drafts, making.tables)
    ddl = ddl_postgresql if kind == "postgresql" else ddl_sqlite
    new = [one.new for one in drafts if one.new]
    after = [*ddl.after_load(new), *_views(survey, drafts, routed, own)]
    before = [*(own.statements if own else ()), *ddl.before_load(new)]
    return Draft(tuple(drafts), tuple(routed.left), script(before), script(after))


def judged(drafts: Sequence[Drafted]) -> list[Drafted]:
    """A key whose parents may be rejected stands before the rows too, so that it rejects theirs."""
    doubtful: set[str] = set()
    found = []
    for draft in drafts:
        keys = tuple(
            replace(key, early=key.early or key.key.parent in doubtful)
            for key in (draft.new.keys if draft.new else ())
        )
        if any(key.early for key in keys):
            doubtful.add(draft.filled.into)
        found.append(replace(draft, new=replace(draft.new, keys=keys)) if draft.new else draft)
    return found


def _without_circles(drafts: list[Drafted], tables: dict[str, Table]) -> list[Drafted]:
    """In SQLite a key stands from the start: one that could never be met is left."""
    order = [draft.source for draft in drafts]

    def vain(draft: Drafted, key: ForeignKey) -> bool:
        later = key.parent in order and order.index(key.parent) >= order.index(draft.source)
        return later and tables[draft.source].is_firm(key)

    found = []
    for draft in drafts:
        lost = [new.key for new in (draft.new.keys if draft.new else ()) if vain(draft, new.key)]
        if draft.new and lost:
            whys = (f"foreign key {key.name} to {key.parent}: {CIRCLE}" for key in lost)
            left = (*draft.left, *(LeftBehind(draft.source, why) for why in whys))
            keys = tuple(new for new in draft.new.keys if new.key not in lost)
            draft = replace(draft, new=replace(draft.new, keys=keys), left=left)
        found.append(draft)
    return found


def _views(
    survey: Survey, drafts: list[Drafted], routed: Routed, own: OwnTypes | None
) -> list[str]:
    if own is None:
        kept = (Other("view", view.name) for view in survey.views)
        routed.left += left_behind([*kept])
        return []
    there = {d.source for d in drafts if d.filled.into == d.source}
    statements, left = carried_views(survey.views, there, own.taken)
    routed.left += left
    return statements
