"""`schedule`: what it prints, a shell and systemd understand; what it cannot say, it refuses."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date, time
from pathlib import Path

import pytest

from migrate_tui.engine.plan.calendar import Misread, read_calendar
from small_site import Place, fill, place

__all__ = ["place"]
FOUND = shutil.which("systemd-analyze")

CRON = {
    "Sun 02:00 America/Los_Angeles": "0 2 * * 0",
    "02:30": "30 2 * * *",
    "Mon..Fri 22:05 Europe/Berlin": "5 22 * * 1-5",
    "Mon,Thu 6:00": "0 6 * * 1,4",
    "Saturday,sunday *-*-* 00:15:00": "15 0 * * 0,6",
    "*-*-01 04:00 UTC": "0 4 1 * *",
    "*-01,07-01 04:00": "0 4 1 1,7 *",
    "01-02 03:04": "4 3 2 1 *",
    "*:0/15": "0,15,30,45 * * * *",
    "Mon *-*-* 8..18/2:00": "0 8,10,12,14,16,18 * * 1",
    "*-*-* *:*": "* * * * *",
    "daily": "0 0 * * *",
    "weekly Europe/Berlin": "0 0 * * 1",
    "hourly": "0 * * * *",
    "Sun": "0 0 * * 0",
}
WRONG = {
    "": "says no time",
    "America/Los_Angeles": "says no time",
    "Sun 2 o'clock": "is not understood at '2'",
    "Sunn 02:00": "names a weekday that is none: Sunn",
    "Fri..Mon 02:00": "weekdays in the wrong order",
    "Sun 02:00 America/Los_Angels": "a time zone that is not known: America/Los_Angels",
    "Sun 24:00": "hour 24, which is not between 0 and 23",
    "Sun 02:60": "minute 60",
    "Sun 02:00:30": "has seconds",
    "*-13-01 02:00": "month 13",
    "*-*-00 02:00": "day 00",
    "2026-01-01 02:00": "does not come again",
    "*:0/0": "minute 0/0",
    "02:00 Sun": "is not understood at 'Sun'",
    "02:x": "minute 'x'",
    "Sun 02:00 UTC UTC": "is not understood at 'UTC'",
}


@pytest.mark.parametrize("text", CRON)
def test_cron_says_the_same(text: str) -> None:
    assert read_calendar(text).cron() == CRON[text]
    if FOUND:
        subprocess.run([FOUND, "calendar", text], check=True, capture_output=True)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_calendar_time(text: str) -> None:
    with pytest.raises(Misread) as caught:
        read_calendar(text)
    assert WRONG[text] in str(caught.value)


def test_what_cron_cannot_say() -> None:
    with pytest.raises(Misread, match="either, not both"):
        read_calendar("Sun *-*-1..7 02:00").cron()


def test_the_clocks_change() -> None:
    start = date(2026, 6, 1)
    spring = list(read_calendar("Sun 02:00 America/Los_Angeles").odd_days(start))
    autumn = list(read_calendar("Sun 01:30 America/Los_Angeles").odd_days(start))
    assert spring == [(date(2027, 3, 14), time(2, 0), True)]
    assert autumn == [(date(2026, 11, 1), time(1, 30), False)]
    for text in (
        "Sun 02:00 UTC",
        "Sun 02:00",
        "Mon 02:00 America/Los_Angeles",
        "Sun 04:00 Asia/Tokyo",
    ):
        assert list(read_calendar(text).odd_days(start)) == []


SCHEDULE = """\
environments:
  live: {source: "${OLD_DATABASE}", target: "${NEW_DATABASE:-sqlite:///live.db}", protected: true}
schedule: {at: "Sun 02:00 America/Los_Angeles", env: live, log: weekly.log}
"""


@pytest.fixture
def nasty(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The same plan in a folder that has to be quoted, with a schedule."""
    folder = tmp_path / 'it\'s 100% $HOME "here"'
    folder.mkdir()
    place.plan(more=SCHEDULE)
    for name in ("plan.yaml", "schema.sql"):
        shutil.move(tmp_path / name, folder / name)
    fill(folder / "old.db")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("OLD_DATABASE", raising=False)
    return Place(folder)


def test_the_cron_line_runs_in_a_shell_as_it_stands(nasty: Place) -> None:
    ended = nasty.run("schedule", "plan.yaml", "--format", "cron")
    assert ended.exit_code == 0, ended.output
    assert "CRON_TZ=America/Los_Angeles\n0 2 * * 0 " in ended.stdout
    assert "Debian" in ended.stdout and "OLD_DATABASE" in ended.stderr
    assert "NEW_DATABASE" not in ended.output
    command = ended.stdout.splitlines()[-1].removeprefix("0 2 * * 0 ").replace("\\%", "%")
    home = nasty.folder / ".migrate-tui"
    home.mkdir()
    (home / "studio.env").write_text("OLD_DATABASE='sqlite:///old.db'\n")
    done = subprocess.run(["/bin/sh", "-c", command], cwd="/", env={}, capture_output=True)
    log = (nasty.folder / "weekly.log").read_text()
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b""), log
    assert "exit 0" in log
    assert nasty.sql("select count(*) from students", at="live.db") == [(2,)]


def test_the_units_are_what_systemd_wants(nasty: Place, tmp_path: Path) -> None:
    text = nasty.run("schedule", "plan.yaml", "--format", "systemd").stdout
    assert "OnCalendar=Sun 02:00 America/Los_Angeles\nPersistent=true\n" in text
    assert '100%% $$HOME \\"here\\"/plan.yaml" --headless --env live --confirm studio\n' in text
    assert f"StandardOutput=append:{str(nasty.folder).replace('%', '%%')}/weekly.log\n" in text
    home = "# ~/.config/systemd/user/"
    files = [home + part for part in text.split(home)[1:]]
    assert [file.splitlines()[0] for file in files] == [
        f"{home}migrate-tui-studio.service", f"{home}migrate-tui-studio.timer"
    ]  # fmt: skip
    for file in files if FOUND else ():
        path = tmp_path / file.splitlines()[0].rpartition("/")[2]
        path.write_text(file)
        ended = subprocess.run(
            [str(FOUND), "verify", "--man=no", path], capture_output=True, text=True
        )
        assert path.name not in ended.stderr, ended.stderr


def test_both_without_a_format_and_no_secret(nasty: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLD_DATABASE", "postgresql://u:hunter2@h/d")
    ended = nasty.run("schedule", "plan.yaml")
    assert "CRON_TZ" in ended.stdout and "[Timer]" in ended.stdout
    assert "hunter2" not in ended.output
    assert ended.stdout.count("there is no 02:00 in America/Los_Angeles") == 2


def test_a_wrong_schedule_is_a_problem_of_the_plan(place: Place) -> None:
    assert place.run("schedule", "plan.yaml").exit_code == 2
    place.plan(more="schedule: {at: Sunn 02:00}\n")
    ended = place.run("schedule", "plan.yaml")
    assert ended.exit_code == 2
    assert "plan.yaml:13: schedule.at names a weekday that is none: Sunn" in ended.stderr
    place.plan(("Sunn 02:00", "Sun *-*-1 02:00"))
    ended = place.run("schedule", "plan.yaml", "--format", "cron")
    assert ended.exit_code == 2
    assert "plan.yaml:13: schedule.at says a weekday and a day" in ended.stderr
    assert place.run("schedule", "plan.yaml", "--format", "systemd").exit_code == 0
