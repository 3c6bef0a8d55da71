"""Rows a second and what is left, from the last minute of work; time spent waiting counts not."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from migrate_tui.engine.events import Event, Paused, RangeDone, Resumed, StepStarted

WINDOW = 60  # seconds


@dataclass
class Rates:
    """Rows per second of work, a bucket each; a second without rows is a zero, not a gap."""

    clock: Callable[[], float] = time.monotonic
    buckets: deque[int] = field(default_factory=lambda: deque(maxlen=WINDOW))
    peak: int = 0
    _second: int = -1
    _paused: bool = False

    def note(self, event: Event) -> None:
        if isinstance(event, StepStarted):
            self.buckets.clear()
            self.peak, self._second = 0, -1
        elif isinstance(event, Paused | Resumed):
            self._paused = isinstance(event, Paused)
            self._second = int(self.clock())
        elif isinstance(event, RangeDone) and not event.skipped:
            self.advance()
            self.buckets[-1] += event.counts.read
            self.peak = max(self.peak, self.buckets[-1])

    def advance(self) -> None:
        """Let the clock catch up: one bucket for every second that has gone by at work."""
        now = int(self.clock())
        if self._second < 0 or not self.buckets:
            self.buckets.append(0)
        elif not self._paused:
            self.buckets.extend([0] * min(now - self._second, WINDOW))
        self._second = now

    @property
    def rate(self) -> float:
        """Rows a second over the window; 0 before anything was seen."""
        return sum(self.buckets) / len(self.buckets) if self.buckets else 0.0

    def span(self, left: int) -> tuple[float, float] | None:
        """Seconds until `left` rows are done, and how far off that may be; None before anything
        was seen. The last quarter of the window is held against the whole."""
        if self.rate <= 0:
            return None
        recent = list(self.buckets)[-max(1, len(self.buckets) // 4) :]
        late = sum(recent) / len(recent)
        eta = left / self.rate
        return eta, abs(eta - left / late) if late > 0 else eta
