"""What a screen shows, as a file: the run as a report, its table as CSV, its picture."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from migrate_tui.engine.history import HOME
from migrate_tui.engine.state import RunState
from migrate_tui.render.html import to_html
from migrate_tui.render.json import to_json
from migrate_tui.render.markdown import to_markdown
from migrate_tui.render.summary import summary

FORMATS = {
    "j": ("json", "JSON, as --json prints it"),
    "m": ("md", "Markdown, for a ticket"),
    "h": ("html", "HTML, to hand on"),
    "c": ("csv", "CSV of the table on this screen"),
    "s": ("svg", "SVG, the picture of this screen"),
}


def report(state: RunState, kind: str) -> str:
    """The run in full. kind: json, md or html."""
    if kind == "json":
        return to_json(state.to_json()) + "\n"
    title = f"{state.plan}: run {state.run}"
    return (to_html if kind == "html" else to_markdown)(title, summary(state))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream).writerows([heads, *rows])
    return stream.getvalue()


def save(text: str, directory: Path, name: str, kind: str) -> Path:
    """Beside the journals, for their owner only. Raises OSError."""
    folder = directory / HOME / "exports"
    for path in (folder.parent, folder):
        path.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{name}.{kind}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    return path
