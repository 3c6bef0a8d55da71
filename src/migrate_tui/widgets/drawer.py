"""The error drawer's text: each problem with what, where, its effect, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from migrate_tui.session.problems import Problem
from migrate_tui.terminal import Glyphs
from migrate_tui.widgets.words import lines, words


def told(found: Sequence[Problem], glyphs: Glyphs) -> Content:
    if not found:
        return words(("Nothing is wrong.", "dim"))
    return lines(*(row for problem in found for row in _rows(problem, glyphs)))


def _rows(problem: Problem, glyphs: Glyphs) -> Iterator[Content]:
    tone = "bad" if problem.severity == "error" else "warn"
    yield words((f"{glyphs.of(problem.severity)} {problem.severity}", tone), f"  {problem.what}")
    parts = {"where": problem.where, "effect": problem.effect, "do": problem.do}
    for name, text in parts.items():
        if text:
            yield words((f"    {name:<7}", "dim"), text)
