"""Every verb as a process: what it prints, how it ends, and what it leaves in the log."""

from __future__ import annotations

import json

import pytest

from outsource_tui.cli import main

DAY = "2026-11-18"


def logged(*lines: str) -> None:
    """Log into the file of the test by the same verb, in a process that runs already."""
    for line in lines:
        assert main(["log", line]) == 0


@pytest.fixture
def week():
    """A week with three activities on two days of the past."""
    logged(
        f"{DAY} 8-9 Email #admin",
        f"{DAY} 9-10:30 Invoices #accounts -- for October",
        f"{DAY} 11-12 Client work",
        "2026-11-19 8-8:30 Email #admin",
    )
    return "2026-W47"


def test_log_says_what_it_stored_and_day_shows_it(outsource):
    ran = outsource("log", DAY, "9-10:30", "Invoices", "#accounts", "--", "for", "October")
    assert ran.code == 0
    assert "Invoices" in ran.out
    assert "09:00–10:30" in ran.out
    day = outsource("day", DAY, "--json").json
    assert day["date"] == DAY
    assert day["zone"] == "Europe/Berlin"
    (entry,) = day["entries"]
    assert entry["start"] == "2026-11-18T09:00:00+01:00"
    assert entry["end"] == "2026-11-18T10:30:00+01:00"
    assert entry["activity"] == "Invoices"
    assert entry["tags"] == ["accounts"]
    assert entry["note"] == "for October"
    assert entry["kind"] == "logged"
    assert entry["hand_over"] is False
    assert day["logged_minutes"] == 90
    assert day["gaps"] == [
        {"start": "2026-11-18T08:00:00+01:00", "end": "2026-11-18T09:00:00+01:00"},
        {"start": "2026-11-18T10:30:00+01:00", "end": "2026-11-18T18:00:00+01:00"},
    ]
    assert day["coverage"] == pytest.approx(0.15)


def test_a_duration_with_a_minus_needs_no_quoting(outsource):
    ran = outsource("log", "-15", "Call")
    assert ran.code == 0, ran.err
    assert outsource("log", "--", "-5", "Call", "--overlap", "keep").code in (0, 2)
    names = [e["activity"] for e in outsource("day", "--json").json["entries"]]
    assert "Call" in names


def test_lines_of_standard_input_are_one_change(outsource):
    ran = outsource("log", stdin=f"{DAY} 8-9 Email\n\n{DAY} 9-10 Invoices\n")
    assert ran.code == 0, ran.err
    assert len(outsource("day", DAY, "--json").json["entries"]) == 2
    assert outsource("undo").code == 0
    assert outsource("day", DAY, "--json").json["entries"] == []


def test_one_bad_line_of_many_stores_nothing(outsource):
    ran = outsource("log", stdin=f"{DAY} 8-9 Email\n{DAY} 9-99 Invoices\n")
    assert ran.code == 2
    assert ran.err.startswith("outsource: line 2: ")
    assert ran.err.endswith("; nothing was logged\n")
    assert outsource("day", DAY, "--json").json["entries"] == []


@pytest.mark.parametrize("lines", [("10-11 A", "# noon", "8-9:30 B"), ("10-11 A", "", "10:30-12 B")])
def test_the_line_that_lies_over_another_entry_is_named(outsource, lines):
    logged(f"{DAY} 9-9:45 Email")
    text = "\n".join(line if line[:1] in "# " else f"{DAY} {line}" for line in lines)
    ran = outsource("log", stdin=text)
    assert ran.code == 2
    assert ran.err.startswith("outsource: line 3: ")
    assert "--overlap trim; nothing was logged" in ran.err
    assert len(outsource("day", DAY, "--json").json["entries"]) == 1


def test_a_plan_is_no_log(outsource):
    assert outsource("log", "tomorrow 14-15? Website update").code == 0
    (entry,) = outsource("day", "tomorrow", "--json").json["entries"]
    assert entry["kind"] == "planned"


@pytest.mark.parametrize("policy", ["keep", "trim"])
def test_an_overlap_is_refused_until_the_user_says_how(outsource, policy):
    logged(f"{DAY} 9-11 Email")
    refused = outsource("log", f"{DAY} 10-12 Invoices")
    assert refused.code == 2
    assert "Email" in refused.err
    assert "--overlap" in refused.err
    assert outsource("log", "--overlap", policy, f"{DAY} 10-12 Invoices").code == 0
    day = outsource("day", DAY, "--json").json
    email = next(e for e in day["entries"] if e["activity"] == "Email")
    assert email["end"][11:16] == ("11:00" if policy == "keep" else "10:00")


def test_start_status_stop_continue(outsource):
    assert outsource("status", "--json").json["running"] is None
    assert outsource("start", "Invoices", "#accounts").code == 0
    running = outsource("status", "--json").json["running"]
    assert running["activity"] == "Invoices"
    assert running["tags"] == ["accounts"]
    assert running["end"] is None
    assert "Invoices" in outsource("status").out
    assert outsource("continue").code == 1
    assert outsource("stop").code == 0
    assert outsource("status", "--json").json["running"] is None
    again = outsource("stop")
    assert again.code == 1
    assert "nothing is running" in again.err


def test_week_sums_each_activity(outsource, week):
    found = outsource("week", week, "--json").json
    assert (found["week"], found["from"], found["to"]) == (week, "2026-11-16", "2026-11-22")
    assert found["logged_minutes"] == 240
    assert found["hand_over_minutes"] == 0
    by_name = {a["name"]: a for a in found["activities"]}
    assert by_name["Email"]["by_day"] == [0, 0, 60, 30, 0, 0, 0]
    assert by_name["Email"]["times"] == 2
    assert by_name["Invoices"] == {
        "name": "Invoices", "minutes": 90, "times": 1, "by_day": [0, 0, 90, 0, 0, 0, 0],
        "highlighted": False, "reasons": [], "core": False, "group": None,
    }
    assert "Invoices" in outsource("week", week).out


def test_highlight_with_reasons_and_off_again(outsource, week):
    ran = outsource("highlight", "  email ", "--reason", "routine", "--reason", "dislike")
    assert ran.code == 0, ran.err
    found = outsource("week", week, "--json").json
    email = next(a for a in found["activities"] if a["name"] == "Email")
    assert email["highlighted"]
    assert sorted(email["reasons"]) == ["dislike", "routine"]
    assert found["hand_over_minutes"] == 90
    line = next(line for line in outsource("week", week).out.splitlines() if "Email" in line)
    assert line.startswith("  ◆ Email ")
    assert line.endswith("dislike, routine")
    assert all(e["hand_over"] == (e["activity"] == "Email")
               for e in outsource("day", DAY, "--json").json["entries"])
    assert outsource("highlight", "Email", "--off").code == 0
    assert outsource("week", week, "--json").json["hand_over_minutes"] == 0


def test_week_says_what_a_year_is_worth_as_the_user_writes_money(outsource, week, tmp_path):
    settings = 'hour_value = 1000\ncurrency = "CHF"\nnumber_format = "1.234,56"\nweeks_a_year = 40\n'
    (tmp_path / "settings.toml").write_text(settings, encoding="utf-8")
    outsource("highlight", "Email")
    out = outsource("week", week).out
    assert "60 h a year of 40 such weeks, ≈ " in out
    assert "60.000" in out.splitlines()[-1]
    assert "CHF" in out


def test_core_and_not_core(outsource, week):
    def core() -> bool:
        found = outsource("week", week, "--json").json["activities"]
        return next(a for a in found if a["name"] == "Client work")["core"]

    assert outsource("core", "client WORK").code == 0
    assert core()
    assert outsource("core", "Client work", "--off").code == 0
    assert not core()


def test_an_unknown_name_offers_the_nearest(outsource, week):
    ran = outsource("highlight", "Invioces")
    assert ran.code == 2
    assert "Invoices" in ran.err
    assert ran.err.count("\n") == 1


def test_group_assign_board_ungroup(outsource, week):
    outsource("highlight", "Email", "--reason", "routine")
    outsource("highlight", "Invoices")
    assert outsource("group", "Invoices", "Bookkeeping").code == 0
    ran = outsource("assign", "bookkeeping", "--to", "Ana", "--rate", "28.50", "--state", "handed over")
    assert ran.code == 0, ran.err
    board = outsource("board", "--json").json
    assert board["ungrouped"] == ["Email"]
    (group,) = board["groups"]
    assert group["name"] == "Bookkeeping"
    assert group["assignee"] == "Ana"
    assert group["rate"] == 28.5
    assert group["state"] == "handed over"
    assert group["activities"] == ["Invoices"]
    assert "minutes" in group
    assert "Bookkeeping" in outsource("board").out
    assert outsource("ungroup", "Invoices").code == 0
    assert sorted(outsource("board", "--json").json["ungrouped"]) == ["Email", "Invoices"]


def test_assign_takes_all_terms_of_a_hand_over(outsource, week):
    outsource("group", "Invoices", "Bookkeeping")
    terms = ("--rate", "30", "--currency", "USD", "--hours", "4.5", "--start", "2026-12-01")
    ran = outsource("assign", "Bookkeeping", *terms, "--hand-over-hours", "3", "--checking-hours", "0.5")
    assert ran.code == 0, ran.err
    brief = outsource("brief", "Bookkeeping").out
    assert "4.5 expected" in brief
    assert "1 Dec 2026" in brief
    assert "USD" in brief
    assert "hand it over: 3 h" in brief
    assert outsource("assign", "Bookkeeping", "--start", "someday").code == 2


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("assign", "Nobody", "--to", "Ana"), "Nobody"),
        (("assign", "Bookkeeping", "--rate", "cheap"), "cheap"),
        (("assign", "Bookkeeping", "--state", "gone"), "handed over"),
        (("assign", "Bookkeeping"), "--to"),
        (("log", "25:00", "Call"), "25:00"),
        (("log",), "outsource log"),
        (("week", "2026-W99"), "2026-W99"),
        (("day", "someday"), "someday"),
        (("lgo", "x"), "log"),
        (("status", "--jsn"), "--help"),
        (("undo", "0"), "1 or more"),
        (("export", "pdf"), "pdf"),
        (("brief", "Nobody"), "Nobody"),
    ],
)
def test_what_is_not_understood_is_one_line_and_exit_2(outsource, week, words, hint):
    outsource("group", "Invoices", "Bookkeeping")
    ran = outsource(*words)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    assert hint in ran.err


def test_undo_redo_history_work_across_processes(outsource, week):
    outsource("highlight", "Email")
    history = outsource("history", "--json").json
    assert "Email" in history[0]["label"]
    assert not history[0]["undone"]
    assert "Email" in outsource("undo").out
    assert outsource("history", "--json").json[0]["undone"]
    assert outsource("week", week, "--json").json["hand_over_minutes"] == 0
    assert outsource("redo").code == 0
    assert outsource("week", week, "--json").json["hand_over_minutes"] == 90
    assert outsource("redo").code == 1


def test_export_markdown_csv_json(outsource, week, tmp_path):
    page = outsource("export", "markdown", "--week", week)
    assert page.code == 0, page.err
    assert "Invoices" in page.out
    target = tmp_path / "week.csv"
    assert outsource("export", "csv", "--week", week, "-o", str(target)).code == 0
    assert "Invoices" in target.read_text(encoding="utf-8")
    tables = json.loads(outsource("export", "json").out)
    assert "Invoices" in json.dumps(tables)
    again = outsource("export", "markdown", "--week", week)
    assert again.out == page.out


def test_brief_has_examples_and_blanks(outsource, week):
    outsource("highlight", "Invoices")
    outsource("group", "Invoices", "Bookkeeping")
    brief = outsource("brief", "bookkeeping")
    assert brief.code == 0, brief.err
    assert "Invoices" in brief.out
    assert "Bookkeeping" in brief.out


def test_help_lists_every_verb_and_each_has_examples(outsource):
    from outsource_tui.cli.parser import VERBS

    overview = outsource("--help").out
    for verb in VERBS:
        assert verb.name in overview
    helped = outsource("log", "--help")
    assert helped.code == 0
    assert "outsource log 9-10:30 Invoices" in helped.out


def test_hostile_names_reach_the_terminal_harmless(outsource):
    assert outsource("log", f"{DAY} 9-10 \x1b]52;c;eA==\x07\x1b[31mRed [b]bold[/b] \u202eabc").code == 0
    for words in (("day", DAY), ("week", "2026-W47"), ("history",)):
        out = outsource(*words).out
        assert "\x1b" not in out
        assert "\x07" not in out
        assert "\u202e" not in out
        assert "Red" in out
    assert "[b]bold[/b]" in outsource("day", DAY).out


def test_an_empty_log_answers_every_question(outsource):
    for words in (("status",), ("day",), ("week",), ("board",), ("history",), ("export", "markdown")):
        ran = outsource(*words)
        assert ran.code == 0, (words, ran.err)
        assert ran.err == ""


def test_a_day_lists_spans_below_each_other_in_the_hour_that_occurs_twice(outsource):
    for line in ("2025-10-26 1:50-2:10 One", "2025-10-26 2:05b-2:35b Two"):
        assert outsource("log", line).code == 0
    lines = outsource("day", "2025-10-26").out.splitlines()
    one, two = (next(line for line in lines if word in line) for word in ("One", "Two"))
    assert "02:05b–02:35b" in two
    assert (one.index("–"), one.index("One")) == (two.index("–"), two.index("Two"))


def test_the_board_says_of_which_week_its_hours_are(outsource):
    outsource("log", "2026-11-18 9-10 Invoices")
    outsource("group", "Invoices", "Books")
    assert "Books   1:00 in week 47" in outsource("board", "--week", "2026-W47").out
    assert " this week   idea" in outsource("board").out


def test_on_a_day_off_nothing_is_called_missing_and_gaps_are_free(outsource):
    outsource("log", "2026-11-22 9-9:30 Call")
    shown = outsource("day", "2026-11-22")
    assert shown.out.splitlines()[0].endswith("logged 0:30   day off")
    assert "┄ free" in shown.out
    assert "not logged" not in shown.out + outsource("day", "2026-11-22", "--plain").out
    assert outsource("day", "2026-11-22", "--json").json["coverage"] == 0.05
    assert "logged 0:00   before your log begins" in outsource("day", "2026-11-20").out
    assert "not logged 10:00   coverage 0 %" in outsource("day", "2026-11-23").out
