"""Ratios measured side by side in one run: `python bench/run.py [NAME]… [--rows N] [--rounds N]`.

Every figure is ours divided by the other's, on the same server, the same data and the same
minute; nothing here is an absolute claim. A line ends with ok or OVER; so does the exit code.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from measured import Ratio

from cases import CASES
from realpg import installations, serve


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*CASES, []], help="which (default: all)")
    parser.add_argument("--rows", type=int, help="rows instead of each case's own number")
    parser.add_argument("--rounds", type=int, default=1, help="how often; the median counts")
    given = parser.parse_args()
    over = False
    with serve(next(iter(installations()))) as served:
        server = replace(served, socket_directory=None)  # pgloader knows no socket in a URL
        for name in given.names or CASES:
            rounds = [CASES[name](server, given.rows) for _ in range(given.rounds)]
            for ratios in zip(*rounds, strict=True):
                over |= show(ratios)
    return int(over)


def show(ratios: tuple[Ratio, ...]) -> bool:
    """One line: the median ratio of the rounds against its limit."""
    value = statistics.median(r.value for r in ratios)
    first = ratios[0]
    bad = value > first.limit
    word = "OVER" if bad else "ok"
    print(
        f"{first.name:<66} {value:6.2f} {first.unit:<3} limit {first.limit:<6} {word}", flush=True
    )
    for ratio in ratios:
        print(f"    {ratio.detail}", flush=True)
    return bad


if __name__ == "__main__":
    raise SystemExit(main())
