"""Summaries and tune-ups from a stored log, as files and after the user's own template."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import FixedClock, Week
from outsource_tui.model.day import DayFrame
from outsource_tui.model.entry import Entry, Kind
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.group import Group, State
from outsource_tui.model.week import week_log
from outsource_tui.services import totals, totals_file
from outsource_tui.services.incoming import Source
from outsource_tui.services.pages import FileDiffersError
from outsource_tui.services.services import Services
from outsource_tui.services.template import make_template
from outsource_tui.settings import Settings, settings_path
from outsource_tui.store.repository import Repository
from tests.conftest import BERLIN, NOW

WEEK = Week(date(2026, 11, 16))
"""The week of NOW, a Wednesday."""


def fill(services: Services) -> dict[str, Activity]:
    """Nine weeks to NOW: two hours of invoices each morning until 14 October, client work after."""
    with services.repository.change("fill", NOW) as work:
        books = work.put(
            Group(
                "",
                "Bookkeeping",
                "Ana",
                Decimal(20),
                state=State.HANDED_OVER,
                dates={State.HANDED_OVER: date(2026, 10, 19)},
            )
        )
        invoices = work.put(Activity("", "Invoices", highlighted=date(2026, 10, 1), group=books.id))
        client = work.put(Activity("", "Client work", core=True))
        entries = []
        for n in range(60):
            day = date(2026, 9, 21) + timedelta(days=n)
            if day.weekday() > 4 or day >= NOW.date():
                continue
            start = datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN)
            if day < date(2026, 10, 19):
                entries.append(entry(start, 2, invoices))
            entries.append(entry(start + timedelta(hours=2), 5, client))
        work.put_all(entries)
    return {"Invoices": invoices, "Client work": client}


def entry(start: datetime, hours: float, activity: Activity, **more: object) -> Entry:
    end = start + timedelta(hours=hours)
    return Entry("", start, end, "Europe/Berlin", activity.id, **more)  # type: ignore[arg-type]


@pytest.fixture
def filled(services: Services) -> Services:
    fill(services)
    return services


class TestSummary:
    def test_a_week_agrees_with_the_week_log(self, filled: Services) -> None:
        week = WEEK.shifted(-1)
        log = week_log(
            week,
            filled.repository.entries(*week.bounds(BERLIN)),
            filled.repository.activities(),
            BERLIN,
            NOW,
            DayFrame(),
        )
        found = filled.summary.week(week)
        assert found.logged == pytest.approx(log.logged)
        assert found.coverage == pytest.approx(log.coverage)
        assert found.unlogged == pytest.approx(sum(d.unlogged for d in log.days if d.counts))
        assert [(a.activity.name, a.minutes, a.times) for a in found.activities] == [
            (a.activity.name, a.minutes, a.times) for a in log.activities
        ]

    def test_a_running_entry_counts_until_now(self, filled: Services, clock: FixedClock) -> None:
        before = filled.summary.week(WEEK).logged
        with filled.repository.change("start", NOW) as work:
            found = filled.repository.activities().named("Client work")
            assert found is not None
            work.put(Entry("", NOW - timedelta(minutes=30), None, "Europe/Berlin", found.id))
        assert filled.summary.week(WEEK).logged == pytest.approx(before + 30)
        clock.advance(minutes=5)
        assert filled.summary.week(WEEK).logged == pytest.approx(before + 35)

    def test_a_change_is_in_the_next_summary(self, filled: Services) -> None:
        week = WEEK.shifted(-3)
        before = filled.summary.week(week)
        first = filled.repository.entries(*week.bounds(BERLIN))[0]
        with filled.repository.change("delete", NOW) as work:
            work.delete(first)
        assert filled.summary.week(week).logged == pytest.approx(before.logged - 300)
        filled.history.undo()
        assert filled.summary.week(week).logged == pytest.approx(before.logged)

    def test_renaming_and_merging_keep_the_past(self, filled: Services) -> None:
        before = filled.tune_up.report()
        with filled.repository.change("merge", NOW) as work:
            old = work.activities().named("Invoices")
            assert old is not None
            new = work.put(replace(old, id="", name="Rechnungen"))
            work.put(replace(old, merged_into=new.id))
        after = filled.tune_up.report()
        assert after.groups[0].baseline == before.groups[0].baseline == pytest.approx(600)
        assert [a.name for a in after.groups[0].activities] == ["Rechnungen"]

    def test_plans_stand_beside_what_was_done(self, filled: Services) -> None:
        with filled.repository.change("plan", NOW) as work:
            client = work.activities().named("Client work")
            assert client is not None
            work.put(entry(NOW + timedelta(hours=2), 3, client, kind=Kind.PLANNED))
        (plan,) = filled.summary.week(WEEK).plans
        assert (plan.planned, plan.logged) == (180, 600)
        assert "| Client work |" in filled.summary.markdown(WEEK, ["plans"])

    def test_a_plan_that_was_done_tells_what_it_took(self, filled: Services) -> None:
        with filled.repository.change("plan", NOW) as work:
            client = work.activities().named("Client work")
            assert client is not None
            start = NOW - timedelta(hours=3)
            plan = work.put(entry(start, 1, client, kind=Kind.PLANNED))
            work.put(plan.done(start, start + timedelta(minutes=90)))
            work.put(entry(NOW + timedelta(hours=2), 2, client, kind=Kind.PLANNED))
        (line,) = filled.summary.week(WEEK).plans
        assert (line.planned, line.done, line.taken, line.left) == (180, 60, 90, 120)
        page = filled.summary.markdown(WEEK, ["plans"])
        assert "What was planned as 1 h 00 took 1 h 30, 0 h 30 more." in page
        assert "2 h 00 of the plans are open." in page
        assert "| Client work |    3:00 | 1:00 | 1:30 | 2:00 |" in page
        assert filled.summary.json(WEEK)["planned"][0]["taken_minutes"] == 90

    def test_a_month_is_the_sum_of_its_days(self, filled: Services) -> None:
        month = filled.summary.span(date(2026, 10, 1), date(2026, 10, 31))
        days = [filled.summary.span(d, d) for d in (date(2026, 10, n) for n in range(1, 32))]
        assert month.period.name == "2026-10"
        assert month.logged == pytest.approx(sum(d.logged for d in days))

    def test_an_old_page_stays_as_it_was(self, filled: Services, clock: FixedClock) -> None:
        week = WEEK.shifted(-2)
        before = filled.summary.markdown(week)
        clock.advance(days=40)
        assert filled.summary.markdown(week) == before

    def test_json_is_json_and_agrees(self, filled: Services) -> None:
        found = json.loads(json.dumps(filled.summary.json(WEEK.shifted(-1))))
        assert found["period"] == "2026-W46"
        assert found["activities"][0]["name"] == "Client work"
        assert found["logged_minutes"] == 1500
        report = json.loads(json.dumps(filled.tune_up.json()))
        (books,) = report["groups"]
        assert books["baseline_weeks"] == ["2026-W39", "2026-W40", "2026-W41", "2026-W42"]
        assert (books["won_back_minutes"], report["won_back_minutes"]) == (600, 600)
        assert report["weeks"][-1]["standing"] == "not over yet"

    def test_a_hand_over_to_come_is_told_with_its_day(self, filled: Services) -> None:
        group = filled.board.group_named("Bookkeeping")
        filled.board.assign(group.id, start_on="2026-12-07")
        page, report = filled.summary.markdown(WEEK), filled.tune_up.markdown()
        assert "**Handed over:** Bookkeeping starts 7 Dec 2026" in page
        assert "**Won back:** nothing yet: the hand-over is to come" in page
        assert "- Bookkeeping starts 7 Dec 2026" in report

    def test_money_is_worth_less_cost(self, filled: Services) -> None:
        own = Services(filled.repository, filled.clock, Settings(hour_value=Decimal(50)))
        (group,) = own.summary.week(WEEK.shifted(-1)).groups
        assert (group.cost, group.win) == (200, 300)
        assert own.tune_up.report().money == 4 * 10 * 30


class TestFiles:
    def test_the_name_holds_the_week(self, filled: Services, tmp_path: Path) -> None:
        path = filled.summary.write(WEEK, tmp_path / "new" / "folder")
        assert path.name == "summary-2026-W47.md"
        assert path.read_text(encoding="utf-8") == filled.summary.markdown(WEEK)

    def test_other_text_is_never_written_over_unasked(self, filled: Services, tmp_path: Path) -> None:
        path = filled.summary.write(WEEK, tmp_path)
        assert filled.summary.write(WEEK, tmp_path) == path
        path.write_text("my own words", encoding="utf-8")
        with pytest.raises(FileDiffersError):
            filled.summary.write(WEEK, tmp_path)
        assert path.read_text(encoding="utf-8") == "my own words"
        filled.summary.write(WEEK, tmp_path, overwrite=True)
        assert path.read_text(encoding="utf-8").startswith("# Week 47")

    def test_a_folder_that_cannot_be_is_told_in_one_line(self, filled: Services, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(UserError, match="could not be written") as error:
            filled.summary.write(WEEK, tmp_path / "file" / "folder")
        assert "\n" not in error.value.message

    def test_a_failed_write_leaves_the_old_page_and_nothing_else(
        self, filled: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = filled.summary.write(WEEK, tmp_path, parts=["gaps"])
        before = path.read_bytes()

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(UserError, match="no space left"):
            filled.summary.write(WEEK, tmp_path, overwrite=True)
        assert path.read_bytes() == before
        assert list(tmp_path.glob("*.md*")) == [path]
        assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".summary")] == []

    def test_it_lies_beside_the_data_unless_the_settings_say_where(self, tmp_path: Path) -> None:
        repository = Repository.open(tmp_path / "here" / "log.json")
        clock = FixedClock(NOW)
        assert Services(repository, clock, Settings()).summary.folder() == tmp_path / "here" / "summaries"
        elsewhere = Services(repository, clock, Settings(summary_folder=str(tmp_path / "notes")))
        assert elsewhere.summary.folder() == tmp_path / "notes"


class TestTemplate:
    @pytest.fixture
    def template(self) -> Callable[[str], Path]:
        def put(text: str) -> Path:
            path = settings_path().parent / "summary-template.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            return path

        return put

    def test_it_replaces_ours(self, filled: Services, template: Callable[[str], Path]) -> None:
        template(
            "{{ title }}: {{ logged }}\n"
            "{% for a in activities %}\n* {{ a.name }} {{ a.time }}\n{% endfor %}\n"
        )
        assert filled.summary.markdown(WEEK.shifted(-1)) == (
            "Week 46 · 9 Nov 2026 – 15 Nov 2026: 25 h 00\n* Client work 25:00\n"
        )

    def test_the_one_to_begin_with_makes_our_page(self, filled: Services) -> None:
        ours, part = filled.summary.markdown(WEEK.shifted(-1)), filled.summary.markdown(WEEK, ["won-back"])
        assert make_template(filled.summary.template)
        assert filled.summary.markdown(WEEK.shifted(-1)) == ours
        assert filled.summary.markdown(WEEK, ["won-back"]) == part
        assert not make_template(filled.summary.template), "one that is there is left alone"

    def test_our_parts_can_stand_in_it(self, filled: Services, template: Callable[[str], Path]) -> None:
        template("{{ parts.won_back }}")
        assert filled.summary.markdown(WEEK).startswith("## Won back")

    def test_names_reach_it_escaped(self, services: Services, template: Callable[[str], Path]) -> None:
        with services.repository.change("x", NOW) as work:
            work.put(entry(NOW - timedelta(hours=2), 1, work.put(Activity("", "<b>|# {{ 7*7 }}"))))
        template("{% for a in activities %}{{ a.name }}{% endfor %}")
        assert services.summary.markdown(WEEK) == r"\<b\>\|\# \{\{ 7\*7 \}\}"

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("fine\n{% if %}\n", 2),
            ("fine\n\n{{ no_such_name }}", 3),
            ("{% for a in activities %}\n{{ a.nothing.more }}\n{% endfor %}", 2),
            ("\n{{ ''.__class__.__mro__[1].__subclasses__() }}", 2),
            ("{{ 1 / 0 }}", 1),
            ("a\n{% include '/etc/passwd' %}", 2),
        ],
    )
    def test_an_error_names_its_line_and_nothing_is_written(
        self, filled: Services, template: Callable[[str], Path], tmp_path: Path, text: str, line: int
    ) -> None:
        path = template(text)
        with pytest.raises(InputError, match=f"line {line}:") as error:
            filled.summary.write(WEEK, tmp_path / "out")
        assert str(path) in error.value.message
        assert not (tmp_path / "out").exists()


class TestKeptSums:
    @pytest.fixture
    def folder(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv("OUTSOURCE_CACHE", str(tmp_path / "cache"))
        monkeypatch.setattr(totals_file, "LARGE", 10)
        return tmp_path / "cache"

    @staticmethod
    def build(tmp_path: Path) -> Services:
        return Services(Repository.open(tmp_path / "log.json"), FixedClock(NOW), Settings())

    def figures(self, tmp_path: Path) -> str:
        return self.build(tmp_path).tune_up.markdown()

    def test_a_later_run_takes_them_from_the_file(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(self.build(tmp_path))
        expected = self.figures(tmp_path)
        (kept,) = folder.iterdir()
        assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
        monkeypatch.setattr(totals, "_rows", lambda *_: pytest.fail("a month was read again"))
        assert self.figures(tmp_path) == expected

    def test_days_that_were_kept_tell_the_same_afterwards(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        services, spans = self.build(tmp_path), [(date(2026, 9, n), NOW.date()) for n in range(16, 23)]
        fill(services)
        monkeypatch.setattr(totals_file, "LARGE", 1_000_000)
        expected = [self.build(tmp_path).summary.json(span) for span in spans]
        monkeypatch.setattr(totals_file, "LARGE", 10)
        services.tune_up.markdown()
        assert folder.exists()
        assert [services.summary.json(span) for span in spans] == expected

    def test_a_long_import_is_summed_before_anybody_asks(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = "".join(f"Invoices,2026-{n % 9 + 1:02}-{n + 1:02},09:00:00,01:00:00\n" for n in range(20))
        exchange = self.build(tmp_path).exchange
        export = Source("t.csv", f"Description,Start date,Start time,Duration\n{rows}".encode())
        assert exchange.store_intake(exchange.take([export], "toggl", exchange.options())).added == 20
        monkeypatch.setattr(totals, "_rows", lambda *_: pytest.fail("a month was read"))
        assert sum(w.logged for w in self.build(tmp_path).tune_up.report().weeks) == 20 * 60

    def test_what_they_say_of_any_span_is_what_the_log_says(
        self, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        services = self.build(tmp_path)
        made = fill(services)
        with services.repository.change("over midnight", NOW) as work:
            work.put(entry(datetime(2026, 9, 13, 23, tzinfo=BERLIN), 3, made["Invoices"]))
        spans = [(date(2026, 9, 14) + timedelta(days=n), NOW.date()) for n in range(-9, 9)]
        monkeypatch.setattr(totals_file, "LARGE", 1_000_000)
        expected = [self.build(tmp_path).summary.json(span) for span in spans]
        assert not folder.exists()
        monkeypatch.setattr(totals_file, "LARGE", 10)
        self.figures(tmp_path)
        assert [self.build(tmp_path).summary.json(span) for span in spans] == expected

    def test_what_runs_counts_in_a_week_that_the_file_knows(self, folder: Path, tmp_path: Path) -> None:
        services = self.build(tmp_path)
        made = fill(services)
        self.figures(tmp_path)
        last_week = WEEK.shifted(-1)
        assert self.build(tmp_path).summary.week(last_week).logged == 5 * 5 * 60
        with services.repository.change("still runs", NOW) as work:
            began = datetime(2026, 10, 31, 22, tzinfo=BERLIN)
            work.put(replace(entry(began, 1, made["Invoices"]), end=None))
        assert self.build(tmp_path).summary.week(last_week).logged == 7 * 24 * 60

    def test_a_month_that_changed_is_summed_again(self, folder: Path, tmp_path: Path) -> None:
        services = self.build(tmp_path)
        made = fill(services)
        before = self.figures(tmp_path)
        with services.repository.change("more", NOW) as work:
            work.put(entry(datetime(2026, 9, 22, 18, tzinfo=BERLIN), 2, made["Invoices"]))
        assert self.figures(tmp_path) != before
        assert self.build(tmp_path).tune_up.report().groups[0].baseline == pytest.approx(630)

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"version":1}', '{"version":99,"zone":"","keys":[]}'])
    def test_a_file_that_cannot_be_used_is_made_again(self, folder: Path, tmp_path: Path, text: str) -> None:
        fill(self.build(tmp_path))
        expected = self.figures(tmp_path)
        (kept,) = folder.iterdir()
        kept.write_text(text, encoding="utf-8")
        assert self.figures(tmp_path) == expected
        assert kept.stat().st_size > 100

    def test_a_folder_that_cannot_be_written_does_no_harm(
        self, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        fill(self.build(tmp_path))
        expected = self.figures(tmp_path)
        monkeypatch.setenv("OUTSOURCE_CACHE", str(tmp_path / "file" / "below"))
        assert self.figures(tmp_path) == expected

    def test_sums_of_files_long_unused_are_forgotten(self, folder: Path, tmp_path: Path) -> None:
        folder.mkdir()
        for n in range(20):
            old = folder / f"totals-{n}.json"
            old.write_text("{}", encoding="utf-8")
            os.utime(old, (n, n))
        fill(self.build(tmp_path))
        self.figures(tmp_path)
        assert len(list(folder.iterdir())) == totals_file.MOST_FILES
        assert not (folder / "totals-0.json").exists()
