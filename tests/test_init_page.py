"""The commands of docs/init.md and of the README's section, as they are written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from init_site import Init, database
from test_init import SHOP

ROOT = Path(__file__).parent.parent
PAGES = {"docs/init.md": 2, "README.md": 2}


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_work(page: str, tmp_path: Path, postgres_url: str) -> None:
    text = (ROOT / page).read_text()
    block = next(b for b in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "init app.db" in b)
    database(tmp_path / "app.db", SHOP)
    site = Init(tmp_path, "app.db", postgres_url)
    commands = [line for line in block.splitlines() if line.startswith("migrate-tui ")]
    assert len(commands) == PAGES[page]
    for command in commands:
        said = command.replace("postgresql://me@localhost/app", postgres_url)
        made = site.call(*shlex.split(said)[1:])
        assert made.code == 0, (command, made.err)


def test_the_example_of_the_page_is_how_a_plan_speaks(tmp_path: Path, postgres_url: str) -> None:
    rows = ", ".join(["('2024-02-29 12:34:56')"] * 20 + ["('')"])
    database(tmp_path / "app.db", f"create table t (born datetime); insert into t values {rows};")
    site = Init(tmp_path, "app.db", postgres_url)
    site.init()
    page = (ROOT / "docs/init.md").read_text()
    for words in (
        "not a timestamp (",
        "# chosen: timestamptz; their rows are rejected",
        "# or: born: or_null(timestamp_of(",
    ):
        assert words in page and words in site.text()
