"""What can be set about a group: read from what people type, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from outsource_tui.model.date_lines import read_day_words
from outsource_tui.model.dates import date_writer
from outsource_tui.model.errors import InputError
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.model.hours import parse_hours
from outsource_tui.model.money import parse_amount, write_money
from outsource_tui.model.value import replace
from outsource_tui.settings import Settings

Fields = Mapping[str, Any]
_HOURS = {
    "weekly_hours": "hours a week",
    "hand_over_hours": "hours of handing over",
    "checking_hours": "checking hours",
}


def read(given: Fields, settings: Settings, today: date) -> dict[str, Any]:
    """Return the values that texts mean; InputError for the first that means nothing."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name == "rate":
            found[name] = read_amount(value, settings)
        elif name in _HOURS:
            found[name] = read_hours(value, name, settings)
        elif name == "state":
            found[name] = read_state(value)
        elif name == "start_on":
            found[name] = read_date(value, today)
        elif isinstance(value, str):
            found[name] = " ".join(value.split())
        else:
            found[name] = value
    return found


def read_amount(value: Decimal | str, settings: Settings) -> Decimal | None:
    """Read a rate; None for an empty text."""
    if isinstance(value, str):
        return parse_amount(value, "rate", settings.number_format) if value.strip() else None
    return parse_amount(str(value), "rate", "1234.56")


def read_hours(value: Decimal | str, name: str, settings: Settings) -> Decimal | None:
    """Read the hours of the field `name`; None for an empty text."""
    if isinstance(value, str):
        return parse_hours(value, _HOURS[name], settings.number_format) if value.strip() else None
    return parse_amount(str(value), _HOURS[name], "1234.56")


def read_state(value: State | str) -> State:
    """Read a state's name, ignoring case and dashes, or its beginning where that is one's alone."""
    word = " ".join(str(value).replace("-", " ").replace("_", " ").split()).casefold()
    exact = [s for s in State if str(s) == word]
    found = exact or [s for s in State if word and str(s).startswith(word)]
    if len(found) != 1:
        raise InputError(f"{str(value)[:40]!r} is not a state: {', '.join(str(s) for s in State)}")
    return found[0]


def read_date(value: date | str, today: date) -> date | None:
    """Read a day as people write it; None for an empty text."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return None
    return read_day_words(value, today, ahead=True)


def applied(group: Group, fields: Fields, today: date) -> Group:
    """Return the group with these fields; a state that is new to it gets its date."""
    fresh = replace(group, **{name: value for name, value in fields.items() if name != "state"})
    return in_state(fresh, fields["state"], today) if "state" in fields else fresh


def in_state(group: Group, state: State, today: date) -> Group:
    """Return the group in a state reached today.

    Between the two states of being away the day of the hand-over stays. Going away anew, after it
    was taken back, begins on a new day.
    """
    if state is group.state:
        return group
    dates = dict(group.dates)
    start_on = group.start_on
    if state.away and not group.state.away:
        dates[State.HANDED_OVER] = today
        back = dates.get(State.TAKEN_BACK)
        if start_on is not None and back is not None and start_on <= back:
            start_on = None
    if not (state is State.HANDED_OVER and group.state.away and state in dates):
        dates[state] = today
    return replace(group, state=state, dates=dates, start_on=start_on)


def label(group: Group, fields: Fields, settings: Settings) -> str:
    """Return the sentence of the history list."""
    told = []
    if fields.get("assignee") and fields["assignee"] != group.assignee:
        told.append(f"to {fields['assignee']}")
    if fields.get("rate") is not None and fields["rate"] != group.rate:
        currency = fields.get("currency") or group.currency or settings.currency
        told.append(f"at {write_money(fields['rate'], currency, settings.number_format)}")
    if fields.get("state") is not None and fields["state"] is not group.state:
        if not told:
            return f"{group.name}: {fields['state']}"
        told.append(f"as {fields['state']}")
    return f"Assign {group.name} {' '.join(told)}" if told else f"Edit group {group.name}"


def merged(groups: Sequence[Group], settings: Settings) -> Group:
    """Return the first group with all that the others say; what cannot be joined goes into the notes."""
    first, rest = groups[0], groups[1:]
    texts: dict[str, str] = {}
    for name in Brief.__dataclass_fields__:
        parts = [text for group in groups if (text := getattr(group.brief, name).strip())]
        texts[name] = "\n".join(dict.fromkeys(parts))
    said = [_terms(group, settings) for group in rest if _differs(first, group)]
    texts["notes"] = "\n".join(part for part in (texts["notes"], *said) if part)
    found = replace(first, brief=Brief(**texts))
    for group in rest:
        found = replace(
            found,
            assignee=found.assignee or group.assignee,
            rate=found.rate if found.rate is not None else group.rate,
            currency=found.currency or (group.currency if found.rate is None else ""),
            weekly_hours=_sum(found.weekly_hours, group.weekly_hours),
            hand_over_hours=_sum(found.hand_over_hours, group.hand_over_hours),
            checking_hours=_sum(found.checking_hours, group.checking_hours),
        )
    return found


def _differs(first: Group, other: Group) -> bool:
    """True where joining the groups would lose who had the other, for how much, and how far it was."""
    assignee = other.assignee and other.assignee != first.assignee
    rate = other.rate is not None and (other.rate, other.currency) != (first.rate, first.currency)
    state = other.state is not State.IDEA and other.state is not first.state
    return bool(assignee or rate or state)


def _terms(group: Group, settings: Settings) -> str:
    parts = [f"{group.name} was {group.state}"]
    if group.dates.get(group.state):
        parts.append(f"since {date_writer(settings.date_format)(group.dates[group.state])}")
    if group.assignee:
        parts.append(f"with {group.assignee}")
    if group.rate is not None:
        money = write_money(group.rate, group.currency or settings.currency, settings.number_format)
        parts.append(f"at {money} an hour")
    return " ".join(parts) + "."


def _sum(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one if other is None else one + other
