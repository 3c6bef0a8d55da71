"""A pseudo-terminal with the real program at its other end. It answers no question that a program
asks of a terminal; what it was sent is kept as bytes, and reading may stop at any time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from engines import LONG, PROGRAM, SOURCE, eventually

ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
RESTORED = (
    b"\x1b[?1049l",
    b"\x1b[?25h",
    b"\x1b[?1000l",
    b"\x1b[?1003l",
    b"\x1b[<u",
    b"\x1b[?2004l",
)


@dataclass
class Pseudo:
    """The terminal: `seen` is everything that the program has sent so far."""

    process: subprocess.Popen[bytes]
    ours: int
    before: list[object]  # the settings of the terminal before the program sat down
    seen: bytearray = field(default_factory=bytearray)
    _reading: threading.Event = field(default_factory=threading.Event)
    _open: bool = True

    def read(self) -> None:
        """Take all that comes, in a thread, until `stall` or the end."""
        self._reading.set()

    def stall(self) -> None:
        self._reading.clear()

    def _read(self) -> None:
        while self._open:
            if not self._reading.wait(0.05) or not select.select([self.ours], [], [], 0.05)[0]:
                continue
            try:
                self.seen += os.read(self.ours, 65536)
            except OSError:  # nobody is at the other side any more
                return

    def begin(self) -> None:
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def type(self, keys: str) -> None:
        os.write(self.ours, keys.encode())

    def resize(self, width: int, height: int) -> None:
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def hang_up(self) -> None:
        """The line drops."""
        self._open = False
        self._reader.join()  # a descriptor that is being read from does not close
        os.close(self.ours)

    def text(self, since: int = 0) -> str:
        """What was sent, without the sequences that move and colour."""
        return ESCAPE.sub("", bytes(self.seen[since:]).decode(errors="replace"))

    def shows(self, words: str, since: int = 0) -> None:
        try:
            eventually(lambda: words in self.text(since), self.alive)
        except AssertionError as error:
            raise AssertionError(f"never {words!r} in {self.text(since)[-3000:]!r}") from error

    def alive(self) -> bool:
        return self.process.poll() is None

    def wait(self) -> int:
        return self.process.wait(LONG)

    def settings(self) -> list[object]:
        return termios.tcgetattr(self.ours)

    def assert_restored(self) -> None:
        """The terminal is as it was: every mode off that was put on, and its settings back."""
        for mode in RESTORED:
            assert mode in self.seen, f"{mode!r} was not sent"
        assert self.seen.rindex(b"\x1b[?1049l") > self.seen.rindex(b"\x1b[?1049h")
        assert self.settings() == self.before


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    """An environment in which nothing depends on where the tests run."""
    kept = {k: v for k, v in os.environ.items() if k not in OUTSIDE and not k.startswith("TEXTUAL")}
    own = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {**kept, **own, "PYTHONPATH": str(SOURCE), "HOME": str(folder), **more}


OUTSIDE = {"NO_COLOR", "COLUMNS", "LINES", "SSH_CONNECTION", "TMUX", "TERM_PROGRAM", "LC_ALL"}


@contextlib.contextmanager
def pseudo(
    *words: str,
    folder: Path,
    size: tuple[int, int] = (100, 30),
    controlling: bool = True,
    environ: Mapping[str, str] | None = None,
    program: list[str] | None = None,
) -> Iterator[Pseudo]:
    """The program on a terminal of its own. Where that does not control it, no SIGHUP comes when
    the line drops."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def sit_down() -> None:
        if controlling:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
        for number in (signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)

    before = termios.tcgetattr(theirs)
    process = subprocess.Popen(
        [*(program or PROGRAM), *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=folder,
        env=surroundings(folder, **(environ or {})),
        start_new_session=True,
        preexec_fn=sit_down,
    )
    os.close(theirs)
    here = Pseudo(process, ours, before)
    here.read()
    here.begin()
    try:
        yield here
    finally:
        process.kill()
        process.wait()
        if here._open:
            here.hang_up()


def quiet(here: Pseudo, enough: Callable[[int], bool] = lambda still: still >= 20) -> None:
    """Wait until nothing has come for a while."""
    last, still = -1, 0

    def settled() -> bool:
        nonlocal last, still
        still = still + 1 if len(here.seen) == last else 0
        last = len(here.seen)
        return enough(still)

    eventually(settled)
