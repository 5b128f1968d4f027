"""What a line cannot mean is said with what to write, and a lone # is no name."""

from __future__ import annotations

import pytest

from outsource_tui.model.quick_entry import QuickEntry, QuickEntryError, parse, to_line
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("11-1 Lunch", "write an end after it, or 11:00-13:00? to plan it"),
        ("yesterday 12-1 Lunch", "write 12:00-13:00"),
        ("9-8 Post", "write an end after it, or 9:00-20:00? to plan it"),
    ],
)
def test_an_end_before_the_start_says_what_to_write(line: str, advice: str) -> None:
    with pytest.raises(QuickEntryError) as caught:
        parse(line, NOW)
    assert caught.value.message.endswith(advice)


@pytest.mark.parametrize("rest", ["#", "# #t", "# # -- x"])
def test_a_hash_without_a_word_is_not_part_of_the_name(rest: str) -> None:
    assert parse(f"9-10 Task 10 number {rest}", NOW).activity == "Task 10 number"


def test_a_name_that_ends_in_a_hash_is_written_so_that_it_comes_back() -> None:
    entry = QuickEntry(NOW.replace(hour=9), NOW.replace(hour=10), "Song in C #")
    assert parse(to_line(entry, NOW.date()), NOW).activity == "Song in C #"
