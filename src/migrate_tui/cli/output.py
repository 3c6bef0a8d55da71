"""stdout: data for whoever reads on; a reader who has left is no error."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

from migrate_tui.engine.state import RunState
from migrate_tui.render.document import Section
from migrate_tui.render.json import to_json
from migrate_tui.render.style import encodable, style_of
from migrate_tui.render.summary import summary
from migrate_tui.render.text import to_text


def emit(text: str) -> bool:
    """Write to stdout; False when nobody reads any more."""
    try:
        sys.stdout.write(encodable(text, sys.stdout))
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_stdout()
        return False
    return True


def emit_sections(sections: Sequence[Section], *, plain: bool) -> bool:
    return emit(to_text(sections, style_of(sys.stdout, plain=plain)))


def emit_state(state: RunState, *, as_json: bool, plain: bool, full: bool) -> bool:
    if as_json:
        return emit(to_json(state.to_json()) + "\n")
    return emit_sections(summary(state, full=full), plain=plain)


def _discard_stdout() -> None:
    """What is still buffered must not fail once more when Python exits."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
