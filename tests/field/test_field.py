"""Every row of what has hurt users of other tools has a test that bears its number."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
ROWS = 45
ELSEWHERE = {  # by another feature's tests; read before it was written down here
    33: {
        "test_step_clean_up.py::test_old_tables_are_renamed_and_the_rest_works",
        "test_step_clean_up.py::test_what_the_scan_cannot_see_is_seen_afterwards",
        "test_schema_renames.py::test_a_rename_takes_its_names_along_and_comes_back",
    },
    34: {
        "test_step_clean_up.py::test_a_sequence_of_an_old_table_that_a_new_one_uses_blocks",
        "test_step_clean_up.py::test_what_stays_and_depends_on_them_blocks",
    },
    37: {
        "test_routes_source.py::test_wide_rows_need_little_memory",
        "test_databases_connection.py::test_wide_rows_come_in_small_batches",
    },
    38: {
        "test_laws.py::test_law_05_an_update_by_the_application_is_not_lost",
        "test_laws.py::test_law_09_a_range_with_a_bad_row_keeps_its_good_rows",
        "test_steering.py::test_the_ranges_that_wait_are_cut_anew",
    },
    40: {
        "test_secrets.py::test_a_known_password_is_hidden_in_every_spelling",
        "test_secrets.py::test_the_password_in_the_url",
        "test_secrets.py::test_the_password_in_pgpass",
        "test_secrets.py::test_the_password_in_the_keyring",
        "test_step_backup.py::test_the_password_is_in_the_environment_only",
        "test_init.py::test_a_password_stands_in_no_file",
    },
}


def functions_of(path: Path) -> set[str]:
    found = ast.walk(ast.parse(path.read_text()))
    return {node.name for node in found if isinstance(node, ast.FunctionDef)}


def test_every_row_has_its_test() -> None:
    names = {
        name for path in Path(__file__).parent.glob("test_*.py") for name in functions_of(path)
    }
    numbered = [int(found[1]) for name in names if (found := re.match(r"test_row_(\d\d)_", name))]
    assert sorted([*numbered, *ELSEWHERE]) == list(range(1, ROWS + 1))


def test_what_is_tested_elsewhere_is_there() -> None:
    for row, places in ELSEWHERE.items():
        for place in places:
            file, _, name = place.partition("::")
            assert name in functions_of(TESTS / file), (row, place)
