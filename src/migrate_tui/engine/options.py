"""What the command line said of a run."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Options:
    """What the command line said."""

    only: tuple[str, ...] = ()
    batch_size: int | None = None
    confirm: str | tuple[str, ...] | None = None
    acks: tuple[str, ...] = ()
    recheck: bool = False
    adopt: bool = False
    password: str | None = field(default=None, repr=False)  # of the guard, typed
    pause_ms: int = 0  # rest after each range
    rate: int | None = None  # rows a second at most
    samples: int = 50  # rows of each kind that a mapping shows at most

    def confirmed(self, words: str) -> bool:
        """Whether these very words were said."""
        said = (self.confirm,) if isinstance(self.confirm, str) else self.confirm or ()
        return words in said
