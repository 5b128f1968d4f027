"""Imports store once what is new, update what changed, and go back with one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outsource_tui.model.edit import in_the_way
from outsource_tui.model.entry import Entry
from outsource_tui.model.errors import StoppedError
from outsource_tui.model.imported import ImportedEntry, Problem, Reading, alike
from outsource_tui.services.incoming import Source
from outsource_tui.services.overlaps import overlaps
from outsource_tui.services.services import Services
from outsource_tui.store.repository import Repository

ZONE = ZoneInfo("Europe/Berlin")
NINE = datetime(2026, 11, 16, 9, tzinfo=ZONE)


def row(name: str, hour: int = 0, **fields) -> ImportedEntry:
    start = NINE + timedelta(hours=hour)
    given = {"start": start, "end": start + timedelta(minutes=30), "zone": ZONE.key, "activity": name}
    return ImportedEntry(**(given | fields))


def reading(*rows: ImportedEntry, **fields) -> Reading:
    return Reading("toggl", len(rows), tuple(rows), **fields)


def names(services) -> list[str]:
    activities = services.repository.activities()
    return [activities.get(e.activity).name for e in services.repository.all_entries()]


def test_a_second_import_of_the_same_file_adds_nothing(services):
    rows = reading(row("Email", source="toggl:1"), row("Call", 1))
    first = services.exchange.store(rows)
    assert (first.added, first.duplicates, first.hours) == (2, 0, 1.0)
    second = services.exchange.store(rows)
    assert (second.added, second.updated, second.duplicates) == (0, 0, 2)
    assert not second.change
    assert names(services) == ["Email", "Call"]


def test_an_overlapping_export_adds_only_what_is_new(services):
    services.exchange.store(reading(row("Email"), row("Call", 1)))
    outcome = services.exchange.store(reading(row("Call", 1), row("Invoices", 2)))
    assert (outcome.added, outcome.duplicates) == (1, 1)


def test_a_changed_row_with_a_foreign_id_updates_its_entry(services):
    services.exchange.store(reading(row("Email", source="watson:a")))
    longer = row("Email", source="watson:a", end=NINE + timedelta(hours=1), note="more")
    outcome = services.exchange.store(reading(longer))
    assert (outcome.added, outcome.updated) == (0, 1)
    (entry,) = services.repository.all_entries()
    assert entry.end == NINE + timedelta(hours=1)
    assert entry.note == "more"


def test_an_export_of_our_own_updates_by_its_id(services):
    services.exchange.store(reading(row("Email")))
    (entry,) = services.repository.all_entries()
    edited = row("Email", note="edited elsewhere", source=f"outsource:{entry.id}", hand_over=True)
    assert services.exchange.store(reading(edited)).updated == 1
    (entry,) = services.repository.all_entries()
    assert (entry.note, entry.hand_over, entry.source) == ("edited elsewhere", True, "")


def test_one_undo_takes_an_import_back(services):
    services.exchange.store(reading(*(row(f"Activity {n}", n) for n in range(9))))
    services.history.undo()
    assert names(services) == []
    services.history.redo()
    assert len(names(services)) == 9


def test_names_match_ignoring_case_and_spaces(services):
    services.log.add(services.log.parse("2026-11-17 9-10 Email and inbox"))
    services.exchange.store(reading(row("  EMAIL  and inbox")))
    assert set(names(services)) == {"Email and inbox"}


def test_a_preview_stores_nothing_and_says_the_same(services):
    rows = reading(row("Email"), problems=(Problem(7, "no end"),))
    preview = services.exchange.preview(rows)
    assert names(services) == []
    assert replace(services.exchange.store(rows), change=None) == preview
    assert preview.skipped[0].line == 7


@pytest.mark.parametrize("days", [("2026-11-16", "2026-11-16", 1), ("2026-11-17", "2026-11-18", 0)])
def test_rows_of_a_span_are_those_that_start_in_it(services, days):
    from datetime import date

    services.exchange.store(reading(row("Email")))
    first, last, count = days
    assert len(services.exchange.rows(date.fromisoformat(first), date.fromisoformat(last))) == count


# what was edited here, and what changed there


def only(services):
    (entry,) = services.repository.all_entries()
    return entry


def test_what_was_edited_here_stays_when_the_same_export_comes_again(services):
    rows = reading(row("Email", source="toggl:1"))
    services.exchange.store(rows)
    with services.repository.change("Edit", services.clock.now()) as work:
        work.put(replace(only(services), note="mine"))
    outcome = services.exchange.store(rows)
    assert (outcome.added, outcome.updated, outcome.duplicates) == (0, 0, 1)
    assert only(services).note == "mine"


def test_a_row_with_other_tags_alone_updates_its_entry(services):
    services.exchange.store(reading(row("Email", source="toggl:1")))
    outcome = services.exchange.store(reading(row("Email", source="toggl:1", tags=("billed",))))
    assert (outcome.added, outcome.updated) == (0, 1)
    assert only(services).tags == ("billed",)


def test_rows_that_trade_places_under_their_ids_are_the_same_rows(services):
    first, second = row("Email"), row("Call")
    services.exchange.store(reading(replace(first, source="toggl:1"), replace(second, source="toggl:1-2")))
    again = reading(replace(second, source="toggl:1"), replace(first, source="toggl:1-2"))
    outcome = services.exchange.store(again)
    assert (outcome.added, outcome.updated, outcome.duplicates) == (0, 0, 2)


def test_our_own_table_of_imported_entries_updates_them_and_keeps_their_foreign_ids(services):
    rows = reading(row("Email", source="toggl:1"))
    services.exchange.store(rows)
    text = services.exchange.written("csv")
    outcome = services.exchange.store_intake(taken(services, text.replace("Email", "Letters"), "log.csv"))
    assert (outcome.added, outcome.updated) == (0, 1)
    assert names(services) == ["Letters"]
    assert services.exchange.store(rows).duplicates == 1


def test_a_stopped_import_stores_nothing(services):
    def stop(what, done, total):
        raise StoppedError("stopped")

    with pytest.raises(StoppedError):
        services.exchange.store(reading(row("Email")), stop)
    assert names(services) == []


def test_an_import_says_how_far_it_is(services):
    told = []
    text = "Description,Start date,Start time,Duration\n" + "".join(
        f"Task {n},2024-01-{1 + n // 24:02},{n % 24:02}:00:00,00:30:00\n" for n in range(600)
    )
    options = services.exchange.options(lambda *at: told.append(at))
    intake = services.exchange.take([Source("t.csv", text.encode())], "toggl", options)
    services.exchange.store_intake(intake, options.progress)
    assert ("reading", 257, 602) in told
    assert ("reading", 513, 602) in told
    assert [what for what, _, _ in told][-2:] == ["storing", "writing the file"]


# what lies over entries of the log


def test_what_lies_over_entries_of_the_log_is_told_and_left_out_when_asked(services):
    services.log.add(services.log.parse("2026-11-16 9:15-9:45 Own"))
    services.log.add(services.log.parse("2026-11-16 14-15? A plan"))
    rows = reading(row("Before", -1), row("Email", source="toggl:1"), row("Call", 1), row("Plan", 5))
    kept = services.exchange.preview(rows)
    assert [(o.entry.activity, o.name) for o in kept.overlaps] == [("Email", "Own")]
    assert (kept.added, kept.skipped) == (4, ())
    outcome = services.exchange.store(rows, overlap="skip")
    assert (outcome.added, outcome.hours) == (3, 1.5)
    (told,) = outcome.skipped
    assert told.reason == "Mon 16 Nov 09:00–09:30 'Email' over 'Own' 09:15–09:45"
    assert sorted(names(services)) == ["A plan", "Before", "Call", "Own", "Plan"]


def test_neither_the_same_entries_nor_neighbours_nor_one_that_moves_away_lie_over_anything(services):
    rows = reading(row("Email", source="toggl:1"), row("Call", 1))
    services.exchange.store(rows)
    assert services.exchange.preview(rows).overlaps == ()
    between = row("Between", start=NINE + timedelta(minutes=30), end=NINE + timedelta(minutes=60))
    assert services.exchange.preview(reading(between)).overlaps == ()
    moved = replace(row("Email", 3), source="toggl:1")
    assert services.exchange.preview(reading(moved, row("In its place"))).overlaps == ()


@given(st.data())
def test_overlaps_are_those_that_a_look_at_every_pair_finds(data):
    spans = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(1, 9)), max_size=8)

    def made(kind, pairs):
        return [
            kind(start, start + timedelta(hours=length) if length else None)
            for start, length in ((NINE + timedelta(hours=at), length) for at, length in pairs)
        ]

    new = made(lambda start, end: row("New", start=start, end=end), data.draw(spans))
    present = made(lambda start, end: Entry("e", start, end, ZONE.key, "a"), data.draw(spans))
    found = overlaps(new, present, lambda e: e.activity)
    assert {id(o.entry) for o in found} == {id(e) for e in new if in_the_way(present, e.start, e.end)}
    assert all(in_the_way([o.over], o.entry.start, o.entry.end) for o in found)


def test_problems_that_differ_in_names_and_numbers_are_summed_up():
    told = [Problem(n, f"'it\\'s {n}' began {n}:00") for n in range(3, 15)]
    first, other = alike([*told, Problem(9, "is odd"), Problem(0, "is odd")])
    assert first.first == told[0]
    assert first.more == "11 more like it: lines 4, 5, 6, 7, 8, 9, 10, 11 …"
    assert other.more == "1 more like it"


# files together


def taken(services, text: str, *files: str):
    sources = [Source(name, text.encode()) for name in files]
    return services.exchange.take(sources, "auto", services.exchange.options())


def test_exports_that_overlap_come_in_together_once(services):
    head = "Description,Start date,Start time,Duration\n"
    early, late = "A,2024-01-08,09:00:00,01:00:00\n", "A,2024-01-08,09:00:00,02:00:00\n"
    sources = [Source("a.csv", (head + early).encode()), Source("b.csv", (head + late).encode())]
    intake = services.exchange.take(sources, "toggl", services.exchange.options())
    outcome = services.exchange.store_intake(intake)
    assert (outcome.read, outcome.added, outcome.duplicates, outcome.hours) == (2, 1, 1, 2.0)


def test_problems_of_several_files_name_the_file(services):
    text = "Description,Start date,Start time,Duration\nA,2024-13-08,09:00:00,01:00:00\n"
    intake = taken(services, text, "a.csv", "b.csv")
    reason = "'2024-13-08' is no date in the order year, month, day"
    assert [(p.where, p.reason) for p in intake.bad] == [
        ("line 2 of a.csv", reason), ("line 2 of b.csv", reason)
    ]
    (same,) = alike(intake.bad)
    assert same.more == "1 more like it: line 2 of b.csv"


def test_files_of_several_formats_are_all_named(services):
    toggl = "Description,Start date,Start time,Duration\nA,2024-01-08,09:00:00,01:00:00\n"
    sources = [Source("a.csv", toggl.encode()), Source("b.klg", b"2024-01-09\n    9:00 - 10:00 B\n")]
    intake = services.exchange.take(sources, "auto", services.exchange.options())
    outcome = services.exchange.store_intake(intake)
    assert outcome.format == "toggl, klog"
    assert services.history.changes()[0].label == "Import 2 entries from toggl, klog"


def test_a_list_of_items_is_told_by_item(services):
    frames = b'[[1700000000, 1700003600, "a", "x", []], [1700007200, 1700003600, "b", "y", []]]'
    intake = services.exchange.take([Source("frames", frames)], "watson", services.exchange.options())
    assert [p.where for p in intake.bad] == ["item 2"]


def test_columns_are_remembered_for_tables_with_that_header_and_no_others(services):
    text = "When,Long,What\n2026-09-03 09:00,1.5,Mail\n"
    intake = taken(services, text, "odd.csv")
    asked = [q.option for q in intake.reading.questions]
    assert asked == ["columns.start", "columns.end"]
    options = replace(intake.options, columns={"start": "When", "duration": "Long", "activity": "What"})
    again = services.exchange.take([Source("odd.csv", text.encode())], "auto", options)
    services.exchange.store_intake(again)
    assert taken(services, text + "2026-09-04 09:00,1,Call\n", "odd.csv").reading.questions == ()
    assert taken(services, text.replace("When", "Wenn"), "odd.csv").reading.questions
    services.history.undo()
    assert taken(services, text, "odd.csv").reading.questions == ()


def test_a_column_that_is_named_later_goes_with_those_remembered(services):
    text = "Wann,Wie lange,Womit\n2026-03-02 09:00,9:30,A\n"

    def taken_with(**columns: str):
        options = replace(services.exchange.options(), columns=columns)
        intake = services.exchange.take([Source("odd.csv", text.encode())], "csv", options)
        return services.exchange.store_intake(intake)

    assert taken_with(start="1", end="2", activity="3").hours == 0.5
    assert taken_with(duration="Wie lange").updated == 1
    assert [f"{r.end:%H:%M}" for r in services.exchange.rows()] == ["18:30"]


# what has no end


def running(services) -> list[str]:
    activities = services.repository.activities()
    return [activities.get(e.activity).name for e in services.repository.all_entries() if e.running]


def read_klog(services, *days: str):
    text = "\n".join(f"{day}\n    8:00 - 9:00 Mail\n    10:00 - ? Open {day}\n" for day in days)
    return taken(services, text, "times.klg")


def test_what_was_never_ended_is_listed_and_does_not_run_for_ever(services):
    today = services.clock.now().date().isoformat()
    intake = read_klog(services, "2023-03-06", "2023-03-07", today)
    assert [(p.line, p.reason) for p in intake.bad] == [
        (3, "'Open 2023-03-06' has no end; it began 2023-03-06 10:00"),
        (7, "'Open 2023-03-07' has no end; it began 2023-03-07 10:00"),
    ]
    services.exchange.store_intake(intake)
    assert running(services) == [f"Open {today}"]


def test_what_runs_in_our_own_table_stays_as_it_is(services):
    services.log.start("Email")
    text = services.exchange.written("csv")
    services.clock.advance(days=3)
    other = Services(Repository.in_memory(), services.clock, services.settings)
    other.exchange.store_intake(taken(other, text, "log.csv"))
    assert running(other) == ["Email"]


# at most one entry runs


def test_what_has_no_end_is_left_out_where_another_entry_runs(services):
    services.log.start("Own")
    now = services.clock.now()
    rows = reading(row("Open", start=now - timedelta(hours=1), end=None, line=7), row("Call"))
    outcome = services.exchange.store(rows)
    assert (outcome.added, [(p.line, p.reason) for p in outcome.skipped]) == (
        1, [(7, "'Open' has no end, and 'Own' runs: give it one, or stop the other first")]
    )
    assert running(services) == ["Own"]


def test_of_several_without_an_end_the_last_runs(services):
    now = services.clock.now()
    open_ = [row(f"Open {n}", start=now - timedelta(hours=n), end=None) for n in (2, 1)]
    assert len(services.exchange.store(reading(*open_)).skipped) == 1
    assert running(services) == ["Open 1"]


def test_the_label_of_an_import_counts_what_it_did(services):
    services.exchange.store(reading(row("Email", source="watson:a")))
    again = reading(row("Email", source="watson:a", note="more"), row("Call", 1))
    services.exchange.store(again)
    services.exchange.store(reading(row("Email", source="watson:a", note="still more")))
    assert [c.label for c in services.repository.history()] == [
        "Import updates of 1 entry from toggl",
        "Import 1 entry and 1 update from toggl",
        "Import 1 entry from toggl",
    ]
