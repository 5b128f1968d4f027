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
from outsource_tui.model.money import parse_amount, write_money, write_number
from outsource_tui.model.text import clean
from outsource_tui.model.value import replace
from outsource_tui.settings import Settings

Fields = Mapping[str, Any]
_HOURS = {
    "weekly_hours": "hours a week",
    "hand_over_hours": "hours of handing over",
    "checking_hours": "checking hours",
}
_A_WEEK = ("weekly_hours", "checking_hours")
WEEK_HOURS = 168


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
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, str):
        hours = parse_hours(value, _HOURS[name], settings.number_format)
    else:
        hours = parse_amount(str(value), _HOURS[name], "1234.56")
    if name in _A_WEEK and hours > WEEK_HOURS:
        given = clean(str(value).strip(), 40)
        raise InputError(f"the {_HOURS[name]} “{given}” are more than a week has: at most {WEEK_HOURS}")
    return hours


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
    if "state" not in fields:
        return fresh
    return in_state(fresh, fields["state"], today, start_given="start_on" in fields)


def in_state(group: Group, state: State, today: date, *, start_given: bool) -> Group:
    """Return the group in a state reached today.

    Between the two states of being away the day of the hand-over stays. Going away anew, after it
    was taken back, begins on a new day, unless its start was given just now.
    """
    if state is group.state:
        return group
    dates = dict(group.dates)
    start_on = group.start_on
    if state.away and not group.state.away:
        dates[State.HANDED_OVER] = today
        back = dates.get(State.TAKEN_BACK)
        if not start_given and start_on is not None and back is not None and start_on <= back:
            start_on = None
    if not (state is State.HANDED_OVER and group.state.away and state in dates):
        dates[state] = today
    return replace(group, state=state, dates=dates, start_on=start_on)


def label(group: Group, fields: Fields, settings: Settings) -> str:
    """Return the sentence of the history list: what becomes different, in few words."""
    fresh = {name: value for name, value in fields.items() if value != getattr(group, name)}
    if list(fresh) == ["state"]:
        return f"{group.name}: {fresh['state']}"
    if not fresh.get("assignee"):
        told = [words for name in fresh if (words := _told(name, group, fresh, settings))]
        return f"Group {group.name}: {', '.join(told)}" if told else f"Edit group {group.name}"
    terms = [f"to {fresh.pop('assignee')}"]
    if fresh.get("rate") is not None:
        currency = fresh.pop("currency", "") or group.currency
        terms.append(f"at {_shown('rate', fresh.pop('rate'), currency, settings)}")
    if "state" in fresh:
        terms.append(f"as {fresh.pop('state')}")
    rest = [_told(name, group, fresh, settings) for name in fresh]
    return ", ".join([f"Assign {group.name} {' '.join(terms)}", *rest])


_NAMES = {"assignee": "assignee", "rate": "rate", "start_on": "start", "colour": "colour", **_HOURS}


def _told(name: str, group: Group, fresh: Fields, settings: Settings) -> str:
    """Return how one field becomes different: "rate € 28 → € 30", "start 30 Nov 2026", "no rate"."""
    if name == "state":
        return str(fresh[name])
    if name == "brief":
        parts = [p for p in Brief.__dataclass_fields__ if getattr(fresh[name], p) != getattr(group.brief, p)]
        return f"brief ({', '.join(parts)})"
    if name == "currency":
        return f"currency {fresh[name] or settings.currency}"
    before = _shown(name, getattr(group, name), group.currency, settings)
    after = _shown(name, fresh[name], fresh.get("currency", group.currency), settings)
    if not after:
        return f"no {_NAMES[name]}"
    return f"{_NAMES[name]} {before} → {after}" if before else f"{_NAMES[name]} {after}"


def _shown(name: str, value: Any, currency: str, settings: Settings) -> str:
    """Return a field's value as the user writes it; empty for none."""
    if value is None:
        return ""
    if name == "rate":
        return write_money(value, currency or settings.currency, settings.number_format)
    if name == "start_on":
        return date_writer(settings.date_format)(value)
    return write_number(value, settings.number_format) if name in _HOURS else str(value)


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
