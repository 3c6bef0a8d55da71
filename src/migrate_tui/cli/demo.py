"""`demo`: a bundled recipe on a legacy database made for it, from backup to verify."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from migrate_tui.cli.errors import say
from migrate_tui.cli.execute import execute, finish
from migrate_tui.cli.migrate import migration
from migrate_tui.cli.options import View, view_options
from migrate_tui.cli.output import emit
from migrate_tui.cli.wizard import wizard_of
from migrate_tui.engine.errors import PlanError
from migrate_tui.engine.history import Call
from migrate_tui.engine.secrets import mask
from migrate_tui.terminal import can_draw

if TYPE_CHECKING:
    from migrate_tui.recipes import Recipe

DEFAULT = "unified-workshop"
ROWS = 500
_URL = re.compile(r"^(source|target):.*?\$\{(\w+)", re.MULTILINE)


@click.command()
@click.argument("recipe", default=DEFAULT)
@click.option("--headless", is_flag=True, help="Ask nothing and draw no screens.")
@click.option("--postgres", metavar="URL", help="An empty PostgreSQL database to use.")
@click.option("--rows", type=click.IntRange(1), default=ROWS, show_default=True)
@click.option("--keep", metavar="DIR", type=click.Path(path_type=Path), help="Keep it all here.")
@click.option("--no-run", is_flag=True, help="Only make the database and the plan; needs --keep.")
@view_options
def demo(
    recipe: str,
    headless: bool,
    postgres: str | None,
    rows: int,
    keep: Path | None,
    no_run: bool,
    as_json: bool,
    plain: bool,
    verbose: bool,
) -> None:
    """Make a legacy database and migrate it, to see what a migration is like.

    On a terminal the wizard opens on it.
    """
    from migrate_tui.engine.options import Options

    if no_run and keep is None:
        raise PlanError("--no-run leaves nothing behind without --keep", "Add --keep DIR.")
    chosen, view = _recipe(recipe), View(as_json, plain, verbose)
    drawn = not (headless or no_run or as_json or plain) and can_draw()
    if drawn and keep is None:  # whoever leaves the wizard may come back
        keep = Path(tempfile.mkdtemp(prefix="migrate-tui-demo-")) / recipe
    with _folder(keep) as folder:
        shutil.copytree(chosen.folder, folder, ignore=_only_the_plan, dirs_exist_ok=True)
        urls = _urls(chosen, folder, postgres)
        os.environ.update(urls)  # where the plan looks for its databases
        _generate(chosen, urls, rows)
        call = Call(folder / chosen.plan.name)
        if keep and no_run:
            emit("\n".join((*_entered(keep, call.plan.name, urls), "")))
            return
        if keep and drawn:
            say(f"It stays in {folder}.", *_entered(folder, call.plan.name, urls))
            raise click.exceptions.Exit(wizard_of(call.plan, urls))
        again = _first(recipe, keep, rows)
        state = execute(migration(call, Options()), call, view, again)
    steps = (*state.next_steps, *_kept(keep, call.plan.name, urls)) if keep else (again,)
    if state.finished:
        state.apply(replace(state.finished, next_steps=steps))
    finish(state, view)


def _recipe(name: str) -> Recipe:
    from migrate_tui.recipes import RECIPES

    if name not in RECIPES:
        known = ", ".join(RECIPES)
        raise PlanError(f"There is no recipe {name!r}", f"Recipes: {known}")
    return RECIPES[name]


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """An empty folder: the one to keep, or one that is gone afterwards."""
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="migrate-tui-demo-") as name:
            yield Path(name)
        return
    if keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise PlanError(f"{keep} is not an empty directory", "Name one that is not there yet.")
    keep.mkdir(mode=0o700, parents=True, exist_ok=True)
    yield keep.resolve()


def _only_the_plan(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__" or name.endswith(".py")]


def _urls(recipe: Recipe, folder: Path, postgres: str | None) -> dict[str, str]:
    """The variables of the plan's two URLs; with --postgres the target is there."""
    variables = dict(_URL.findall(recipe.plan.read_text(encoding="utf-8")))
    elsewhere = "target" in variables
    old, new = (f"sqlite:///{folder / name}.db" for name in ("legacy", "new"))
    if postgres and elsewhere:
        new = postgres
    elif postgres:
        old = postgres
    urls = {"source": old, "target": new}
    return {variable: urls[role] for role, variable in variables.items()}


def _generate(recipe: Recipe, urls: dict[str, str], rows: int) -> None:
    url = next(iter(urls.values()))
    say(f"{recipe.title}. Making the legacy database in {url}.")
    made = recipe.generate(url, rows)
    say(", ".join(f"{table}: {count:,} rows" for table, count in made.items()))


def _first(recipe: str, keep: Path | None, rows: int) -> str:
    place = keep or Path(f"{recipe}-demo")
    return shlex.join(["migrate-tui", "demo", recipe, "--rows", str(rows), "--keep", str(place)])


def _entered(folder: Path, plan: str, urls: dict[str, str]) -> tuple[str, ...]:
    """The way into the folder that stays, and the first thing to do there."""
    return (
        shlex.join(["cd", str(folder)]),
        *(f"export {name}={shlex.quote(mask(url))}" for name, url in urls.items()),
        f"migrate-tui run {plan}",
    )


def _kept(folder: Path, plan: str, urls: dict[str, str]) -> tuple[str, ...]:
    """What to try in the folder that stays."""
    return (
        *_entered(folder, plan, urls),
        f"migrate-tui report {plan} -o report.html",
        f"migrate-tui rejects {plan}",
        f"migrate-tui rollback {plan}",
    )
