"""One side of a comparison: a command of its own, its wall time and its peak memory."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.2  # seconds between two looks at the memory of all processes


@dataclass(frozen=True)
class Ratio:
    name: str
    value: float
    limit: float
    detail: str
    unit: str = "x"


@dataclass(frozen=True)
class Measured:
    """Wall seconds, and megabytes of all processes together at their worst moment."""

    seconds: float
    megabytes: float

    def __add__(self, other: Measured) -> Measured:
        """One after the other."""
        return Measured(self.seconds + other.seconds, max(self.megabytes, other.megabytes))


def run(command: list[str], environ: dict[str, str] | None = None, says: str = "") -> Measured:
    """A command that has to succeed, and to say nothing like `says`."""
    with tempfile.TemporaryFile("w+") as out:
        started = time.monotonic()
        process = subprocess.Popen(
            command, env=os.environ | (environ or {}), stdout=out, stderr=subprocess.STDOUT
        )
        peaks: list[float] = []
        watch = threading.Thread(target=lambda: peaks.extend(sampled(process)))
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.join()
        out.seek(0)
        text = out.read()
    if process.returncode or (says and says in text):
        raise SystemExit(f"{' '.join(command)[:200]}\n{text[-2000:]}")
    return Measured(seconds, max(peaks, default=_megabytes(used)))


def _megabytes(used: resource.struct_rusage) -> float:
    """Where nothing better is told: it begins with the memory of the process that forked this."""
    return used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def sampled(process: subprocess.Popen[bytes]) -> Iterator[float]:
    """The memory of a process and all that it started, again and again; Linux only tells it."""
    while process.returncode is None and Path("/proc/self/statm").exists():
        yield sum(map(highest, family(process.pid)))
        time.sleep(EVERY)


def family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from family(int(child))


def highest(pid: int) -> float:
    """Megabytes, those that it shares with another process too, at its own worst moment so far."""
    lines = (line.split() for line in _read(Path(f"/proc/{pid}/status")).splitlines())
    return next((int(line[1]) / (1 << 10) for line in lines if line[:1] == ["VmHWM:"]), 0.0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended
        return ""


def ours(plan: Path, environ: dict[str, str], *steps: str) -> Measured:
    return run([*command("run"), str(plan), "--headless", "--json", *steps], environ)


def command(word: str) -> list[str]:
    return [sys.executable, "-m", "migrate_tui", word]


def psql(url: str, *files: Path) -> Measured:
    listed = [word for file in files for word in ("-f", str(file))]
    return run(["psql", url, "-q", "-v", "ON_ERROR_STOP=1", *listed])


def against(name: str, one: Measured, other: Measured, limit: float) -> Ratio:
    detail = f"{one.seconds:.2f} s against {other.seconds:.2f} s"
    return Ratio(name, one.seconds / other.seconds, limit, detail)


def memory(name: str, one: Measured) -> Ratio:
    return Ratio(f"{name}, peak memory", one.megabytes, 150, f"{one.megabytes:.0f} MB", "MB")
