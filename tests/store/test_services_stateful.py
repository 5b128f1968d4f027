"""Every service on two open logs of one file, against a model, with undo and redo between."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from outsource_tui.model.errors import UserError
from outsource_tui.services.log import LogService
from outsource_tui.store.history import History
from outsource_tui.store.repository import Repository

from .scenes import NOW
from .test_stateful import CHECKS, NAMES, WHO, Model, TwoHandles
from .uses import BOARD, EDIT, LOG, PLAN, REVIEW, Draw, Use, delete

Make = Callable[[Draw], Use]
DRAWN: dict[str, Any] = {
    "who": WHO, "numbers": st.tuples(*[st.integers(0, 9999)] * 4), "name": NAMES, "back": st.booleans(),
}  # fmt: skip


OF_USERS = ("overlaps", "clock", "spans")
"""What doctor finds of users' own doing."""


STOCK = (
    "2026-11-17 9-10 Invoices",
    "2026-11-17 10-11:30 Call #acme",
    "2026-11-18 8-9 Invoices",
    "2026-11-18 9:30-10 Newsletter ü",
    "2026-11-18 11-11:15? Call",
    "2026-11-18 15-16? Website",
)


class AllServices(TwoHandles):
    """Also every change that a service can make; each may be undone and redone by the other handle."""

    def __init__(self) -> None:
        super().__init__()
        self.present["groups"] = {}

    @initialize()
    def open_both(self) -> None:
        """Begin with a day and a half, two plans and two groups."""
        super().open_both()
        log, board = self.handles[0].log, self.handles[0].board
        for line in STOCK:
            log.add(log.parse(line))
            self.did(self.handles[0])
        for name in ("Bookkeeping", "Website"):
            board.new_group(name, [self.handles[0].review.by_name("Invoices").id])
            self.did(self.handles[0])

    def seen(self, repository: Repository) -> Model:
        return {**super().seen(repository), "groups": {g.id: g for g in repository.groups()}}

    @rule(use=st.sampled_from(LOG), **DRAWN)
    def log_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    @rule(use=st.sampled_from(EDIT), **DRAWN)
    def edit_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    @rule(use=st.sampled_from(PLAN), **DRAWN)
    def plan_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    @rule(use=st.sampled_from(REVIEW), **DRAWN)
    def review_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    @rule(use=st.sampled_from(BOARD), **DRAWN)
    def group_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    def use(self, use: Make, who: int, numbers: tuple[int, ...], name: str, back: bool) -> None:
        handle, other = self.handles[who], self.handles[1 - who]
        handle.repository.refresh()
        before = self.present
        try:
            asked = use(Draw(handle, numbers, name))
            change = asked.make()
        except UserError:
            return  # the invariant sees that nothing was stored
        if not change:
            return
        self.did(handle)
        assert asked.holds(before, self.present), use.__name__
        if back:
            other.history.undo()
            assert self.seen(other.repository) == before, f"{use.__name__} undone"
            other.history.redo()
            assert self.seen(other.repository) == self.present, f"{use.__name__} made again"

    def teardown(self) -> None:
        found = self.handles[0].keeper.doctor() if self.path.exists() else []
        wrong = [f.text for f in found if f.level == "problem" and f.check not in OF_USERS]
        super().teardown()
        assert wrong == []


class TestAllServices(AllServices.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=CHECKS)


@pytest.mark.long
class TestAllServicesForLong(AllServices.TestCase):  # type: ignore[misc,name-defined]
    settings = settings(max_examples=500, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS)


FEW = settings(
    max_examples=400, stateful_step_count=25, deadline=None, suppress_health_check=CHECKS, database=None,
    phases=(Phase.generate,), report_multiple_bugs=False, derandomize=True,
)  # fmt: skip


class OnlyDeleting(AllServices):
    """One use of one service: the rules of all come to it seldom."""

    @rule(use=st.just(delete), **DRAWN)
    def log_something(self, use: Make, **drawn: Any) -> None:
        self.use(use, **drawn)

    edit_something = plan_something = review_something = group_something = None  # type: ignore[assignment]
    put_one = edit_one = delete_one = name_a_value = start_and_stop = None  # type: ignore[assignment]


def test_the_model_notices_an_undo_that_forgets_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    real = History.record

    def forgetful(self: History, label: str, now: Any, edits: Any, merged: bool) -> Any:
        return real(self, label, now, edits[:1], merged=merged)

    monkeypatch.setattr(History, "record", forgetful)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(AllServices, settings=FEW)


def test_the_model_notices_a_service_that_changes_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    def greedy(self: LogService, entry_id: str) -> Any:
        with self._repository.change("Delete", NOW) as work:
            work.delete_all([e for e in self._repository.all_entries() if e.id >= entry_id])
        return work.change

    monkeypatch.setattr(LogService, "delete", greedy)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(OnlyDeleting, settings=FEW)
