"""Every example of the page loads and fits the JSON Schema; so does every plan that is here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from migrate_tui.engine.plan import json_schema, load_plan
from plan_files import HEAD

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "plan-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^## ([^\n]*)$|^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
RECIPES = sorted((ROOT / "src" / "migrate_tui" / "recipes").glob("*/plan.yaml"))
PLANS = sorted((Path(__file__).parent / "plans").glob("*.yaml"))

TEXTS = [PAGE, *(path.read_text(encoding="utf-8") for path in RECIPES + PLANS)]
NAMES = re.findall(r"\$\{([A-Z_]+)", "".join(TEXTS))
ENVIRON = {name: f"sqlite:///{name.lower()}.db" for name in NAMES} | {
    "ADMIN_PASSWORD_HASH": "scrypt$16384$8$1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA"
}


def examples() -> Iterator[pytest.param]:  # type: ignore[valid-type]
    """Each block as a whole plan, under the title that it stands below."""
    title = ""
    for heading, block in EXAMPLES:
        title = heading or title
        if block:
            whole = block if block.startswith("plan:") else HEAD + _listed(block)
            yield pytest.param(whole, id=title)


def _listed(block: str) -> str:
    return f"mappings:\n{block}" if block.startswith("- ") else block


def with_files(text: str, directory: Path) -> Path:
    """The plan beside stand-ins for every file and folder that it names."""
    for name in re.findall(r"[\w./-]+\.(?:sql|csv|yaml)\b", text):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text({"csv": "id\n", "yaml": "[]\n"}.get(name.split(".")[-1], ""))
    for name in re.findall(r"[\w./-]+/migrations\b", text):
        (directory / name / "1_first").mkdir(parents=True)
        (directory / name / "1_first" / "migration.sql").write_text("")
    path = directory / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaints(text: str) -> list[str]:
    value = YAML(typ="safe", pure=True).load(text)
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(value)]


@pytest.mark.parametrize("text", [*examples()])
def test_the_page(tmp_path: Path, text: str) -> None:
    assert complaints(text) == []
    assert load_plan(with_files(text, tmp_path), environ=ENVIRON).plan


@pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.parent.name)
def test_the_recipes(path: Path) -> None:
    assert complaints(path.read_text(encoding="utf-8")) == []
    assert load_plan(path, environ=ENVIRON).mappings


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_plans_of_every_shape(tmp_path: Path, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert complaints(text) == []
    plan = load_plan(with_files(text, tmp_path), environ=ENVIRON)
    assert plan.mappings
    for env in plan.environments:
        assert load_plan(tmp_path / "plan.yaml", env=env, environ=ENVIRON).env == env


def test_the_page_names_every_key() -> None:
    schema = json_schema()
    parts = [schema["properties"], schema["$defs"]["Mapping"]["properties"]]
    parts += [schema["$defs"][name]["properties"] for name in ("Merge", "Check", "CleanUp")]
    missing = [key for part in parts for key in part if not re.search(rf"\b{key}\b", PAGE)]
    assert missing == []
