"""Uuids as applications write them, in capitals or without hyphens: PostgreSQL prints them in its
own way, and reads the same from each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from alongside import assert_told, filled, looked
from migrate_tui.engine.events import MappingVerified
from migrate_tui.engine.side_by_side import SideBySide
from small import ACROSS, Small, counted, small

__all__ = ["looked"]
Url = Callable[[], str]
SOURCE = "create table legacy (id integer primary key, mark text, other text not null);"
TARGET = "create table fresh (id bigint primary key, mark uuid, other uuid not null);"
WAYS: dict[str, Callable[[UUID], str]] = {
    "small": str,
    "capitals": lambda one: str(one).upper(),
    "bare": lambda one: one.hex,
    "in braces": lambda one: f"{{{one}}}",
}


def made(folder: Path, url: Url, way: str) -> Small:
    write = WAYS[way]
    rows = [(write(UUID(int=n << 90)) if n % 5 else None, write(UUID(int=n))) for n in range(1, 60)]
    site = filled(small(folder, ACROSS, url, source=SOURCE, target=TARGET), rows)
    site.migrate(batch_size=25)
    return site


@pytest.mark.parametrize("way", WAYS)
def test_the_same_uuids_are_the_same(
    tmp_path: Path, fresh_url: Url, looked: list[SideBySide], way: str
) -> None:
    site = made(tmp_path, fresh_url, way)
    verified = site.steps("verify", recheck=True)
    assert [one.doubted for one in looked] == [[]]
    assert looked[0].both.handed == (set() if way == "small" else {1, 2})
    assert counted(verified, step="verify").unchanged == 59
    assert verified.of(MappingVerified)[0].verdict == "match"


@pytest.mark.parametrize("way", ["small", "bare"])
def test_no_other_uuid_is(tmp_path: Path, fresh_url: Url, way: str) -> None:
    changes = ["mark = null", "mark = gen_random_uuid()", "other = gen_random_uuid()"]
    site = made(tmp_path, fresh_url, way)
    if way == "small":
        assert_told(site, changes)
    for change in changes:
        site.execute(f"update fresh set {change} where id = 1")
        verified = site.steps("verify", code=5, recheck=True).of(MappingVerified)[0]
        assert verified.verdict != "match", change
