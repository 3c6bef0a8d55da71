"""What a reader sees: the whole summary, and that nothing in it steers a terminal or a page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from migrate_tui.engine.events import (
    Checked,
    Counts,
    Event,
    Failed,
    Finding,
    MappingFinished,
    MappingVerified,
    Note,
    RejectedRow,
    RowSample,
    RunFinished,
    StepStarted,
)
from migrate_tui.engine.state import RunState
from migrate_tui.render.html import to_html
from migrate_tui.render.json import to_json
from migrate_tui.render.markdown import to_markdown
from migrate_tui.render.narration import told
from migrate_tui.render.style import Style, cells
from migrate_tui.render.summary import summary
from migrate_tui.render.text import to_text
from recorded import DRY_RUN, MIGRATE, RUN, STARTED, STUDENTS
from test_state import fold

WHOLE = """\
  ✗ failed  workshop  run r1  exit 5: verification found a difference
  sqlite:///old.db -> sqlite:///new.db
  environment staging  since=2024
  ✗ error  verification found 3 differences
    look at the samples

Steps
          step         time  note
  ✓ done  preflight  0.50 s
  ✓ done  backup     0.50 s
  ✓ done  schema     0.50 s
  ✓ done  dry-run    0.50 s
  ✓ done  migrate    0.50 s
  ✓ done  verify     0.50 s

Findings
  ! warning  the disk is nearly full
    remedy: free 2 GB

Mappings: what became of every row
        mapping   read  inserted  updated  unchanged  merged  rejected  filtered  kept  deleted\
    time  rows/s
  ✓ ok  students   304       260        0          0      40         4         0     0        0\
  0.25 s   1,216
  ✓ ok  sessions    10         0        2          7       0         0         1     1        3\
  0.00 s       -
  ✓ ok  total      314       260        2          7      40         4         1     1        3\
  0.25 s   1,256
  ✓ balanced  314 read = 260 inserted + 2 updated + 7 unchanged + 40 merged + 4 rejected\
 + 1 filtered

Verify: source, expected and target side by side
              mapping   source  expected  target  missing  extra  different
  ✓ match     students     304       260     260        0      0          0
  ✗ mismatch  sessions      10         9      12        1      0          2
    students: source 304 - 40 merged - 4 rejected = expected 260
    sessions: source 10 - 1 filtered = expected 9
    sessions: 1 row missing from the target; 2 rows with other values; 4 rows of the target not\
 from this mapping

Checks
            check       of      expected  actual    time
  ✓ ok      no orphans  engine  0         0       0.25 s
  ✗ failed  one each    plan    260       259     0.50 s

Rejected rows (the first of each mapping)
  mapping   source        key  column  rows  reason
  students  old_students  9    email      4  no address

Merge conflicts
  mapping   column  differ  for example  values           won     by
  students  name         2  7            a: Ann, b: Anna  'Anna'  newest

Sample rows
  mapping   status   key  change
  students  changed  7    name: 'Ann' -> 'Anna'

Backups
  ✓ verified  target  backups/b.gz  52.0 kB  0.75 s
    2 tables, 314 rows, sha256 ab12

Database sizes
  database  before   after
  target    1.0 MB  1.5 MB

Next
  migrate-tui rollback r1
"""
NARROW_ASCII = """\
Mappings: what became of every row
        mapping   read  inserted  merged  rejected    time  rows/s
  v ok  students   304       260      40         4  0.25 s   1,216
  v balanced  304 read = 260 inserted + 40 merged + 4 rejected
"""
NARROWER = """\
Mappings: what became of every row
        mapping   read  inserted  merged  rejected
  ✓ ok  students   304       260      40         4
  ✓ balanced  304 read = 260 inserted + 40 merged + 4
    rejected
"""
NARROWEST = """\
Mappings: what became of every row
  ✓ ok  students
    read 304, inserted 260, updated 0,
    unchanged 0, merged 40, rejected 4,
    filtered 0, time 0.25 s, rows/s
    1,216
"""
NARRATION = """\
workshop: run r1
  sqlite:///old.db -> sqlite:///new.db
▶ step  preflight
  ! warning  the disk is nearly full
    free 2 GB
✓ done  preflight  0.50 s
▶ step  backup
  ✓ verified  target: backups/b.gz  52.0 kB
✓ done  backup  0.50 s
▶ step  schema
✓ done  schema  0.50 s
▶ step  dry-run
  students: 304 read: 300 inserted, 4 merged, 0.25 s
✓ done  dry-run  0.50 s
▶ step  migrate
  students: 304 read: 260 inserted, 40 merged, 4 rejected, 0.25 s
  retried one range
  sessions: 10 read: 2 updated, 7 unchanged, 1 filtered, 3 deleted, 0.00 s
✓ done  migrate  0.50 s
▶ step  verify
  ✓ match  students: 260 expected, 260 there
  ✗ mismatch  sessions: 9 expected, 12 there
  ✗ failed  one each: expected 260, is 259
✓ done  verify  0.50 s
✗ error  verification found 3 differences
  look at the samples
"""
EVIL = "\x1b]0;x\x07\x1b[2J<script>alert(1)</script>|`*[x](y)\r\n\u202e\x9b\u2028# h"


def text_of(events: list[Event], style: Style = Style()) -> str:  # noqa: B008
    return to_text(summary(fold(events)), style)


def test_the_whole_summary() -> None:
    assert text_of(RUN) == WHOLE


@pytest.mark.parametrize(
    ("width", "unicode", "shown"),
    [(72, False, NARROW_ASCII), (54, True, NARROWER), (40, True, NARROWEST)],
)
def test_a_narrow_terminal_loses_what_says_little_first(
    width: int, unicode: bool, shown: str
) -> None:
    text = text_of([STARTED, *MIGRATE[:4]], Style(width=width, unicode=unicode))
    assert shown in text
    assert text.isascii() or unicode
    assert max(map(len, text.splitlines())) <= width


def test_a_command_is_never_broken_across_lines() -> None:
    command = "migrate-tui run plan.yaml --step verify --only students"
    assert f"  {command}\n" in text_of([RunFinished("done", 0, (command,))], Style(width=40))


def test_in_brief_are_no_rows_that_the_migration_has_written_since() -> None:
    own = Checked("no orphans: a.b → c", True, "0", "0", 0.25, True)
    text = to_text(summary(fold([*RUN, own]), full=False), Style())
    assert "✓ ok  2 of the engine's own: no orphans (2)" in text
    assert "✗ failed  one each" in text
    assert "students  name         2  newest\n" in text
    assert "Sample rows" not in text
    assert "Ann" not in text
    found = RowSample("students", "different", "7", {"name": "x"}, {"name": "y"}, ("name",))
    assert "'x' -> 'y'" in to_text(summary(fold([*RUN, found]), full=False), Style())
    assert "Sample rows" in to_text(summary(fold([STARTED, *DRY_RUN]), full=False), Style())


def test_a_reject_that_the_dry_run_named_already_is_told_once() -> None:
    row = RejectedRow("students", "old", "9", None, "email", "no address")
    assert text_of([*DRY_RUN, row, *MIGRATE, row]).count("no address") == 2  # one is MIGRATE's own


def test_a_row_that_is_rejected_for_another_reason_then_is_told_with_that_one() -> None:
    foreseen = RejectedRow("students", "old", "9", None, "email", "ann@x stands twice")
    text = text_of([*DRY_RUN, foreseen, *MIGRATE, replace(foreseen, reason="ann@x is taken")])
    assert "stands twice" not in text
    assert "is taken" in text


def test_what_a_rollback_undid() -> None:
    undone = Counts(updated=2, deleted=6)
    event = MappingFinished("students", "students", "rollback", undone, 0.5)
    text = text_of([STARTED, StepStarted("rollback"), event])
    assert "  mapping   deleted  put back    time\n  students        6         2  0.50 s\n" in text
    assert told(event, Style()) == ["  students: 2 updated, 6 deleted, 0.50 s"]


def test_the_whole_narration() -> None:
    lines = [line for event in RUN for line in told(event, Style())]
    assert "\n".join(lines) + "\n" == NARRATION


def test_a_verbose_narration_tells_ranges_and_statements_too() -> None:
    lines = [line for event in RUN for line in told(event, Style(), verbose=True)]
    assert "  create table students (id)" in lines
    assert "    students from 1: 304 read: 300 inserted, 4 merged, 0.25 s" in lines
    assert "  ✓ ok  no orphans: expected 0, is 0" in lines


def test_what_a_dry_run_counts_is_not_called_done() -> None:
    assert "Mappings: what the migration would do" in text_of([STARTED, *DRY_RUN])
    assert "Mappings: what became" not in text_of([STARTED, *DRY_RUN])
    assert "Mappings" not in text_of([STARTED, *DRY_RUN, StepStarted("migrate")])


def test_a_mapping_that_did_not_come_to_its_end_is_not_ok() -> None:
    text = text_of([STARTED, *MIGRATE[:3]])
    assert "! unfinished  students   304" in text
    assert "balanced" not in text


def test_lost_rows_are_named() -> None:
    lost = MappingFinished("students", "students", "migrate", replace(STUDENTS, merged=30), 1.0)
    text = text_of([STARTED, lost])
    assert "✗ lost" in text
    assert "students: 304 rows were read and 294 are accounted for" in text


def test_a_skipped_mapping_says_so() -> None:
    done = MappingFinished("students", "students", "migrate", STUDENTS, 1.0, skipped=True)
    assert re.search(r"1\.00 s +skipped", text_of([STARTED, done]))


@pytest.mark.parametrize("kind", ["text", "markdown", "html", "narration", "json"])
def test_foreign_text_neither_steers_nor_marks_up(kind: str) -> None:
    events: list[Event] = [
        replace(STARTED, plan=EVIL, source=EVIL),
        Finding("error", EVIL, EVIL),
        Note(EVIL),
        MappingFinished(EVIL, EVIL, "migrate", Counts(), 0.0),
        MappingVerified(EVIL, EVIL, 1, 1, 1, 0, 0, 1, "mismatch", EVIL),
        Checked(EVIL, False, EVIL, EVIL, 0.0),
        RejectedRow(EVIL, EVIL, EVIL, None, EVIL, EVIL),
        RowSample(EVIL, "changed", EVIL, {EVIL: EVIL}, {EVIL: None}, (EVIL,)),
        Failed(EVIL, EVIL, 1),
        RunFinished("failed", 1, (EVIL,)),
    ]
    state = fold(events)
    shown = {
        "text": lambda: to_text(summary(state), Style()),
        "markdown": lambda: to_markdown(EVIL, summary(state)),
        "html": lambda: to_html(EVIL, summary(state)),
        "narration": lambda: "\n".join(x for e in events for x in told(e, Style(), True)),
        "json": lambda: to_json(state.to_json()),
    }[kind]()
    assert not set("\x1b\x07\r\u202e\x9b\u2028") & set(shown)
    assert not re.search("^# h", shown, re.MULTILINE)
    if kind == "html":
        assert "<script" not in shown


def test_foreign_text_opens_no_cell_and_no_tag_in_markdown() -> None:
    rows: list[Event] = [RejectedRow(EVIL, EVIL, key, None, EVIL, EVIL) for key in (EVIL, "2")]
    text = to_markdown(EVIL, summary(fold([*rows, RunFinished("failed", 1, (f"``{EVIL}",))])))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert [len(re.findall(r"(?<!\\)\|", line)) for line in table] == [7] * 4
    assert not re.search(r"(?<!\\)<", re.sub("(`{3,}).*?\\1", "", text))


class Tags(HTMLParser):
    """Notes every tag that is left open or closed out of turn, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.wrong += [name for name, _ in attrs if name in ("src", "href")]
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


def test_the_html_report_is_whole_and_loads_nothing() -> None:
    page, tags = to_html("Report", summary(fold(RUN))), Tags()
    tags.feed(page)
    assert (tags.open, tags.wrong) == ([], [])
    assert "@import" not in page
    assert "url(" not in page
    for fact in ("304", "✗ mismatch", "remedy: free 2 GB", "migrate-tui rollback r1"):
        assert fact in page


def test_the_markdown_report() -> None:
    text = to_markdown("Report", summary(fold(RUN)))
    assert text.startswith("# Report\n\n- ✗ failed workshop run r1")
    assert "| ✓ match | students | 304 | 260 | 260 | 0 | 0 | 0 |" in text
    assert "- `migrate-tui rollback r1`" in text


def test_json_is_ascii() -> None:
    text = to_json({"name": "é\x9b"})
    assert text.isascii()
    assert json.loads(text) == {"name": "é\x9b"}


def test_wide_letters_keep_the_columns_straight() -> None:
    rows: list[Event] = [RejectedRow(n, "s", "1", None, None, "why") for n in ("日本", "abcd")]
    lines = text_of(rows).splitlines()[-2:]
    assert [cells(line.partition("  s ")[0]) for line in lines] == [9, 9]


def test_an_empty_state_has_an_outcome_only() -> None:
    assert to_text(summary(RunState()), Style()) == "  ▶ running\n"
