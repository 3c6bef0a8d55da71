"""Indexes of tables that are not large are built without workers, and only these."""

from __future__ import annotations

from collections.abc import Callable

from migrate_tui.engine.databases import open_database
from migrate_tui.engine.databases.session import frugal

SETTING = "show min_parallel_table_scan_size"


def test_the_setting_holds_for_one_piece_of_work(fresh_url: Callable[[], str]) -> None:
    with open_database(fresh_url()).open() as connection:
        before = connection.execute(SETTING)
        with frugal(connection):
            assert connection.execute(SETTING) == [("256MB",)]
            with connection.transaction():
                assert connection.execute(SETTING) == [("256MB",)]
        assert connection.execute(SETTING) == before
