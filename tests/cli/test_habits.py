"""Settings, status lines, reminders, completion and plain words."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings, load_settings, parse_settings
from outsource_tui.settings_file import TEMPLATE, change_settings
from outsource_tui.store.repository import Repository
from tests.conftest import BERLIN

DAY = "2026-11-18"


def test_settings_are_made_once_and_read_without_complaint(outsource, tmp_path):
    made = outsource("settings")
    assert made.code == 0, made.err
    path = tmp_path / "settings.toml"
    assert str(path) in made.out
    path.write_text(path.read_text().replace("# step = 5", "step = 15"))
    assert outsource("settings").code == 0
    assert load_settings(path).step == 15


def test_every_commented_value_is_valid_and_the_default():
    live = "\n".join(
        line[2:] for line in TEMPLATE.splitlines() if line.startswith("# ") and " = " in line
        and not line.startswith(("# hour_value", "# yearly_income", "# \"timeline"))
    )
    assert parse_settings(live) == Settings()


def test_a_value_that_is_no_default_is_called_an_example():
    named = [line for line in TEMPLATE.splitlines() if line.startswith(("# hour_value", "# yearly_income"))]
    assert len(named) == 2
    assert all("# an example: " in line for line in named)
    assert "except what an hour of yours is worth" in TEMPLATE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("step = 0", "from 1 to 60"),
        ('week_start = "tuesday"', '"monday" or "sunday"'),
        ('day_start = "25:00"', "08:00"),
        ('day_start = "19:00"', "later than day_start (19:00): write a time such as 24:00"),
        ('day_end = "7"', "later than day_start (08:00): write a time such as 19:00"),
        ('day_start = "24:00"', '"08:00", "7:30" or "8am"'),
        ('day_end = "2:30b"', '"18:00", "6pm" or, for midnight, "24:00"'),
        ("day_end = 18.5", '"18:00", "6pm"'),
        ("day_end = true", '"18:00", "6pm"'),
        ("step = 5\nday_end = 7pm", 'line 2: day_end is 7pm: put it in quotes: "7pm"'),
        ("day_start = 08:00  # early", 'line 1: day_start is 08:00: put it in quotes: "08:00"'),
        ("zone = Europe/Berlin", 'put it in quotes: "Europe/Berlin"'),
        ('zone = "Mars/Base"', "IANA"),
        ("hour_value = -3", "number"),
        ("hour_value = nan", "number"),
        ('hour_value = "much"', "such as 60"),
        ('number_format = "1"', "1,234.56"),
        ("front_matter = 1", "true or false"),
        ('currency = "\\u001b[31m"', "text"),
        ("keys = 3", "table"),
        ("= broken", "line 1"),
    ],
)
def test_a_wrong_value_says_what_would_be_right(text, words):
    from outsource_tui.model.errors import InputError

    with pytest.raises(InputError) as caught:
        parse_settings(text)
    assert words in caught.value.message
    assert "\n" not in caught.value.message


def test_a_name_that_is_no_setting_is_told_and_all_goes_on(outsource, tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("step = 15\nstepp = 5\n")
    told = f"{path}, line 2: stepp is not a setting: did you mean step?\n"
    for words in (("log", DAY, "9-10", "Invoices"), ("status", "--json"), ("doctor",)):
        ran = outsource(*words)
        assert (ran.code, ran.err) == (0, f"outsource: note: {told}")
    assert load_settings(path).step == 15
    change_settings(path, {"step": 10})
    assert path.read_text() == "step = 10\nstepp = 5\n"
    ran = outsource("settings")
    assert (ran.code, ran.err) == (2, f"outsource: {told}")


def test_a_slip_in_looks_or_reminders_keeps_nobody_from_the_log(outsource, tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("nudge_after = 30\nrows_per_hour = 50\n")
    ran = outsource("log", DAY, "9-10", "Invoices")
    told = f"{path}, line 2: rows_per_hour is 50: write a whole number from 1 to 12; it stays 4\n"
    assert (ran.code, ran.err) == (0, f"outsource: note: {told}")
    assert load_settings(path).nudge_after == 30
    ran = outsource("settings")
    assert (ran.code, ran.err) == (2, f"outsource: {told}")
    path.write_text("summary_parts = 5\n")
    assert "; it stays empty\n" in outsource("status").err


def test_settings_tells_a_part_that_the_summary_lacks(outsource, tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('step = 15\nsummary_parts = ["x"]\n')
    assert outsource("status").err == ""
    ran = outsource("settings")
    assert ran.code == 2
    assert ran.err.startswith(f"outsource: {path}, line 2: 'x' is no part of the summary: use ")


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ('"19"', 19, 0), ("19", 19, 0), ("1900", 19, 0), ('"7pm"', 19, 0), ('" 7 PM "', 19, 0),
        ('"24:00"', 0, 0), ('"midnight"', 0, 0), ('"00:00"', 0, 0), ('"21:30:00"', 21, 30),
        ("21:30:00", 21, 30), ('"9:05 p.m."', 21, 5),
    ],
)  # fmt: skip
def test_the_day_ends_at_any_time_that_the_quick_entry_reads(text, hour, minute):
    assert parse_settings(f"day_end = {text}").day_end == time(hour, minute)


@pytest.mark.parametrize(
    ("text", "hour", "minute"), [("7", 7, 0), ('"7:30"', 7, 30), ("730", 7, 30), ('"6am"', 6, 0)]
)
def test_the_day_starts_at_any_time_that_the_quick_entry_reads(text, hour, minute):
    assert parse_settings(f"day_start = {text}").day_start == time(hour, minute)


def test_a_time_is_kept_as_hours_and_minutes_however_it_was_typed(tmp_path):
    path = tmp_path / "settings.toml"
    for typed, kept in (("7 pm", "19:00"), ("1900", "19:00"), ("midnight", "24:00"), ("24:00", "24:00")):
        change_settings(path, {"day_end": typed})
        assert f'day_end = "{kept}"' in path.read_text()
    assert load_settings(path).day_end == time(0)


def test_light_and_dark_are_themes_of_ours():
    assert parse_settings('theme = "light"').theme == "outsource-light"
    assert parse_settings('theme = "Dark"').theme == "outsource-dark"


def test_settings_checks_what_only_the_screen_can_judge_and_lists_the_keys(outsource, tmp_path):
    listed = outsource("settings", "--keys").out
    assert '"timeline.split" = "S"' in listed
    path = tmp_path / "settings.toml"
    path.write_text('theme = "light"\n[keys]\n"timeline.split" = "m"\n')
    ran = outsource("settings")
    assert ran.code == 2
    assert f"{path}, line 3: the key m is for “merge”" in ran.err
    path.write_text('theme = "pink"\n')
    assert "line 1: there is no theme 'pink': write light, dark" in outsource("settings").err
    path.write_text(listed)
    assert outsource("settings").code == 0


def test_status_in_a_line_of_ones_own(outsource):
    assert outsource("status", "--format", "{activity}{elapsed} {logged}").out == "0:00\n"
    outsource("start", "Invoices")
    assert re.fullmatch(r"Invoices 0:0[01]\n", outsource("status", "--format", "{activity} {elapsed}").out)
    assert re.fullmatch(r"[0-2]\d:\d\d", outsource("status", "--format", "{time}").out.strip())
    wrong = outsource("status", "--format", "{who}")
    assert wrong.code == 2
    assert "{activity}" in wrong.err


def test_a_status_line_is_nothing_while_nothing_runs_or_what_one_likes(outsource):
    assert outsource("status", "--format", "{activity} {elapsed}").out == ""
    assert outsource("status", "--format", "{activity}", "--idle", "").out == ""
    ran = outsource("status", "--format", "{activity}", "--idle", "idle, {logged} today")
    assert ran.out == "idle, 0:00 today\n"
    outsource("start", "Invoices")
    assert outsource("status", "--format", "{activity}", "--idle", "idle").out == "Invoices\n"


def test_overlaps_are_marked_and_the_sums_explained(outsource):
    outsource("log", f"{DAY} 9-10:30 Invoices")
    outsource("log", "--overlap", "keep", f"{DAY} 10-11 Call")
    outsource("log", f"{DAY} 11-12 Email")
    day = outsource("day", DAY).out
    assert "logged 3:00" in day
    assert [line.endswith("∥ overlaps") for line in day.splitlines() if "▌" in line] == [True, True, False]
    why = "add up to 3:30: 0:30 lies in overlapping entries and counts once in what is logged"
    assert f"the entries {why}" in day
    assert f"the rows {why}" in outsource("week", DAY).out
    plain = outsource("day", DAY, "--plain").out
    assert "1 h 30: Invoices; overlaps another entry." in plain
    assert "0 h 30 lies in overlapping entries and counts once." in plain


def test_a_day_without_overlaps_says_nothing_of_them(outsource):
    outsource("log", f"{DAY} 9-10 Invoices")
    outsource("log", f"{DAY} 10-11? Call")
    assert "overlap" not in outsource("day", DAY).out + outsource("week", DAY).out


def test_status_says_how_old_the_last_review_is(outsource, tmp_path):
    assert "review" not in outsource("status").out
    ago = datetime.now(BERLIN) - timedelta(days=10)
    outsource("log", f"{ago:%Y-%m-%d} 9-10 Invoices")
    assert "no review yet, open outsource and press 2" in outsource("status").out
    path = tmp_path / "data" / "log.json"
    services = Services(Repository.open(path), FixedClock(ago), Settings())
    services.habit.review_done()
    assert "last review 10 days ago\n" in outsource("status").out
    services.clock.advance(days=-40)
    services.habit.review_done()
    assert "last review 7 weeks ago: time for the next" in outsource("status").out


def test_a_day_in_plain_sentences(outsource):
    outsource("log", f"{DAY} 9-10 Invoices #accounts -- for October")
    outsource("highlight", "Invoices")
    out = outsource("day", DAY, "--plain").out
    assert "09:00 to 10:00, 1 h 00: Invoices; tagged accounts; note: for October; to hand over." in out
    assert "not logged." in out


def test_remind_says_nothing_or_one_line(outsource):
    ran = outsource("remind")
    assert ran.code == 0
    assert ran.out.count("\n") <= 1


def test_tune_up_without_anything_handed_over(outsource):
    ran = outsource("tune-up")
    assert ran.code == 0, ran.err
    assert ran.out.strip()
    assert isinstance(outsource("tune-up", "--json").json, dict)


def test_status_on_a_day_off_says_so_and_names_nothing_missing(outsource, tmp_path):
    today = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"][int(f"{datetime.now(BERLIN):%w}")]
    days = [day for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun") if day != today]
    outsource("settings")
    (tmp_path / "settings.toml").write_text(f"work_days = {days!r}\n".replace("'", '"'))
    assert "today 0:00 logged, day off\n" in outsource("status").out
