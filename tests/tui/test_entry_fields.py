"""All fields of an entry in one form: what is typed there holds, and comes back where it is not stored."""

from __future__ import annotations

from datetime import timedelta

from textual.widgets import Input

from outsource_tui.tui.dialogs.entry import EntryDialog
from tests.conftest import NOW
from tests.services.test_log import shown
from tests.tui.test_timeline import log, opened

__all__ = ["log"]


def form_of(screen) -> EntryDialog:
    """The form in front."""
    form = screen.app.screen
    assert isinstance(form, EntryDialog)
    return form


def fill(form: EntryDialog, **values: str) -> None:
    """Type over fields."""
    for name, value in values.items():
        form.query_one(f"#field-{name}", Input).value = value


async def test_a_night_that_is_still_to_come_does_not_become_the_last_one(log):
    async with opened(log) as press:
        screen = await press("k", "enter")
        form = form_of(screen)
        fill(form, time="23-1")
        await press("ctrl+s")
        assert form_of(screen) is form
        assert "still to come" in form.problem() or "ends after now" in form.problem()
        assert not any("…" not in each for each in shown(log, NOW.date() - timedelta(days=1)))


async def test_the_day_is_written_as_where_one_goes_to_it(log):
    async with opened(log) as press:
        screen = await press("up", "up", "up", "enter")
        fill(form_of(screen), day="yesterday")
        await press("ctrl+s")
        assert any("Newsletter" in each for each in shown(log, NOW.date() - timedelta(days=1)))


async def test_an_overlap_that_is_cancelled_leads_back_to_the_fields_as_typed(log):
    async with opened(log) as press:
        screen = await press("k", "k", "k", "k", "enter")
        fill(form_of(screen), time="8:30-9:30", note="typed with care")
        for key in ("escape", "c"):
            await press("ctrl+s", key)
            values = form_of(screen).values()
            assert (values["time"], values["note"]) == ("8:30-9:30", "typed with care")
        await press("ctrl+s", "b")
        assert any("08:30-09:30" in each for each in shown(log))
