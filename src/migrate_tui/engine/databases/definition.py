"""An object of a database as the statement that makes it, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """`sql` is what stands behind the name; `uses` are relations, `strange` what is not carried."""

    name: str
    sql: str
    kind: str
    uses: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()  # of an enum, as literals
    base: str = ""  # of a domain
    spelled: str = ""  # a type's name as its columns have it
