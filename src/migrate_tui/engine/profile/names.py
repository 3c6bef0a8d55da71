"""Names as the target can hold them: at most 63 bytes, none twice, none of PostgreSQL's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate_tui.engine.databases.names import RESERVED, fitting, free

ALL = "*"  # in a plan it stands for every column
NAMELESS = "one of its columns has a name that no plan can say: copy it by hand"
TAKEN = f"one of its columns begins with {' or '.join(RESERVED)}, as the engine's own do: rename it"
OURS = "mt_"  # what names of the engine's own tables begin with
SYSTEM = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"}


def unsayable(names: Iterable[str], kind: str) -> bool:
    """Whether no plan can fill them in a table of that kind: SQLite calls nothing `true`."""
    words = {"", ALL, *(("true", "false") if kind == "sqlite" else ())}
    return bool(words & {name.lower() for name in names})


def reserved(names: Iterable[str]) -> bool:
    """Whether one of them is like those of the engine's own columns."""
    return any(name.lower().startswith(RESERVED) for name in names)


def column_names(names: Sequence[str]) -> dict[str, str]:
    """Each source column with its name in the target, in order; what fits stays as it is."""
    found = {name: name for name in names if fits(name)}
    taken = set(found.values())
    for number, name in enumerate(names, 1):
        if name not in found:
            found[name] = relation_name(_stem(name, number), taken)
    return {name: found[name] for name in names}


def fits(name: str) -> bool:
    return name not in ("", ALL) and name not in SYSTEM and fitting(name) == name


def _stem(name: str, number: int) -> str:
    if name in ("", ALL):
        return f"column_{number}"
    return f"{name}_" if name in SYSTEM else name


def relation_name(name: str, taken: set[str]) -> str:
    """A table's or index's name, which from now on is taken."""
    wanted = f"_{name}" if name.lower().startswith(OURS) else name or "unnamed"
    chosen = fitting(wanted) if fitting(wanted) not in taken else free(wanted, "_2", taken)
    taken.add(chosen)
    return chosen
