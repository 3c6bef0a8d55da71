"""The page of plan functions says what the program can do."""

from __future__ import annotations

from pathlib import Path

from migrate_tui.engine.expressions import parse
from migrate_tui.engine.functions import FUNCTIONS
from migrate_tui.engine.functions.manual import manual

PAGE = Path(__file__).parent.parent / "docs" / "functions.md"


def test_the_page_is_generated_from_the_functions() -> None:
    assert PAGE.read_text(encoding="utf-8") == manual(), "write manual() to docs/functions.md"


def test_every_function_has_its_words() -> None:
    for name, function in FUNCTIONS.items():
        assert function.name == name
        assert function.signature.startswith(f"{name}(")
        assert function.doc.endswith(".")
        assert name in function.example
        parse(function.example)
