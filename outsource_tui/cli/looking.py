"""The verbs that show: day, week, board."""

from __future__ import annotations

from argparse import ArgumentParser
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_tui.cli.views import board_json, day_json, week_json
from outsource_tui.model.clock import DAY_NAMES, clock_words, hm, hours_words, long_date, span_column
from outsource_tui.model.day import LEAST_GAP, covered_words
from outsource_tui.model.text import clean, fit
from outsource_tui.model.week import hands_over

OVERLAP = "∥"
"""The sign of an entry that shares time with another one."""

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.model.activity import Activities
    from outsource_tui.model.day import Block, Day
    from outsource_tui.model.review import Review, ReviewRow


def day_options(parser: ArgumentParser) -> None:
    """`outsource day [DATE]`."""
    parser.add_argument("date", nargs="?", metavar="DATE", help="today if left out; yesterday, mon, a date")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--plain", action="store_true", help="whole sentences, for a screen reader")


def day_run(context: Context) -> None:
    """Show a day's entries and gaps."""
    day = context.services.log.day(context.day(context.args.date))
    activities = context.services.repository.activities()
    if context.args.json:
        context.say_json(day_json(day, activities))
        return
    if context.args.plain:
        context.say(*_sentences(day, activities))
        return
    context.say(f"{long_date(day.date)}   logged {hm(day.logged)}   not logged {hm(day.unlogged)}   "
                f"coverage {covered_words(day.coverage)}")
    for block, span in zip(day.blocks, span_column([(b.start, b.end) for b in day.blocks]), strict=True):
        over = f" {OVERLAP} overlaps" if day.overlaps(block) else ""
        context.say(f"  {span}  {_block_line(block, activities)}{over}")
    if _shows(day.twice):
        context.say(_twice(day.logged, day.twice, "entries"))
    if not day.blocks:
        context.say("nothing here yet; log with: outsource log 9-10 Invoices")


def _shows(minutes: float) -> bool:
    """True where minutes are more than the seconds that rounding makes."""
    return minutes >= LEAST_GAP


def _twice(logged: float, twice: float, what: str) -> str:
    """Say why lines add up to more than what is logged."""
    return (
        f"the {what} add up to {hm(logged + twice)}: {hm(twice)} lies in overlapping entries "
        "and counts once in what is logged"
    )


def _sentences(day: Day, activities: Activities) -> list[str]:
    lines = [
        f"{long_date(day.date)}. {hours_words(day.logged)} logged, {hours_words(day.unlogged)} not logged."
    ]
    for block in day.blocks:
        span = f"{clock_words(block.start)} to {clock_words(block.end)}, {hours_words(block.minutes)}"
        entry = block.entry
        if entry is None:
            lines.append(f"{span}: not logged.")
            continue
        activity = activities.get(entry.activity)
        kind = "planned: " if entry.planned else "running: " if entry.running else ""
        extras = [f"tagged {', '.join(entry.tags)}"] if entry.tags else []
        extras += [f"note: {entry.note}"] if entry.note else []
        extras += ["to hand over"] if hands_over(entry, activity) else []
        extras += ["core"] if activity.core else []
        extras += ["overlaps another entry"] if day.overlaps(block) else []
        lines.append(f"{span}: {kind}{'; '.join([activity.name, *extras])}.")
    if _shows(day.twice):
        lines.append(f"{hours_words(day.twice)} lies in overlapping entries and counts once.")
    return lines


def _block_line(block: Block, activities: Activities) -> str:
    length = f"{hm(block.minutes):>5}  "
    entry = block.entry
    if entry is None:
        return length + "┄ not logged"
    activity = activities.get(entry.activity)
    marks = [
        "●" if entry.running else "",
        "★" if activity.core else "",
        "◆" if hands_over(entry, activity) else "",
    ]
    words = [
        "░ planned:" if entry.planned else "▌",
        activity.name,
        *(f"#{tag}" for tag in entry.tags),
        *([f"-- {entry.note}"] if entry.note else []),
        *[mark for mark in marks if mark],
    ]
    return length + " ".join(words)


def week_options(parser: ArgumentParser) -> None:
    """`outsource week [WEEK]`."""
    parser.add_argument("week", nargs="?", metavar="WEEK", help="this week if left out; last, W47, 2026-W47")
    parser.add_argument("--json", action="store_true", help="print JSON")


def week_run(context: Context) -> None:
    """Show a week's activities by day."""
    review = context.services.review.week(context.week(context.args.week))
    if context.args.json:
        context.say_json(week_json(review))
        return
    covered = f"   coverage {covered_words(review.log.coverage)}" if review.rows else ""
    context.say(f"week {review.last.name}   logged {hm(review.logged)}   "
                f"to hand over {hm(review.hand_over)}{covered}")
    if not review.rows:
        context.say("nothing logged in this week")
        return
    days = [DAY_NAMES[day.weekday()] for day in review.last.days]
    context.say("    " + f"{'':28}" + "".join(f"{name:>6}" for name in days) + f"{'total':>8}{'times':>7}")
    for row in review.rows:
        mark = "★" if row.activity.core else "◆" if row.log.marked else "◇" if row.hint else " "
        cells = "".join(f"{hm(m) if m else '·':>6}" for m in row.log.by_day)
        name = fit(clean(row.activity.name), 27)
        words = f"   {why}" if (why := _why(row)) else ""
        context.say(f"  {mark} {name} {cells}{hm(row.log.minutes):>8}{row.log.times:>7}{words}")
    if _shows(twice := review.total - review.logged):
        context.say(_twice(review.logged, twice, "rows"))
    if review.hand_over:
        context.say(_amazing(review, context))


def _why(row: ReviewRow) -> str:
    """Say how much of it is to be handed over and why, or what is suggested."""
    if not row.log.marked:
        return row.hint.words if row.hint else ""
    parts = [f"{row.log.marked} of {row.log.times}"] if row.partly else []
    parts += [str(reason).replace("-", " ") for reason in row.activity.reasons]
    return ", ".join([*parts, *(["crept back"] if row.crept_back else [])])


def _amazing(review: Review, context: Context) -> str:
    """What is to hand over as a share, in a year, and in money."""
    from outsource_tui.model.money import write_money, write_number
    from outsource_tui.model.review import rounded

    settings = context.services.settings
    hours = write_number(Decimal(str(review.a_year)), settings.number_format, 0)
    line = f"to hand over: {review.share * 100:.0f} % of the log, {hours} h a year of such weeks"
    if review.money is None:
        return line
    worth = Decimal(rounded(review.money))
    return f"{line}, ≈ {write_money(worth, settings.currency, settings.number_format, whole=True)}"


def board_options(parser: ArgumentParser) -> None:
    """`outsource board`."""
    parser.add_argument("--week", metavar="WEEK", help="the week whose hours are shown; this one if left out")
    parser.add_argument("--json", action="store_true", help="print JSON")


def board_run(context: Context) -> None:
    """Show the groups and the activities in them."""
    board = context.services.board.board(context.week(context.args.week))
    if context.args.json:
        context.say_json(board_json(board))
        return
    for column in board.columns:
        group = column.group
        head = "to group" if group is None else group.name
        who = f"   → {group.assignee}" if group and group.assignee else ""
        state = f"   {group.state}" if group else ""
        context.say(f"{head}   {hm(column.minutes)} a week{who}{state}")
        for card in column.cards:
            reasons = ", ".join(str(r) for r in card.activity.reasons)
            line = f"  {hm(card.minutes):>6}  {card.activity.name}"
            context.say(f"{line}   {reasons}" if reasons else line)
        if not column.cards:
            context.say("          nothing here")
