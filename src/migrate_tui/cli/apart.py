"""The engine as a process in a session of its own: no terminal takes it along when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from migrate_tui.engine import process
from migrate_tui.engine.history import Record
from migrate_tui.engine.live import LOOK, of_process
from migrate_tui.engine.secrets import remember
from migrate_tui.render.style import is_terminal

ENGINE = "MIGRATE_TUI_ENGINE"  # in the environment of the process that was started to do the work


def is_engine() -> bool:
    return ENGINE in os.environ


def is_watched() -> bool:
    """Whether somebody sits at a terminal that may be lost."""
    return not is_engine() and (is_terminal(sys.stdout) or is_terminal(sys.stderr))


def handed() -> str | None:
    """The password that whoever started this process wrote into its stdin, if one was needed."""
    secret = sys.stdin.readline().removesuffix("\n")
    remember(secret or None)
    return secret or None


@dataclass
class Apart:
    """An engine that was started from here. What it says goes to files that vanish by themselves:
    it is read only where there is no journal to read."""

    process: subprocess.Popen[bytes]
    out: IO[bytes]
    err: IO[bytes]
    born: str

    @staticmethod
    def start(password: str | None) -> Apart:
        """The same command line; a password goes through stdin, which is then closed."""
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        engine = subprocess.Popen(
            [sys.executable, *sys.orig_argv[1:]],
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

    def record(self, plan: Path) -> Record | None:
        """Its run, as soon as it has said which; None where it ended before."""
        directory = plan.resolve().parent
        while True:
            ended = self.process.poll() is not None  # asked first: what it said last is there
            found = of_process(directory, self.process.pid, self.born)
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
