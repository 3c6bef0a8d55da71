"""What a step asks of its target ahead of time: a connection of its own answers it, one question
after the other, while rows are still compared.

Invariant: it sees what the step's own transaction sees, so that nobody can tell who has answered.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from migrate_tui.engine.databases import session
from migrate_tui.engine.databases.base import Connection, Row
from migrate_tui.engine.databases.snapshots import joined
from migrate_tui.engine.errors import Blocked
from migrate_tui.engine.sql import as_text
from migrate_tui.engine.work import Work

Question = sa.Select[*tuple[Any, ...]]


class Early:
    """Answers that are there, or are being found, by their questions."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._asked: dict[str, Future[list[Row]]] = {}

    def ask(
        self, pool: ThreadPoolExecutor, other: Connection, questions: Iterable[Question]
    ) -> None:
        for question in questions:
            text = as_text(question, other.kind)
            self._asked[text] = pool.submit(other.execute, text)

    def execute(self, question: Question) -> list[Row]:
        """Asked here, where nobody has begun to answer it."""
        text = as_text(question, self.connection.kind)
        asked = self._asked.get(text)
        if asked is None or asked.cancel():
            self._asked[text] = asked = Future()
            asked.set_result(self.connection.execute(question))
        return asked.result()

    def has_answered(self, question: Question) -> bool:
        """Whether the answer is known: it stays the same in one snapshot."""
        asked = self._asked.get(as_text(question, self.connection.kind))
        return asked is not None and asked.done() and not asked.cancelled()

    def count(self, question: Question) -> int:
        return int(self.execute(question)[0][0])


@contextmanager
def early(work: Work, questions: Iterable[Question]) -> Iterator[Early]:
    """To be entered inside of the step's transaction; whoever breaks off lets no question go on."""
    found = Early(work.connection)
    with contextlib.ExitStack() as stack:
        other = _other(work, stack)
        if other is None:
            yield found
            return
        session.tune(other)
        pool = ThreadPoolExecutor(1, "early")
        found.ask(pool, other, questions)
        try:
            yield found
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            other.interrupt()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _other(work: Work, stack: contextlib.ExitStack) -> Connection | None:
    """None where there is nothing to wait for, or the server has no connection to spare."""
    if work.kind != "postgresql" or not any(job.direct for job in work.jobs.values()):
        return None
    try:
        return stack.enter_context(joined(work.context.target_database, work.connection))
    except Blocked:
        return None
