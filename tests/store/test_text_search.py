"""A search decodes only the months that may hold what is wanted, and misses nothing for it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outsource_tui.model.activity import Activity
from outsource_tui.model.clock import FixedClock
from outsource_tui.model.entry import Entry
from outsource_tui.model.text import match_key
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.store.text_search import Needles, Wanted
from tests.conftest import BERLIN, NOW

LETTERS = st.text(alphabet=st.one_of(st.sampled_from("aAsSkKiIßẞſKİıÜüéﬁﬀ\"\\#/ \n\t"), st.characters()))


@given(LETTERS, st.integers(0, 30), st.integers(1, 8))
@example("Straße", 0, 7)
@example("10 K", 3, 1)
@example('say "hi"', 4, 4)
@example("oﬃce", 0, 6)
@example("C:\\x", 0, 4)
def test_no_text_that_is_there_is_missed(text: str, start: int, length: int) -> None:
    words = match_key(text)[start : start + length].split()
    table = json.dumps({"1": {"note": text}}, separators=(",", ":")).encode("ascii")
    for word in words:
        assert Needles([Wanted(word)]).may_be_in(table), word


@pytest.mark.parametrize("word", ["zeppelin", "strassen", "#acme"])
def test_a_text_without_it_is_told(word: str) -> None:
    table = json.dumps({"1": {"note": "Straße"}}).encode("ascii")
    assert not Needles([Wanted(word)]).may_be_in(table)
    assert Needles([Wanted(word, ("17",))]).may_be_in(table + b"17"), "its activity is there"


def test_only_months_with_it_are_decoded(tmp_path) -> None:
    path = tmp_path / "log.json"
    repository = Repository.open(path)
    with repository.change("fill", NOW) as work:
        call = work.put(Activity("", "Call"))
        for month, note in ((1, "plain"), (2, "the Zeppelin"), (3, "plain")):
            start = datetime(2026, month, 3, 9, tzinfo=BERLIN)
            work.put(Entry("", start, start + timedelta(hours=1), "Europe/Berlin", call.id, note=note))
    repository.close()
    repository = Repository.open(path)
    found = Services(repository, FixedClock(NOW), Settings()).find.find("call ZEPP")
    assert [each.entry.start.month for each in found] == [2]
    assert list(repository._read) == ["entries-2026-02"]


def test_what_another_activity_took_the_place_of_is_found_by_its_name(tmp_path) -> None:
    path = tmp_path / "log.json"
    repository = Repository.open(path)
    with repository.change("fill", NOW) as work:
        calls, phone = work.put(Activity("", "Calls")), work.put(Activity("", "Phone"))
        for n, activity in enumerate((calls, phone)):
            start = datetime(2026, 2, 3 + n, 9, tzinfo=BERLIN)
            work.put(Entry("", start, start + timedelta(hours=1), "Europe/Berlin", activity.id))
    Services(repository, FixedClock(NOW), Settings()).edit.merge_activities(phone.id, calls.id)
    repository.close()
    found = Services(Repository.open(path), FixedClock(NOW), Settings()).find.find("calls")
    assert [each.entry.start.day for each in found] == [4, 3]
