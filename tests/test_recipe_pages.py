"""The page of each recipe is a walk: every command runs, and what it says stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from migrate_tui.recipes import RECIPES as BUNDLED
from readme_tour import RECIPES, ROOT, blocks, commands, played, squeezed
from realpg import Server

each_page = pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.stem)
# What a walk shows, in some order: a legacy database, a look, and the way there and back.
STATIONS = (
    r"migrate-tui demo {name} .*--keep \w+ --no-run",
    r"(sqlite3|psql) .*select",
    r"--step dry-run",
    r"--step verify|migrate-tui run plan\.yaml(?! --step)",
    r"migrate-tui rejects",
    r"migrate-tui rollback",
    r"createdb \w+",
    r"postgresql:///\w+",
)


@pytest.mark.slow
@each_page
def test_a_page_says_what_the_program_says(page: Path, postgres: Server) -> None:
    for written, now in played(page.read_text(), postgres):
        assert squeezed(written) == squeezed(now), f"python tests/readme_tour.py {page}"


@each_page
def test_a_page_walks_the_whole_way(page: Path) -> None:
    said = "\n".join(c for block in blocks(page.read_text()) for c in commands(block))
    name = re.escape(page.stem)
    assert [s for s in STATIONS if not re.search(s.replace("{name}", name), said)] == []


def test_every_recipe_has_its_page() -> None:
    assert {page.stem for page in RECIPES} == set(BUNDLED)


@each_page
def test_a_page_is_of_a_recipe_and_the_readme_leads_to_it(page: Path) -> None:
    assert page.stem in BUNDLED
    assert page.read_text().startswith(f"# {page.stem}\n")
    assert f"({page.relative_to(ROOT)})" in (ROOT / "README.md").read_text()


@each_page
def test_pages_share_no_database_on_the_server(page: Path) -> None:
    made = re.compile(r"createdb (\w+)")
    others = {
        name for other in RECIPES if other != page for name in made.findall(other.read_text())
    }
    assert not others & set(made.findall(page.read_text()))
