"""Starts of the program, forked from a process that has loaded it already (`forking.py`).

Invariant: whatever a fork could not give as a new process would is a new process.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import migrate_tui
from forking import NUMBER

HERE = Path(__file__).parent
AT_BEGINNING = ("PYTHON", "LC_", "LANG", "LD_")  # what an interpreter reads when it begins
OWN = ("PYTHONPATH",)
POSSIBLE = hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")


def unignored() -> None:
    """Whoever started the tests may have told them to ignore signals."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def start(words: Sequence[str], **how: Any) -> subprocess.Popen[Any]:
    """As subprocess.Popen."""
    return (Forked if forkable(words, how) else subprocess.Popen)([*words], **how)


def run(
    words: Sequence[str], *, timeout: float, check: bool = False, **how: Any
) -> subprocess.CompletedProcess[Any]:
    """As subprocess.run with its output captured."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **how}
    with start(words, **pipes) as process:
        try:
            out, err = process.communicate(timeout=timeout)
        except BaseException:
            process.kill()
            raise
    ended = subprocess.CompletedProcess(words, process.returncode, out, err)
    if check:
        ended.check_returncode()
    return ended


def forkable(words: Sequence[str], how: Mapping[str, Any]) -> bool:
    known = {"stdin", "stdout", "stderr", "env", "cwd", "text", "encoding", "start_new_session"}
    known |= {"preexec_fn"} if how.get("preexec_fn") is unignored else set()
    given = os.environ if how.get("env") is None else how["env"]
    return (
        POSSIBLE
        and words[0] == sys.executable
        and (words[1] == "-m" or words[1].endswith(".py"))
        and how.keys() <= known
        and at_beginning(given) == began()
        and is_ours(given.get("PYTHONPATH"))
    )


def is_ours(places: str | None) -> bool:
    """Whether the program would be found where it has been loaded from."""
    source = HERE.parent / "src"
    if places is None:
        return "PYTHONPATH" not in os.environ and Path(migrate_tui.__file__).is_relative_to(source)
    return places.split(":")[0] == str(source)


def at_beginning(environ: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in environ.items() if k.startswith(AT_BEGINNING) and k not in OWN}


@functools.cache
def began() -> dict[str, str]:
    """As it is for the process that forks, from the first start on."""
    return at_beginning(os.environ)


@functools.cache
def parent() -> socket.socket:
    """The process that forks, begun with the first start; it ends when this one does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    subprocess.Popen(
        [sys.executable, str(HERE / "forking.py"), str(theirs.fileno())],
        env={**os.environ, **began(), "PYTHONPATH": str(HERE.parent / "src")},
        stdin=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(ours.close)
    return ours


_asking = threading.Lock()


class Forked(subprocess.Popen[Any]):
    """A process whose end its parent, which is another one, tells."""

    _told: int

    def _execute_child(  # type: ignore[no-untyped-def,override]
        self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo,
        creationflags, shell, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,
        restore_signals, gid, gids, uid, umask, start_new_session, *_
    ) -> None:  # fmt: skip
        os.umask(mask := os.umask(0))
        asked = {
            "words": args[1:],
            "folder": os.fspath(cwd) if cwd else os.getcwd(),
            "environ": dict(os.environ if env is None else env),
            "session": bool(start_new_session),
            "unignored": preexec_fn is unignored,
            "umask": mask,
        }
        files = [
            own if file == -1 else file for own, file in enumerate((p2cread, c2pwrite, errwrite))
        ]
        self._told, end = os.pipe()
        with _asking:
            socket.send_fds(parent(), [json.dumps(asked).encode()], [*files, end])
        os.close(end)
        (self.pid,) = self._read()
        self._child_created = True
        self._close_pipe_fds(p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite)

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        if wait_flags & os.WNOHANG and not select.select([self._told], [], [], 0)[0]:
            return 0, 0
        (status,) = self._read()
        os.close(self._told)
        return self.pid, status

    def _read(self) -> tuple[int]:
        return NUMBER.unpack(os.read(self._told, NUMBER.size))

    def _internal_poll(self, _deadstate: int | None = None, **_: Any) -> int | None:
        if self.returncode is None and self._waitpid_lock.acquire(False):
            try:
                if self.returncode is None:
                    pid, status = self._try_wait(os.WNOHANG)
                    if pid:
                        self._handle_exitstatus(status)
            finally:
                self._waitpid_lock.release()
        return self.returncode
