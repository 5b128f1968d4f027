"""Hostile text on the command line: typed, imported, exported, in settings and in every message."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from outsource_tui import formats
from outsource_tui.cli import main
from outsource_tui.store.repository import Repository
from tests.formats.helpers import DATA
from tests.home import home_env
from tests.hostile import PAYLOADS, forbidden, leaks

DAY = "2026-11-18"

SCRIPT = """
import os, sys, json
from outsource_tui.cli import main
for words in json.loads(sys.stdin.readline() if len(sys.argv) < 2 else open(sys.argv[1]).read()):
    sys.stdout.write("\\n# %s\\n" % ascii(words[0][:9]))
    sys.stdout.flush()
    code = main(words)
    if code not in (0, 1, 2):
        sys.stdout.write("WRONG CODE %s\\n" % code)
os.write(1, b"all done\\n")
"""


def lines_for(text: str) -> list[list[str]]:
    """Return command lines that use a text wherever the command line takes one."""
    return [
        ["log", f"{DAY} 9-10 {text} #{text} -- {text}"],
        ["log", f"{DAY} 10-11", "--", text],
        ["log", text],
        ["start", text],
        ["status"],
        ["status", "--format", f"{text} {{activity}} {{elapsed}}"],
        ["stop"],
        ["highlight", text, "--reason", "routine"],
        ["highlight", text, "--reason", text],
        ["core", text],
        ["group", text, text],
        ["assign", text, "--to", text, "--rate", "30"],
        ["assign", text, "--rate", text, "--state", text],
        ["brief", text],
        ["day", DAY],
        ["day", text],
        ["week", "2026-W47"],
        ["week", text],
        ["board"],
        ["history"],
        ["names", "activities"],
        ["names", "groups"],
        ["tune-up"],
        ["remind"],
        ["export", "markdown", "--week", "2026-W47"],
        ["export", "csv", "--from", DAY],
        ["export", "ics", "--from", DAY],
        ["export", "klog", "--from", DAY],
        ["export", "timewarrior", "--from", DAY],
        ["export", text],
        ["import", "csv", text],
        ["import", text, text],
        ["restore", text],
        ["merge", text],
        ["undo"],
        ["redo"],
        ["doctor"],
        ["settings", text],
        [text],
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_no_verb_lets_a_control_byte_through(tmp_path: Path) -> None:
    """Every verb with every payload, on a terminal, in one process."""
    from tests.tui.terminal import Terminal

    few = {**PAYLOADS, "megabyte": PAYLOADS["megabyte"][:20_000]}
    calls = tmp_path / "calls.json"
    calls.write_text(json.dumps([words for text in few.values() for words in lines_for(text)]))
    env = {**home_env(tmp_path), "PYTHONPATH": str(Path(__file__).parents[2])}
    with Terminal([sys.executable, "-c", SCRIPT, str(calls)], env=env, size=(200, 50)) as terminal:
        terminal.wait_exit(120)
    seen = bytes(terminal.seen)
    assert b"all done" in seen
    assert b"WRONG CODE" not in seen
    assert b"Traceback" not in seen
    assert [line[:200] for line in seen.split(b"\r\n") if b"a fault in" in line] == []
    assert leaks(seen) == []


@pytest.mark.parametrize("place", ["--data", "merge", "restore", "import", "export"])
def test_a_hostile_path_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for kind, text in PAYLOADS.items():
        where = f"{text}/none/log.json"
        words = {
            "--data": ["--data", f"\0{text}", "day"],
            "merge": ["merge", where],
            "restore": ["restore", where],
            "import": ["import", "csv", where],
            "export": ["export", "csv", "--from", DAY, "-o", where],
        }[place]
        assert main(words) in (1, 2), kind
        said = capsys.readouterr().err
        assert said.count("\n") == 1, kind
        assert forbidden(said.strip()) == [], kind
        assert "a fault in the program" not in said, said[:200]
        assert len(said) < 20_000, kind


def with_text(value: Any, old: str, new: str) -> Any:
    """Put `new` in the place of `old` everywhere in a JSON document."""
    if isinstance(value, dict):
        return {k: with_text(v, old, new) for k, v in value.items()}
    if isinstance(value, list):
        return [with_text(v, old, new) for v in value]
    return value.replace(old, new) if isinstance(value, str) else value


def in_csv(data: str, old: str, new: str) -> str:
    """Put `new` in the place of `old` in every cell."""
    rows = list(csv.reader(io.StringIO(data)))
    made = io.StringIO()
    csv.writer(made).writerows([[cell.replace(old, new) for cell in row] for row in rows])
    return made.getvalue()


def hostile_sample(file: Path, old: str, new: str) -> bytes:
    data = file.read_text(encoding="utf-8")
    assert old in data, f"{file.name} does not hold {old!r}"
    if file.suffix == ".json":
        return json.dumps(with_text(json.loads(data), old, new)).encode()
    made = in_csv(data, old, new) if file.suffix == ".csv" else data.replace(old, new)
    return made.encode("utf-8", "surrogatepass")


SAMPLES = {
    "toggl-classic.csv": ("toggl", "Bookkeeping"),
    "toggl-quoted.csv": ("toggl", "Invoices"),
    "clockify.csv": ("clockify", "Newsletter"),
    "watson-frames.json": ("watson", "newsletter"),
    "watson-objects.json": ("watson", "bookkeeping"),
    "activitywatch.json": ("activitywatch", "Mail"),
    "own.csv": ("csv", "Invoices"),
    "own.json": ("json", "Invoices"),
    "timewarrior.data": ("timewarrior", "two words"),
    "times.klg": ("klog", "Gardening"),
    "timelog.txt": ("gtimelog", "early mail"),
    "notes.org": ("org", "Newsletter"),
    "calendar.ics": ("ics", "Team meeting"),
    "day.txt": ("text", "Invoices"),
}
"""A file of each format, and a name in it."""
LOSSLESS = {"watson-frames.json", "watson-objects.json", "toggl-quoted.csv", "own.json", "own.csv"}
"""Formats that can hold any text (a CSV file no NUL and no half a pair): it is then in the log, unless
the file is of others and the name longer than the log keeps names."""


def test_every_format_is_among_the_samples() -> None:
    assert {name for name, _ in SAMPLES.values()} == set(formats.READERS)


@pytest.mark.parametrize("file", SAMPLES)
def test_hostile_files_of_every_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    name, old = SAMPLES[file]
    for number, (kind, text) in enumerate(PAYLOADS.items()):
        log = tmp_path / f"{number}.json"
        monkeypatch.setenv("OUTSOURCE_DATA", str(log))
        source = tmp_path / f"{number}-{file}"
        source.write_bytes(hostile_sample(DATA / file, old, text))
        code = main(["import", name, str(source), "--skip-bad", *(["--date", DAY] if name == "text" else [])])
        said = capsys.readouterr()
        assert code in (0, 1, 2), kind
        assert forbidden((said.out + said.err).replace("\n", "")) == [], kind
        assert "a fault in the program" not in said.err, kind
        if kind == "nul" and file.endswith(".csv"):
            assert "this is a binary file" in said.err
        elif kind == "megabyte" and name in ("toggl", "watson"):
            assert "has a name of 1,000,005 characters, at most 500 are kept" in said.out + said.err
        elif file in LOSSLESS and not (kind == "surrogate" and file.endswith(".csv")):
            assert code == 0, (kind, said.err[:300])
            names = {activity.name for activity in Repository.open(log).activities()}
            assert " ".join(text.split()) in {" ".join(n.split()) for n in names}, kind


@pytest.mark.parametrize("form", ["markdown", "csv", "json", "ics", "timewarrior", "klog", "toggl"])
def test_exports_of_a_hostile_log_keep_their_shape(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """Another program reads what was written: no cell is a formula, no line too many, JSON is JSON."""
    from tests.tui.test_hostile import hostile_log

    hostile_log(tmp_path / "log.json", PAYLOADS)
    monkeypatch.setenv("OUTSOURCE_DATA", str(tmp_path / "log.json"))
    target = tmp_path / f"out.{form}"
    span = ["--week", "2026-W47"] if form == "markdown" else ["--from", DAY, "--to", DAY]
    assert main(["export", form, *span, "-o", str(target)]) == 0, capsys.readouterr().err[:300]
    text = target.read_bytes().decode("utf-8", "surrogatepass")
    if form in ("csv", "toggl"):
        csv.field_size_limit(2_000_000)
        rows = list(csv.reader(io.StringIO(text)))
        assert len({len(row) for row in rows}) == 1
        assert len(rows) == len(PAYLOADS) + 1
        assert not [cell[:20] for row in rows for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    elif form == "json":
        assert len(json.loads(text)) >= 1
    elif form == "markdown":
        assert forbidden(text.replace("\n", "")) == []
        assert not re.search(r"(?<!\\)<script", text)
        assert "[a](b)" not in text
    else:
        started = {"ics": "BEGIN:VEVENT", "timewarrior": "inc ", "klog": "    "}[form]
        assert sum(line.startswith(started) for line in text.split("\n")) >= len(PAYLOADS)


def test_hostile_settings_are_refused_in_one_line_or_shown_harmlessly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from outsource_tui.settings import Settings

    file = tmp_path / "settings.toml"
    monkeypatch.setenv("OUTSOURCE_SETTINGS", str(file))
    for kind, payload in PAYLOADS.items():
        text = payload[:5_000]
        quoted = json.dumps(text.replace("\ud83d", "\ufffd"))
        lines = [f"{name} = {quoted}" for name in Settings.__match_args__ if name != "notices"]
        lines += [f"{quoted} = 1", f"[keys]\n{quoted} = {quoted}", f"theme = {text}"]
        lines += [f"work_days = [{quoted}]", f"summary_parts = [{quoted}]"]
        for line in lines:
            file.write_text(line, encoding="utf-8", errors="replace")
            code = main(["day", DAY])
            said = capsys.readouterr()
            assert code in (0, 2), (kind, line[:60])
            told = code == 2 or any(note in said.err for note in ("is not a setting", "; it stays "))
            assert said.err.count("\n") == (1 if told else 0), (kind, line[:60])
            assert forbidden((said.out + said.err).replace("\n", "")) == [], (kind, line[:60])
            assert "a fault in the program" not in said.err, (kind, line[:60])
