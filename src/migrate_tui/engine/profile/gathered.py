"""Findings that many columns of a table share, told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from migrate_tui.engine.profile.findings import Found

FEW = 3
Kind = tuple[str, str, tuple[str, ...]]


def gathered(found: Sequence[Found]) -> tuple[Found, ...]:
    """A choice that more than a few columns have in common stands once, above the table."""
    groups: dict[Kind, list[Found]] = {}
    for one in found:
        groups.setdefault(_kind(one), []).append(one)
    many = {k: g for k, g in groups.items() if len(g) > FEW and g[0].severity == "info"}
    told = [_together(group) for group in many.values() if group[0].column]
    return (*told, *(one for one in found if not one.column or _kind(one) not in many))


def _kind(one: Found) -> Kind:
    return one.severity, one.remedy, one.alternatives


def _together(group: list[Found]) -> Found:
    names = ", ".join(one.column for one in group[:FEW])
    fact = f"{group[0].fact} ({names} and {len(group) - FEW:,} more columns are alike)"
    return replace(group[0], column="", fact=fact)
