"""A source is hashed while the engine is still being imported: once, and for nobody in vain."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from accounting import assert_accounted
from migrate_tui.cli.migrate import migration
from migrate_tui.engine.ahead import ahead
from migrate_tui.engine.databases import descriptors, file
from migrate_tui.engine.databases.file import File
from migrate_tui.engine.errors import ConfirmationMissing
from migrate_tui.engine.history import Call
from migrate_tui.engine.options import Options
from migrate_tui.engine.plan import Plan, load_plan
from migrate_tui.engine.state import RunState
from small_site import Place, place

__all__ = ["place"]  # the fixture

SERVER = "postgresql://nobody@127.0.0.1:1/nothing"
WATCHED = """
import sys
from migrate_tui.cli import main
from migrate_tui.engine.prints import Print

def begin(self, begin=Print.begin):
    print("begun", [name for name in ("sqlalchemy", "psycopg") if name in sys.modules])
    begin(self)

Print.begin = begin
sys.argv[1:] = ["run", "plan.yaml", "--headless"]
main()
"""


def aimed(place: Place, target: str = SERVER, source: str = "sqlite:///old.db") -> Plan:
    changes = (('target: "sqlite:///new.db"', f'target: "{target}"'), ("sqlite:///old.db", source))
    place.plan(*changes)
    return load_plan("plan.yaml")


@pytest.mark.parametrize("steps", [(), ("migrate",), ("schema", "verify")])
def test_a_file_that_goes_into_a_server_is_hashed_ahead(
    place: Place, steps: tuple[str, ...]
) -> None:
    with ahead(aimed(place), steps) as begun:
        assert begun is not None
        assert begun.hex() == File(Path("old.db")).fingerprint()


def test_where_no_step_asks_nothing_is_hashed(place: Place) -> None:
    with ahead(aimed(place), ("schema",)) as begun:
        assert begun is None


@pytest.mark.parametrize("target", ["same", "sqlite:///new.db"])
def test_a_file_that_goes_into_a_file_waits_for_its_run(place: Place, target: str) -> None:
    with ahead(aimed(place, target)) as begun:
        assert begun is None


def test_a_server_is_not_hashed(place: Place) -> None:
    with ahead(aimed(place, source=SERVER)) as begun:
        assert begun is None


@pytest.mark.parametrize("name", ["nothing.db", "."])
def test_a_source_that_is_no_file_is_the_concern_of_the_run(place: Place, name: str) -> None:
    with ahead(aimed(place, source=f"sqlite:///{name}")) as begun:
        assert begun is not None
    assert not begun.wanted


def test_a_run_that_may_not_begin_is_not_waited_for(place: Place) -> None:
    with pytest.raises(ConfirmationMissing), ahead(aimed(place)) as begun:
        raise ConfirmationMissing("no", "say yes")
    assert begun is not None and not begun.wanted


def test_nothing_of_a_database_is_imported_before(place: Place) -> None:
    aimed(place)
    ended = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, text=True)
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout.splitlines()[0] == "begun []"


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that were."""
    seen: list[Path] = []

    def once_more(path: Path, wanted: Callable[[], bool]) -> str:
        seen.append(path)
        return descriptors.hashed(path, wanted)

    monkeypatch.setattr(file, "hashed", once_more)
    return seen


def test_the_run_asks_for_what_was_begun(
    place: Place, postgres_url: str, hashed: list[Path]
) -> None:
    aimed(place, postgres_url)
    state = RunState()
    for event in migration(Call(Path("plan.yaml")), Options(), ("schema", "migrate")):
        state.apply(event)
    assert state.exit_code == 0, state.to_json()["error"]
    assert_accounted(state)
    assert [path.name for path in hashed] == ["old.db"]
