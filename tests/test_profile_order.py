"""The order in which `init` writes tables: parents first, what nobody refers to last."""

from __future__ import annotations

import pytest

from migrate_tui.engine.profile.order import in_order

CLINIC = {"audit": {"users"}, "analyses": {"recordings"}, "recordings": {"users"}, "users": set()}
Parents = dict[str, set[str]]


@pytest.mark.parametrize(
    "rows, last",
    [
        ({}, ["analyses", "audit"]),
        ({"audit": 5, "analyses": 9}, ["analyses", "audit"]),
        ({"audit": 900_000, "analyses": 300_000}, ["analyses", "audit"]),
        ({"audit": 1_000_000, "analyses": 999_999}, ["audit", "analyses"]),
    ],
)
def test_what_nobody_refers_to_comes_last_in_the_order_of_its_magnitude(
    rows: dict[str, int], last: list[str]
) -> None:
    assert in_order(CLINIC, rows=rows) == ["users", "recordings", *last]


def test_a_large_parent_comes_before_a_small_child() -> None:
    assert in_order({"a": {"b"}, "b": set()}, rows={"a": 1, "b": 10**9}) == ["b", "a"]


def test_a_table_that_refers_to_itself_or_to_what_is_not_there_waits_for_nobody() -> None:
    parents: Parents = {"tree": {"tree"}, "astray": {"elsewhere"}, "root": set(), "leaf": {"root"}}
    assert in_order(parents) == ["root", "astray", "leaf", "tree"]


@pytest.mark.parametrize("firm, first", [({"a": {"b"}}, "b"), ({"b": {"a"}}, "a"), ({}, "a")])
def test_in_a_circle_the_table_whose_rows_can_wait_goes_first(firm: Parents, first: str) -> None:
    order = in_order({"a": {"b"}, "b": {"a"}, "c": {"a", "b"}}, firm, {"c": 10**9})
    assert order[0] == first and order[-1] == "c"
