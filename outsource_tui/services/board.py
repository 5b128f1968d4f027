"""The board: groups, and which activities are in them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_tui.model.activity import Activity
from outsource_tui.model.board import Board, Card, Column, Load
from outsource_tui.model.change import Change
from outsource_tui.model.clock import Clock, Week, week_of
from outsource_tui.model.errors import InputError, UserError
from outsource_tui.model.group import Brief, Group, State
from outsource_tui.model.proposal import Chosen, Part, Proposal
from outsource_tui.model.text import clean, match_key, near_keys
from outsource_tui.model.totals import Totals
from outsource_tui.model.value import replace
from outsource_tui.services import group_fields, grouping, proposals, splitting
from outsource_tui.services.board_view import board_of, in_order, loads_of
from outsource_tui.services.frame import frame_of
from outsource_tui.services.groups import add_group, by_id, check_name, free_name, put_before, remove_group
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository

if TYPE_CHECKING:
    from outsource_tui.store.work import Work

__all__ = ["Board", "BoardService", "Card", "Column", "Load"]


class BoardService:
    """Shows the board of a week, moves cards and keeps groups. Each change returns its `Change`."""

    def __init__(
        self,
        repository: Repository,
        clock: Clock,
        settings: Settings,
        totals: Callable[[], Totals] | None = None,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._settings = settings
        self._given_totals = totals
        self._cache: object | None = None

    # reading

    def board(self, week: Week | None = None) -> Board:
        """Return the columns of a week, by default the present one."""
        activities, groups = self._repository.activities(), self._repository.groups()
        return board_of(week or self.this_week(), activities, groups, self._totals(), self._settings)

    def this_week(self) -> Week:
        """Return the week of now."""
        return week_of(self._clock.now().date(), self._settings.week_start)

    def groups(self) -> tuple[Group, ...]:
        """Return the groups in the order of the board."""
        return self._repository.groups()

    def group(self, group_id: str) -> Group:
        """Return the group of that id; UserError if it is gone."""
        return by_id(self._repository.groups(), group_id)

    def group_named(self, name: str) -> Group:
        """Return the group of that name, ignoring case; InputError with the nearest names."""
        groups = self._repository.groups()
        found = next((g for g in groups if g.key == match_key(name)), None)
        if found is not None:
            return found
        shown = clean(name.strip(), 60)
        if not groups:
            raise InputError(
                f"no group “{shown}”: there is none yet; make one with: outsource group NAME GROUP"
            )
        by_key = {g.key: g.name for g in groups}
        near = near_keys(match_key(name), by_key)
        names = " or ".join(f"“{clean(by_key[key], 60)}”" for key in near or list(by_key)[:3])
        raise InputError(
            f"no group “{shown}”: {'did you mean' if near else 'there is'} {names}{'?' if near else ''}"
        )

    def loads(self, board: Board) -> tuple[Load, ...]:
        """Return what each assignee has in all groups, most hours first."""
        return loads_of(board, self._settings)

    def assignees(self) -> tuple[str, ...]:
        """Return everybody who has or had a group, each once."""
        return tuple(dict.fromkeys(g.assignee for g in self._repository.groups() if g.assignee))

    # cards

    def place(self, activity_id: str, group_id: str, before: str | None = None) -> Change:
        """Put a card into a group (or none, for ""): at its end, or before the card of that id."""
        return self.move_cards((activity_id,), group_id, before)

    def move_cards(self, activity_ids: Iterable[str], group_id: str, before: str | None = None) -> Change:
        """Put cards into a group (or none, for "") together, in the order given.

        What comes into a group, or out of it, is to be handed over (`grouping`).
        """
        ids = tuple(dict.fromkeys(activity_ids))
        if not ids:
            raise InputError("no card was chosen: move to one, or select some with space")
        names = self._told(ids)
        target = self.group(group_id).name if group_id else ""
        label = f"Put {names} into {target}" if target else f"Take {names} out of the groups"
        if all(self._home(self._repository.activities().get(i)) == group_id for i in ids):
            label = f"Move {names} within {target or 'the ungrouped'}"
        label += self._along(ids, group_id)
        with self._repository.change(label, self._clock.now()) as work:
            if group_id:
                by_id(work.groups(), group_id)
            self._settle(work, ids, group_id, before)
        return _made(work)

    def _settle(self, work: Work, ids: Sequence[str], group_id: str, before: str | None) -> None:
        """Write the places of a column with these cards put in; only what differs is stored."""
        activities = work.activities()
        known = {g.id for g in work.groups()}
        moved = self._moved([activities.get(i) for i in ids if i in activities.by_id], group_id, known)
        if len(moved) < len(ids):
            raise UserError("a card is gone: somebody merged or deleted its activity; look again")
        own = {a.id for a in moved}
        column = [
            a
            for a in activities
            if (a.group if a.group in known else "") == group_id
            and a.id not in own
            and (a.group or a.highlighted is not None)
        ]
        column = in_order(column, self._totals(), self.this_week())
        at = next((n for n, a in enumerate(column) if a.id == before), len(column))
        column[at:at] = moved
        placed = [replace(a, group=group_id, place=float(n)) for n, a in enumerate(column, 1)]
        work.put_all(a for a in placed if a != activities.get(a.id))

    def _moved(self, cards: Sequence[Activity], group_id: str, known: Collection[str]) -> list[Activity]:
        """Return activities as they come into a group, or out of one: highlighted. From group to group, and
        among the ungrouped, they stay as they are."""
        came = [a for a in cards if (a.group in known) != bool(group_id)]
        fresh = {a.id: a for a in self._wanted(came)}
        return [fresh.get(a.id, a) for a in cards]

    def _wanted(self, cards: Sequence[Activity]) -> list[Activity]:
        return grouping.wanted(cards, self._totals, self._clock.now().date())

    def _along(self, ids: Sequence[str], group_id: str) -> str:
        """Return what else becomes of cards that are put into a group, as the end of a label."""
        cards = [self._repository.activities().get(i) for i in ids]
        known = {g.id for g in self._repository.groups()}
        return grouping.along(cards, self._moved(cards, group_id, known))

    def _home(self, activity: Activity) -> str:
        return activity.group if any(g.id == activity.group for g in self._repository.groups()) else ""

    # groups

    def new_group(self, name: str, activity_ids: Iterable[str] = (), after: str | None = None) -> Change:
        """Make a group with these cards; InputError for a name that exists.

        Its column stands behind that of the group `after` ("" is the ungrouped), else at the right end.
        """
        ids = tuple(dict.fromkeys(activity_ids))
        shown = check_name(name)
        label = f"New group {shown}" + (f" with {self._told(ids)}{self._along(ids, shown)}" if ids else "")
        with self._repository.change(label, self._clock.now()) as work:
            group = add_group(work, shown, after)
            if ids:
                self._settle(work, ids, group.id, None)
        return _made(work)

    def rename(self, group_id: str, name: str) -> Change:
        """Give a group another name; InputError for one that another group has."""
        shown = check_name(name)
        with self._repository.change(
            f"Rename {self.group(group_id).name} to {shown}", self._clock.now()
        ) as work:
            group = by_id(work.groups(), group_id)
            free_name(work, shown, group_id)
            work.put(replace(group, name=shown))
        return _made(work)

    def assign(
        self,
        group_id: str,
        *,
        assignee: str | None = None,
        rate: Decimal | str | None = None,
        currency: str | None = None,
        state: State | str | None = None,
        start_on: date | str | None = None,
        weekly_hours: Decimal | str | None = None,
        hand_over_hours: Decimal | str | None = None,
        checking_hours: Decimal | str | None = None,
        colour: str | None = None,
        brief: Brief | None = None,
    ) -> Change:
        """Set what is given and leave the rest; "" empties a field. A new state keeps its date.

        Amounts and dates may be texts as people type them; InputError says what is wrong with one.
        """
        given = {
            "assignee": assignee,
            "rate": rate,
            "currency": currency,
            "state": state,
            "start_on": start_on,
            "weekly_hours": weekly_hours,
            "hand_over_hours": hand_over_hours,
            "checking_hours": checking_hours,
            "colour": colour,
            "brief": brief,
        }
        today = self._clock.now().date()
        fields = group_fields.read({k: v for k, v in given.items() if v is not None}, self._settings, today)
        label = group_fields.label(self.group(group_id), fields, self._settings)
        with self._repository.change(label, self._clock.now()) as work:
            work.put(group_fields.applied(by_id(work.groups(), group_id), fields, today))
        return _made(work)

    def edit_brief(self, group_id: str, **fields: str) -> Change:
        """Set fields of the brief: outcome, scope, tools, done, deadline, cap, notes."""
        unknown = set(fields) - set(Brief.__dataclass_fields__)
        if unknown:
            raise InputError(
                f"a brief has no field {sorted(unknown)[0]!r}: {', '.join(Brief.__dataclass_fields__)}"
            )
        group = self.group(group_id)
        with self._repository.change(f"Write the brief of {group.name}", self._clock.now()) as work:
            group = by_id(work.groups(), group_id)
            work.put(replace(group, brief=replace(group.brief, **fields)))
        return _made(work)

    def step_state(self, group_id: str, step: int = 1) -> Change:
        """Go to the next state (or the one before), round and round."""
        states = list(State)
        now = states.index(self.group(group_id).state)
        return self.assign(group_id, state=states[(now + step) % len(states)])

    def delete(self, group_id: str) -> Change:
        """Delete a group; its cards return to the ungrouped, highlighted so that none is lost."""
        with self._repository.change(f"Delete group {self.group(group_id).name}", self._clock.now()) as work:
            group = by_id(work.groups(), group_id)
            own = self._wanted([a for a in work.activities() if a.group == group.id])
            work.put_all(replace(a, group="", place=0.0) for a in own)
            remove_group(work, group)
        return _made(work)

    def merge(self, group_ids: Sequence[str]) -> Change:
        """Put the others' cards into the first group and keep what was written about each."""
        ids = list(dict.fromkeys(group_ids))
        if len(ids) < 2:
            raise InputError("choose two groups to merge")
        names = [self.group(i).name for i in ids]
        with self._repository.change(
            f"Merge {' and '.join(names[1:])} into {names[0]}", self._clock.now()
        ) as work:
            groups = [by_id(work.groups(), i) for i in ids]
            cards = [
                a.id
                for group in groups[1:]
                for a in sorted(work.activities(), key=lambda a: (a.place, a.key))
                if a.group == group.id
            ]
            work.put(group_fields.merged(groups, self._settings))
            self._settle(work, cards, groups[0].id, None)
            for group in groups[1:]:
                remove_group(work, group)
        return _made(work)

    def reorder(self, group_id: str, before: str | None = None) -> Change:
        """Put a column before the group of that id, or at the right end."""
        with self._repository.change(f"Move column {self.group(group_id).name}", self._clock.now()) as work:
            put_before(work, group_id, before)
        return _made(work)

    # suggestions and splits

    def suggest(self, board: Board | None = None) -> tuple[Proposal, ...]:
        """Return groups proposed for what is ungrouped, most time first; nothing is stored."""
        return proposals.proposals(self._repository, board or self.board(), self._clock.now())

    def accept(self, chosen: Iterable[Chosen]) -> Change:
        """Put activities into groups, all as one change; new ones are made beside the ungrouped, in order."""
        wanted = [choice for choice in chosen if choice.ids]
        if not wanted:
            raise InputError("nothing was chosen: tick a card with space")
        count = sum(len(choice.ids) for choice in wanted)
        label = f"Group {count} card{'' if count == 1 else 's'} as suggested"
        with self._repository.change(label, self._clock.now()) as work:
            made = ""
            for choice in wanted:
                name = check_name(choice.group)
                group = next((g for g in work.groups() if g.key == match_key(name)), None)
                if group is None:
                    group = add_group(work, name, made)
                    made = group.id
                self._settle(work, choice.ids, group.id, None)
        return _made(work)

    def refuse(self, chosen: Iterable[Chosen]) -> Change:
        """Remember that activities do not belong to groups: these pairs are never proposed again."""
        wanted = [choice for choice in chosen if choice.ids]
        names = self._told([i for choice in wanted for i in choice.ids]) if wanted else "nothing"
        with self._repository.change(f"Refuse the suggestion for {names}", self._clock.now()) as work:
            proposals.refuse(work, wanted)
        return _made(work)

    def parts(self, activity_id: str) -> tuple[Part, ...]:
        """Return the tags by which a card could be split."""
        return splitting.parts_of(self._repository, activity_id, self._clock.now())

    def split(self, activity_id: str, name: str, part: Part) -> Change:
        """Give the sittings of a tag or note text a card of their own, in the same group."""
        old = self._repository.activities().get(activity_id).name
        with self._repository.change(f"Split {name.strip()} off {old}", self._clock.now()) as work:
            splitting.split(work, self._repository.all_entries(), activity_id, name, part)
        return _made(work)

    # inside

    def _totals(self) -> Totals:
        if self._given_totals is not None:
            return self._given_totals()
        from outsource_tui.services.totals import TotalsCache

        if not isinstance(self._cache, TotalsCache):
            self._cache = TotalsCache(self._repository, self._clock.zone)
        frame = frame_of(self._settings, self._repository, self._clock)
        return self._cache.totals(frame, self._clock.now())

    def _told(self, ids: Sequence[str]) -> str:
        activities = self._repository.activities()
        name = activities.get(ids[0]).name
        return name if len(ids) == 1 else f"{name} and {len(ids) - 1} more"


def _made(work: Work) -> Change:
    assert work.change is not None  # set when the change was stored
    return work.change
