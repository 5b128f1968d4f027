"""What was changed names its day where that is not the one that is seen."""

from __future__ import annotations

from datetime import date, timedelta

from outsource_tui.model.edit import Side
from tests.conftest import NOW
from tests.services.test_log import put

TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)


def test_an_undone_change_of_another_day_than_the_shown_one_names_it(services):
    put(services, "22:30-23:15? Pay supplier", "tomorrow 14-15? Visit")
    words = services.history.words
    (visit,) = services.history.undo()
    assert words(visit, TOMORROW) == "Plan Visit Thu 19 Nov 14:00–15:00"
    assert words(visit, TODAY) == "Plan Visit Thu 19 Nov 14:00–15:00"
    (pay,) = services.history.undo()
    assert words(pay, TOMORROW) == "Plan Pay supplier 22:30–23:15 (Wed 18 Nov 2026)"
    assert words(pay, TODAY) == words(pay) == "Plan Pay supplier 22:30–23:15"


def test_a_change_made_on_another_day_names_it(services, clock):
    put(services, "9-10 Email")
    clock.advance(days=1)
    (undone,) = services.history.undo()
    assert services.history.words(undone) == "Log Email 09:00–10:00 (Wed 18 Nov 2026)"


def test_changes_without_a_time_in_their_words_name_the_day_too(services):
    (change,) = put(services, "yesterday 9-10 Email")
    entry_id = change.edits[-1].id
    services.edit.move_edge(entry_id, Side.END, 5)
    services.log.edit(entry_id, note="x")
    labels = [each.label for each in services.history.changes()[:2]]
    assert labels == ["Edit Email on Tue 17 Nov", "Email on Tue 17 Nov: end later"]
    assert services.history.words(services.history.undo()[0]) == "Edit Email on Tue 17 Nov"


def test_entries_of_several_days_name_none(services):
    found = services.log.read_lines("2026-11-16\n9-10 a\n2026-11-17\n9-10 b", date(2026, 11, 16))
    services.log.add_all([each.entry for each in found.entries])
    assert services.history.words(services.history.undo()[0]) == "Log 2 entries"
