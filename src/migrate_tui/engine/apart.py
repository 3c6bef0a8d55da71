"""The engine as a process in a session of its own: no terminal takes it along when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from migrate_tui.engine import process
from migrate_tui.engine.history import Record
from migrate_tui.engine.live import LOOK, of_process

ENGINE = "MIGRATE_TUI_ENGINE"  # in the environment of the process that was started to do the work


def is_engine() -> bool:
    return ENGINE in os.environ


@dataclass
class Apart:
    """An engine that was started from here. What it says goes to files that vanish by themselves:
    it is read only where there is no journal to read."""

    process: subprocess.Popen[bytes]
    out: IO[bytes]
    err: IO[bytes]
    born: str

    @staticmethod
    def start(arguments: Sequence[str], password: str | None) -> Apart:
        """Python with these arguments; a password goes through stdin, which is then closed."""
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        engine = subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            start_new_session=True,
            env={**os.environ, ENGINE: "1"},
        )
        assert engine.stdin is not None
        with suppress(BrokenPipeError), engine.stdin as stdin:
            stdin.write(f"{password or ''}\n".encode())
        return Apart(engine, out, err, process.born(engine.pid))

    def found(self, plan: Path) -> Record | None:
        """Its run, if it has said which."""
        return of_process(plan.resolve().parent, self.process.pid, self.born)

    def record(self, plan: Path) -> Record | None:
        """Its run, as soon as it has said which; None where it ended before."""
        while True:
            ended = self.process.poll() is not None  # asked first: what it said last is there
            found = self.found(plan)
            if found is not None or ended:
                return found
            time.sleep(LOOK)

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGTERM)

    def said(self) -> tuple[str, str]:
        """Everything it wrote to stdout and stderr."""
        return _text(self.out), _text(self.err)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="backslashreplace")
