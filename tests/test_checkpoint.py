"""A checkpoint only saves reading: the state is that of the whole journal, or there is none."""

from __future__ import annotations

import json
import random
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate_tui.engine import checkpoint
from migrate_tui.engine.checkpoint import NAME, Checkpoints, packed, resume, unpacked
from migrate_tui.engine.events import Counts, Event, Note, Paused, RangeDone, RunStarted, Throttled
from migrate_tui.engine.history import Call, Record, Recorder
from migrate_tui.engine.journal import Journal, Tail, last, read, replay
from migrate_tui.engine.live import look
from migrate_tui.engine.state import NOTES, RunState
from migrate_tui.session.follow import Following
from recorded import RUN, STARTED

WALK = [*RUN[1:-1], Paused("me", "now"), Throttled(5, 0, None, "me"), Note("on", "migrate")]


def folded(events: list[Event]) -> RunState:
    state = RunState()
    for event in events:
        state.apply(event)
    return state


def restored(state: RunState) -> RunState:
    """By way of the bytes of a file."""
    return unpacked(json.loads(json.dumps(packed(state))))


@given(st.lists(st.sampled_from(WALK), max_size=60), st.integers(0, 60))
def test_a_state_and_the_rest_is_the_whole_at_any_cut(events: list[Event], cut: int) -> None:
    """In any order: steps begun anew, mappings that never end, ranges of nobody."""
    whole = [STARTED, *events]
    state = restored(folded(whole[:cut]))
    assert state == folded(whole[:cut])
    for event in whole[cut:]:
        state.apply(event)
    assert state == folded(whole)
    again = restored(state)
    inside = any(p is again.current for p in again.progress.values())
    assert inside == any(p is state.current for p in state.progress.values())


def keep(folder: Path, events: list[Event], every: int = 3) -> Record:
    """The events as the recorder keeps them, with a checkpoint every few of them."""
    folder.mkdir(exist_ok=True)
    plan = folder / "plan.yaml"
    with pytest.MonkeyPatch.context() as patch, Recorder(Call(plan)) as recorder:
        patch.setattr(checkpoint, "EVERY", every)
        for event in events:
            recorder.append(event)
    return Record(plan.parent / ".migrate-tui" / "runs" / events[0].to_dict()["run"])


@pytest.mark.parametrize("length", range(1, len(RUN) + 1))
def test_a_reader_finds_the_whole_state_behind_a_checkpoint(tmp_path: Path, length: int) -> None:
    record = keep(tmp_path, RUN[:length])
    state, offset = record.known()
    assert record.state() == look(record).state == replay(record.journal) == folded(RUN[:length])
    if length > 2:
        assert offset > 0 and state.started == STARTED
    if length == len(RUN):
        assert offset == record.journal.stat().st_size
    assert stat.S_IMODE((record.folder / NAME).stat().st_mode) == 0o600 if offset else True
    assert Following.found(record).state.steps == folded(RUN[:length]).steps
    assert Following.found(record).log[: length - 1] == RUN[: length - 1]


def damaged(said: dict[str, Any], how: str) -> bytes:
    if how == "torn":
        return json.dumps(said).encode()[:-40]
    if how == "empty":
        return b""
    if how == "of other bytes":
        said["hash"] = "0" * 64
    if how == "beyond the end":
        said["end"] += 1000
    if how == "of another version":
        said["version"] = 0
    if how == "of a kind of event that nobody knows":
        said["state"]["facts"]["Rumour"] = []
    if how == "of a text for a number":
        said["end"] = "many"
    if how == "no object":
        return b"[1, 2]"
    return json.dumps(said).encode()


DAMAGES = (
    *("torn", "empty", "of other bytes", "beyond the end", "of another version", "no object"),
    *("of a kind of event that nobody knows", "of a text for a number"),
)


@pytest.mark.parametrize("how", DAMAGES)
def test_what_is_not_sound_is_not_there(tmp_path: Path, how: str) -> None:
    record = keep(tmp_path, RUN)
    path = record.folder / NAME
    said = json.loads(path.read_text())
    said["state"]["steps"][0]["seconds"] = 77.0  # it would show
    path.write_bytes(damaged(said, how))
    assert record.known() == (RunState(), 0)
    assert record.state() == folded(RUN)


def test_the_checkpoint_of_another_run_is_none(tmp_path: Path) -> None:
    mine = keep(tmp_path / "a", RUN)
    other = keep(tmp_path / "b", [STARTED, Note("something else altogether"), *RUN[1:]])
    (mine.folder / NAME).write_bytes((other.folder / NAME).read_bytes())
    assert mine.known()[1] == 0
    assert mine.state() == folded(RUN)


def test_a_run_that_goes_on_forgets_the_checkpoint_of_its_first_half(tmp_path: Path) -> None:
    record = keep(tmp_path, RUN[:9])
    old = (record.folder / NAME).read_bytes()
    begun = record.journal.stat().st_size
    again = RunStarted("r1", "workshop", "staging", {}, "2026-01-02", resumed=True)
    with Recorder(Call(tmp_path / "plan.yaml")) as recorder:
        recorder.append(again)
        assert not (record.folder / NAME).exists()
        (record.folder / NAME).write_bytes(old)  # as if it could not be removed
        assert record.writer[1] == begun and record.known() == (RunState(), begun)
        assert record.state() == folded([again])


def test_a_checkpoint_that_cannot_be_written_stops_no_run(tmp_path: Path) -> None:
    (tmp_path / ".migrate-tui" / "runs" / "r1" / NAME).mkdir(parents=True)
    record = keep(tmp_path, RUN)
    assert [path.name for path in record.folder.glob("*state*")] == [NAME]
    assert record.state() == folded(RUN)


def test_notes_do_not_grow_without_end() -> None:
    """A step that is begun anew forgets its own all the same, and none before it."""
    state = folded([STARTED, *RUN[1:4], *(Note(str(n)) for n in range(NOTES + 50))])
    assert [n.text for n in state.of(Note)] == [str(n) for n in range(50, NOTES + 50)]
    begun = next(e for e in RUN if e.to_dict().get("step") == "migrate")
    state.apply(begun)
    for n in range(20):
        state.apply(Note(f"new {n}"))
    state.apply(begun)
    assert [n.text for n in state.of(Note)] == [str(n) for n in range(70, NOTES + 50)]


def test_a_long_run_has_a_small_checkpoint(tmp_path: Path) -> None:
    done = RangeDone("students", "7", Counts(read=5, inserted=5), 0.1, "migrate")
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        kept = Checkpoints(journal)
        for event in [STARTED, *[done] * (checkpoint.EVERY + 10)]:
            journal.append(event)
            kept.note(event)
    state, offset = resume(path)
    assert len(list(read(path, offset))) == 11
    assert (tmp_path / NAME).stat().st_size < 2000
    assert replay(path, offset, state) == replay(path)


@pytest.mark.parametrize("seed", range(5))
def test_a_tail_reads_any_pieces(tmp_path: Path, seed: int) -> None:
    """Bytes come as they come; a poll never reads more than it is allowed, and never waits."""
    chance = random.Random(seed)
    whole = b"".join(json.dumps(e.to_dict()).encode() + b"\n" for e in RUN)
    path, found = tmp_path / "journal.jsonl", []
    path.touch()
    tail, at = Tail(path), 0
    while len(found) < len(RUN):
        at = min(len(whole), at + chance.randrange(200))
        path.write_bytes(whole[:at])
        before = tail.offset
        found += tail.poll(limit := chance.randrange(1, 90))
        assert tail.offset - before <= limit
    assert found == RUN and tail.poll() == []
    half = len(whole) // 2
    assert last(path, 0, len(whole), half) == RUN[-len(last(path, 0, len(whole), half)) :]
    assert last(path, 0, len(whole), 1 << 20) == RUN
