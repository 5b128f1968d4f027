"""The form of a group: who takes it, for how much, since when, and the words of its brief."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from outsource_tui.model.board import Column
from outsource_tui.model.errors import UserError
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.model.money import write_number
from outsource_tui.model.value import replace
from outsource_tui.services import group_fields
from outsource_tui.services.board_view import deal_of
from outsource_tui.settings import Settings
from outsource_tui.tui.dialogs.form import Field, FormDialog
from outsource_tui.tui.screens.board_words import deal_words

_BRIEF = (
    ("outcome", "Outcome", "what is different once this is off the desk"),
    ("scope", "Scope", "what belongs to it, and what does not"),
    ("tools", "Tools and access", "tools, accounts, who gives access"),
    ("done", "Done when", "when a task is done, and who looks at it"),
    ("deadline", "Deadline", "by when, or how fast"),
    ("cap", "Hour cap", "the most hours without asking"),
    ("notes", "Notes", "anything else"),
)

_TERMS = 8
"""So many fields come before those of the brief."""


class GroupDialog(FormDialog):
    """Asks for all fields of a group, with what they cost and win reckoned while typing."""

    DEFAULT_CSS = """
    GroupDialog > #dialog { width: 92; }
    GroupDialog .line { margin-bottom: 0; }
    GroupDialog .-last-of-terms { margin-bottom: 1; }
    GroupDialog #problem { min-height: 2; margin-top: 1; }
    GroupDialog.-h24 VerticalScroll { max-height: 11; }
    GroupDialog.-h20 VerticalScroll { max-height: 9; }
    """

    def __init__(self, column: Column, assignees: Sequence[str], settings: Settings, today: date) -> None:
        group = column.group
        if group is None:
            raise TypeError("the ungrouped have no form")
        self._column, self._group, self._settings, self._today = column, group, settings, today
        super().__init__(f"Hand over {group.name}", _fields(group, assignees, settings, today))
        self._note = self._reckoned(current(group, settings))

    def on_mount(self) -> None:
        """Part the terms from the words of the brief."""
        self.query(".line")[_TERMS - 1].add_class("-last-of-terms")

    def _reckoned(self, values: dict[str, str]) -> str:
        """Return cost, win and payback of what stands in the form; nothing while a figure is unreadable."""
        try:
            fields = changed(self._group, values, self._settings)
            fields.pop("brief", None)
            given = group_fields.read(fields, self._settings, self._today)
        except UserError:
            return ""
        group = replace(self._group, **{k: v for k, v in given.items() if k != "state"})
        hours, basis = self._column.deal.hours, self._column.basis
        if group.weekly_hours is not None:
            hours, basis = group.weekly_hours, "as expected"
        return deal_words(deal_of(group, hours, self._settings), basis, group, self._settings)

    def on_input_changed(self) -> None:
        """Check and reckon while typing."""
        self._note = self._reckoned(self.values())
        super().on_input_changed()


def _fields(group: Group, assignees: Sequence[str], settings: Settings, today: date) -> list[Field]:
    now = current(group, settings)

    def hours(name: str) -> Any:
        return partial(group_fields.read_hours, name=name, settings=settings)

    states = tuple(str(state) for state in State)
    lines = [
        Field("assignee", "Handed over to", now["assignee"], "person or team", choices=tuple(assignees)),
        Field("rate", "Rate an hour", now["rate"], "28 or 28.50",
              partial(group_fields.read_amount, settings=settings)),
        Field("currency", "Currency", now["currency"], settings.currency),
        Field("state", "State", now["state"], "", group_fields.read_state, states, closed=True),
        Field("weekly_hours", "Hours a week", now["weekly_hours"], "such as 1.5 or 2h; by the log if empty",
              hours("weekly_hours")),
        Field("start_on", "Start", now["start_on"], "such as 2026-11-30; empty: the hand-over",
              partial(group_fields.read_date, today=today)),
        Field("hand_over_hours", "Hand-over hours", now["hand_over_hours"], "of yours, once: 2 or 1h30",
              hours("hand_over_hours")),
        Field("checking_hours", "Checking hours", now["checking_hours"], "of yours, a week: 0.5 or 30m",
              hours("checking_hours")),
    ]  # fmt: skip
    return lines + [Field(name, label, now[name], hint) for name, label, hint in _BRIEF]


def current(group: Group, settings: Settings) -> dict[str, str]:
    """Return the group's fields as the form shows them."""

    def number(value: Decimal | None) -> str:
        return "" if value is None else write_number(value, settings.number_format)

    return {
        "assignee": group.assignee,
        "rate": number(group.rate),
        "currency": group.currency,
        "state": str(group.state),
        "weekly_hours": number(group.weekly_hours),
        "start_on": group.start_on.isoformat() if group.start_on else "",
        "hand_over_hours": number(group.hand_over_hours),
        "checking_hours": number(group.checking_hours),
        **{name: getattr(group.brief, name) for name, _, _ in _BRIEF},
    }


def changed(group: Group, values: dict[str, str], settings: Settings) -> dict[str, Any]:
    """Return what of the form became different, as `BoardService.assign` takes it."""
    before = current(group, settings)
    fresh = {name: text for name, text in values.items() if text != before[name]}
    own = set(Brief.__slots__)
    fields: dict[str, Any] = {name: text for name, text in fresh.items() if name not in own}
    words = {name: text.strip() for name, text in fresh.items() if name in own}
    if words:
        fields["brief"] = replace(group.brief, **words)
    return fields
