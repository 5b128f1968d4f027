"""Two open logs on one file against a simple model: whatever is done, in whatever order, on either."""

from __future__ import annotations

import copy
import os
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.errors import UserError
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store import spare
from outsource_tui.store.repository import Repository
from outsource_tui.store.storage import LineStorage

from .scenes import NOW

Model = dict[str, Any]
WHO = st.integers(0, 1)
NAMES = st.sampled_from(["Invoices", "invoices ", "Call", "Newsletter ü", "\x1b[31m[x]"])


class TwoHandles(RuleBasedStateMachine):
    """The model holds what is to be seen, and the states to which undo and redo lead."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        # Ids are random, and what is drawn follows from them: a run could not be made again.
        self.ids = mock.patch.object(os, "urandom", Random(0).randbytes)
        self.ids.start()
        self.path = Path(self.folder.name) / "log.json"
        self.clock = FixedClock(NOW)
        self.present: Model = {"entries": {}, "activities": {}, "x": None}
        self.past: list[Model] = []
        self.future: list[Model] = []

    def teardown(self) -> None:
        self.ids.stop()
        self.folder.cleanup()

    @initialize()
    def open_both(self) -> None:
        self.handles = [self.services(), self.services()]

    def services(self) -> Services:
        return Services(Repository.open(self.path), self.clock, Settings())

    def seen(self, repository: Repository) -> Model:
        return {
            "entries": {e.id: replace(e, updated=None) for e in repository.all_entries()},
            "activities": dict(repository.activities().by_id),
            "x": repository.meta("x"),
        }

    def did(self, handle: Services) -> None:
        """Take what a service did into the model: its own handle is asked, the other one is checked."""
        self.past.append(self.present)
        self.future = []
        self.present = copy.copy(self.seen(handle.repository))

    @rule(who=WHO, minutes=st.integers(-60, 90))
    def time_goes_on(self, who: int, minutes: int) -> None:
        self.clock.advance(minutes=minutes)

    @rule(who=WHO)
    def open_again(self, who: int) -> None:
        self.handles[who] = self.services()

    @rule(who=WHO)
    def fold(self, who: int) -> None:
        self.handles[who].repository.fold()

    @rule(who=WHO)
    def prepare(self, who: int) -> None:
        with mock.patch.object(spare, "LEAST", 0):
            self.handles[who].repository.prepare()

    @rule(who=WHO)
    def refresh(self, who: int) -> None:
        self.handles[who].repository.refresh()

    @rule(who=WHO, name=NAMES, days=st.integers(0, 70), note=st.text(max_size=6))
    def put_one(self, who: int, name: str, days: int, note: str) -> None:
        from outsource_tui.model.activity import Activity
        from outsource_tui.model.entry import Entry

        repository = self.handles[who].repository
        start = NOW - timedelta(days=days)
        with repository.change("put", self.clock.now()) as work:
            activity = work.activities().named(name) or work.put(Activity("", name))
            entry = work.put(
                Entry("", start, start + timedelta(hours=1), "Europe/Berlin", activity.id, note=note)
            )
        expected = copy.deepcopy(self.present)
        expected["entries"][entry.id] = entry
        expected["activities"][activity.id] = activity
        self.step(expected)

    @rule(who=WHO, choice=st.integers(0, 99), days=st.integers(-40, 40), note=st.text(max_size=4))
    def edit_one(self, who: int, choice: int, days: int, note: str) -> None:
        found = self.chosen(choice)
        if found is None:
            return
        after = replace(
            found, start=found.start + timedelta(days=days), end=found.end + timedelta(days=days), note=note
        )
        with self.handles[who].repository.change("edit", self.clock.now()) as work:
            work.put(after)
        if after != found:
            expected = copy.deepcopy(self.present)
            expected["entries"][found.id] = after
            self.step(expected)

    @rule(who=WHO, choice=st.integers(0, 99))
    def delete_one(self, who: int, choice: int) -> None:
        found = self.chosen(choice)
        if found is None:
            return
        with self.handles[who].repository.change("delete", self.clock.now()) as work:
            work.delete(found)
        expected = copy.deepcopy(self.present)
        del expected["entries"][found.id]
        self.step(expected)

    @rule(who=WHO, value=st.integers(0, 3))
    def name_a_value(self, who: int, value: int) -> None:
        with self.handles[who].repository.change("meta", self.clock.now()) as work:
            work.set_meta("x", value)
        if value != self.present["x"]:
            self.step({**copy.deepcopy(self.present), "x": value})

    @rule(who=WHO, name=NAMES)
    def start_and_stop(self, who: int, name: str) -> None:
        handle = self.handles[who]
        for use in (lambda: handle.log.start(name), handle.log.stop):
            handle.repository.refresh()
            try:
                change = use()
            except UserError:
                continue
            if change:
                self.did(handle)
            self.clock.advance(minutes=1)

    @rule(who=WHO)
    def undo_by_service(self, who: int) -> None:
        handle = self.handles[who]
        if self.past:
            handle.history.undo()
            self.future.append(self.present)
            self.present = self.past.pop()

    @rule(who=WHO, steps=st.integers(1, 3))
    def undo(self, who: int, steps: int) -> None:
        done = self.handles[who].repository.undo(self.clock.now(), steps)
        assert len(done) == min(steps, len(self.past))
        for _ in done:
            self.future.append(self.present)
            self.present = self.past.pop()

    @rule(who=WHO, steps=st.integers(1, 3))
    def redo(self, who: int, steps: int) -> None:
        done = self.handles[who].repository.redo(self.clock.now(), steps)
        assert len(done) == min(steps, len(self.future))
        for _ in done:
            self.past.append(self.present)
            self.present = self.future.pop()

    @rule(who=WHO)
    def fail(self, who: int) -> None:
        def failing() -> None:
            with self.handles[who].repository.change("fail", self.clock.now()) as work:
                work.set_meta("x", "never")
                raise UserError("no")

        with pytest.raises(UserError):
            failing()

    def chosen(self, choice: int) -> Any:
        entries = [e for _, e in sorted(self.present["entries"].items()) if e.end is not None]
        return entries[choice % len(entries)] if entries else None

    def step(self, expected: Model) -> None:
        self.past.append(self.present)
        self.future = []
        self.present = expected

    @invariant()
    def both_and_the_disk_show_the_model(self) -> None:
        for handle in getattr(self, "handles", ()):
            handle.repository.refresh()
            assert self.seen(handle.repository) == self.present
            assert handle.repository.notices == ()
        assert self.seen(Repository.open(self.path)) == self.present
        if self.path.exists():
            assert {p.name for p in self.path.parent.iterdir()} <= {"log.json", "log.json.lock", "backups"}


CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


class TestTwoHandles(TwoHandles.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=30, stateful_step_count=20, deadline=None, suppress_health_check=CHECKS)


@pytest.mark.long
class TestTwoHandlesForLong(TwoHandles.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=500, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS)


@pytest.mark.long
def test_the_model_notices_a_stale_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LineStorage, "refresh", lambda self: False if self.version else _first(self))
    few = settings(
        max_examples=60, stateful_step_count=15, deadline=None, suppress_health_check=CHECKS, database=None
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(TwoHandles, settings=few)


_first = LineStorage.refresh
