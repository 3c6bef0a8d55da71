"""Which process this is, so that another one can tell whether it still lives.

A process id is used again one day: the mark beside it says when and where the process began.
"""

from __future__ import annotations

import getpass
import os
import secrets
import socket
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

PROC = Path("/proc")
ALIVE, STOPPED, DEAD, ELSEWHERE = "alive", "stopped", "dead", "elsewhere"


@dataclass(frozen=True)
class Process:
    """A process of this or of another machine. `mark` is empty where nothing more is known."""

    user: str
    host: str
    pid: int
    mark: str = ""

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}:{self.pid}"

    @property
    def words(self) -> str:
        return f"{self.user} on {self.host}, process {self.pid}"

    @property
    def token(self) -> str:
        """The name and the mark: no other process has it, now or later."""
        return f"{self.name} {self.mark}"

    @property
    def born(self) -> str:
        """When it began, as this machine counts it."""
        return self.mark.rpartition("/")[0].rpartition("/")[2]

    @property
    def state(self) -> str:
        """alive, stopped (it sleeps until somebody wakes it), dead, or elsewhere: unknown."""
        place, _, began = self.mark.rpartition("/")[0].rpartition("/")
        if self.host != socket.gethostname() or (place and place != _place()):
            return ELSEWHERE
        found = _look(self.pid)
        if found is None or found[0] == "Z" or (began and found[1] and began != found[1]):
            return DEAD
        return STOPPED if found[0] in "Tt" else ALIVE


def parse(token: str) -> Process | None:
    """The process of a token; None where it is none."""
    name, _, mark = token.partition(" ")
    left, _, pid = name.rpartition(":")
    user, _, host = left.rpartition("@")
    return Process(user, host, int(pid), mark) if pid.isdigit() else None


def born(pid: int) -> str:
    """When a process of this machine began; empty where there is none."""
    return (_look(pid) or ("", ""))[1]


def this() -> Process:
    return _this(os.getpid())


@lru_cache(maxsize=1)
def _this(pid: int) -> Process:
    mark = f"{_place()}/{born(pid)}/{secrets.token_hex(4)}"
    return Process(_user(), socket.gethostname(), pid, mark)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without a name
        return str(os.getuid())


@lru_cache(maxsize=1)
def _place() -> str:
    """This boot of this machine, and the name space in which process ids mean something."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()[:8]
        return f"{boot}.{(PROC / 'self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _look(pid: int) -> tuple[str, str] | None:
    """State and start of a process of this machine; None where there is none."""
    if not (PROC / "self/stat").exists():
        return _ask(pid)
    try:
        fields = (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], fields[19]


def _ask(pid: int) -> tuple[str, str] | None:
    """The same of `ps`, which every Unix has."""
    command = ["ps", "-o", "state=,lstart=", "-p", str(pid)]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    return (found[0][:1], "-".join(found[1:])) if found else None
