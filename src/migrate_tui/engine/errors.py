"""What stops a run: one clear sentence, what to do about it, and the exit code it ends with."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends. The numbers are part of the interface."""

    DONE = 0
    UNEXPECTED = 1
    USAGE = 2
    BLOCKED = 3
    REJECTS = 4
    DIFFERENCE = 5
    INTERRUPTED = 6
    LEASE = 7
    CONFIRMATION = 8


EXIT_CODES = {
    ExitCode.DONE: "done and everything accounted for",
    ExitCode.UNEXPECTED: "unexpected error",
    ExitCode.USAGE: "usage or plan error",
    ExitCode.BLOCKED: "blocked before writing",
    ExitCode.REJECTS: "rejects over the budget",
    ExitCode.DIFFERENCE: "verification found a difference",
    ExitCode.INTERRUPTED: "interrupted, run again to resume",
    ExitCode.LEASE: "another run holds the lease",
    ExitCode.CONFIRMATION: "confirmation missing or wrong",
}


class MigrateError(Exception):
    """An error with its words, its remedy and its exit code."""

    exit_code = ExitCode.UNEXPECTED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class PlanError(MigrateError):
    """The plan is wrong; `problems` holds every problem found, each with its line."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.problems = problems or (message,)


class Blocked(MigrateError):
    """Something outside the plan stands in the way; nothing was written."""

    exit_code = ExitCode.BLOCKED


class TooManyRejects(MigrateError):
    exit_code = ExitCode.REJECTS


class Difference(MigrateError):
    exit_code = ExitCode.DIFFERENCE


class Interrupted(MigrateError):
    exit_code = ExitCode.INTERRUPTED


class LeaseHeld(MigrateError):
    exit_code = ExitCode.LEASE


class ConfirmationMissing(MigrateError):
    exit_code = ExitCode.CONFIRMATION
