"""The hour that the clocks show twice: both are told apart, in what is split, compared and said."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from outsource_tui.model.clock import FixedClock, clock_words, elapsed
from outsource_tui.model.clock_input import parse_clocks
from outsource_tui.model.day import Block, day_of
from outsource_tui.model.edit import Absorb, split
from outsource_tui.model.entry import Entry

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 10, 25)
NOON = datetime(2026, 10, 25, 12, tzinfo=BERLIN)


def at(hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2026, 10, 25, hour, minute, tzinfo=BERLIN, fold=fold)


def entry(name: str, start: datetime, end: datetime) -> Entry:
    return Entry(name, start, end, BERLIN.key, name)


def test_an_entry_can_be_cut_at_both_of_two_equal_times() -> None:
    cuts = parse_clocks("2:15, 2:15b", at(2), at(3))
    assert [clock_words(each) for each in cuts] == ["02:15", "02:15b"]
    parts = split(entry("night", at(2), at(3)), cuts, NOON).put
    lengths = [elapsed(part.start, part.end_at(NOON)).total_seconds() / 60 for part in parts]
    assert lengths == [15, 60, 45]


def test_only_what_shares_time_overlaps() -> None:
    later = [entry("b", at(2, 15, 1), at(2, 30, 1)), entry("c", at(2, 20, 1), at(3))]
    entries = [entry("a", at(2), at(2, 45)), *later]
    day = day_of(TODAY, entries, BERLIN, NOON)

    def name_of(block: Block) -> str:
        return block.entry.activity if block.entry else ""

    assert [name_of(b) for b in day.logged_blocks if day.overlaps(b)] == ["b", "c"]


def test_the_second_time_is_named_in_labels_and_refusals(services, clock: FixedClock) -> None:
    clock.at = NOON
    services.log.add(services.log.parse("2-3 Night"))
    night = services.log.day(TODAY).logged_blocks[0].entry
    assert night is not None
    label = services.edit.split(night.id, parse_clocks("2:15, 2:15b", at(2), at(3))).label
    assert label == "Split Night at 02:15, 02:15b"
    change = services.log.add(services.log.parse("1-2 Early"))
    assert change.label == "Log Early 01:00–02:00"
    piece = services.log.day(TODAY).logged_blocks[2].entry
    assert services.log.delete(piece.id).label == "Delete Night 02:15–02:15b"


def test_a_gap_in_the_second_hour_has_its_neighbours(services, clock: FixedClock) -> None:
    clock.at = NOON
    services.log.add(services.log.parse("2-2:15b Night"))
    before, _ = services.edit.neighbours(at(2, 15, 1), at(8))
    assert before is not None
    services.edit.absorb(at(2, 15, 1), at(2, 30, 1), Absorb.BEFORE)
    assert services.log.day(TODAY).logged == 90
