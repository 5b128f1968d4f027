"""The verbs that show: day, week, board."""

from __future__ import annotations

from argparse import ArgumentParser
from decimal import Decimal
from typing import TYPE_CHECKING

from outsource_tui.cli.views import board_json, day_json, week_json
from outsource_tui.model.clock import DAY_NAMES, clock_words, hm, hours_words, long_date, span_column
from outsource_tui.model.day import LEAST_GAP, covered_words
from outsource_tui.model.text import cells, clean, fit
from outsource_tui.model.week import hands_over

OVERLAP = "∥"
"""The sign of an entry that shares time with another one."""
_SIGNS = {"▌": "logged", "●": "running", "◆": "to hand over", "◇": "suggested", "★": "core"}
"""What a terminal explains below the lines where it stands."""
_NAME, _LEAST_NAME, _LEAST_REASON = 28, 14, 12
"""Cells of a name with the space behind it, of one in a narrow terminal, and of a reason worth showing."""

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    width = context.width
    missing = (f"{day.gap_word} {hm(day.unlogged)}", f"coverage {covered_words(day.coverage)}")
    head = (long_date(day.date), f"logged {hm(day.logged)}", *((day.apart,) if day.apart else missing))
    context.say(*_filled(head, "   ", width))
    spans = span_column([(b.start, b.end) for b in day.blocks])
    blocks = zip(day.blocks, spans, strict=True)
    lines = [_day_line(day, block, span, activities, width) for block, span in blocks]
    context.say(*lines)
    if _shows(day.twice):
        context.say(*_sentence(_twice(day.logged, day.twice, "entries"), width))
    context.say(*_legend(lines, width))
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
    rest = day.apart or f"{hours_words(day.unlogged)} {day.gap_word}"
    lines = [f"{long_date(day.date)}. {hours_words(day.logged)} logged, {rest}."]
    for block in day.blocks:
        span = f"{clock_words(block.start)} to {clock_words(block.end)}, {hours_words(block.minutes)}"
        entry = block.entry
        if entry is None:
            lines.append(f"{span}: {day.gap_word}.")
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


def _day_line(day: Day, block: Block, span: str, activities: Activities, width: int | None) -> str:
    """Return the line of a block; in a terminal its words are cut, and the signs behind them stay."""
    begin = f"  {span}  {hm(block.minutes):>5}  "
    over = f" {OVERLAP} overlaps" if day.overlaps(block) else ""
    entry = block.entry
    if entry is None:
        return f"{begin}┄ {day.gap_word}{over}"
    activity = activities.get(entry.activity)
    signs = ("●" if entry.running else "", "★" if activity.core else "",
             "◆" if hands_over(entry, activity) else "")
    words = " ".join([
        "░ planned:" if entry.planned else "▌",
        activity.name,
        *(f"#{tag}" for tag in entry.tags),
        *([f"-- {entry.note}"] if entry.note else []),
    ])
    end = "".join(f" {sign}" for sign in signs if sign) + over
    if width is not None:
        words = fit(clean(words), max(_LEAST_NAME, width - cells(begin) - cells(end))).rstrip()
    return f"{begin}{words}{end}"


def _filled(parts: Sequence[str], between: str, width: int | None) -> list[str]:
    """Return the parts joined, in as many lines as they need in a terminal of that width."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]}{between}{part}" if lines else part
        if lines and (width is None or cells(joined) <= width):
            lines[-1] = joined
        else:
            lines.append(part)
    return lines


def _sentence(text: str, width: int | None) -> list[str]:
    return _filled(text.split(" "), " ", width)


def _legend(lines: Sequence[str], width: int | None) -> list[str]:
    """Return what the signs in the lines mean, for a terminal."""
    if width is None:
        return []
    shown = "".join(lines)
    return _filled([f"{sign} {words}" for sign, words in _SIGNS.items() if sign in shown], "   ", width)


def week_options(parser: ArgumentParser) -> None:
    """`outsource week [WEEK]`."""
    such = "this week if left out; last, W47, 2026-W47, or a day in it"
    parser.add_argument("week", nargs="?", metavar="WEEK", help=such)
    parser.add_argument("--json", action="store_true", help="print JSON")


def week_run(context: Context) -> None:
    """Show a week's activities by day."""
    review = context.services.review.week(context.week(context.args.week))
    if context.args.json:
        context.say_json(week_json(review))
        return
    width = context.width
    covered = [f"coverage {covered_words(review.log.coverage)}"] if review.rows else []
    sums = (f"logged {hm(review.logged)}", f"to hand over {hm(review.hand_over)}")
    context.say(*_filled([f"week {review.last.name}", *sums, *covered], "   ", width))
    if not review.rows:
        context.say("nothing logged in this week")
        return
    lines = _table(review, width)
    context.say(*lines)
    if _shows(twice := review.total - review.logged):
        context.say(*_sentence(_twice(review.logged, twice, "rows"), width))
    if review.hand_over:
        context.say(*_sentence(_amazing(review, context), width))
    context.say(*_legend([line[:4] for line in lines], width))


def _table(review: Review, width: int | None) -> list[str]:
    """Return the week by activity and day; in a narrow terminal with closer columns, and without those that
    have no room: the times first, then the days."""
    days = [
        (DAY_NAMES[day.weekday()], [hm(m) if (m := row.log.by_day[n]) else "·" for row in review.rows])
        for n, day in enumerate(review.last.days)
    ]
    total = ("total", [hm(row.log.minutes) for row in review.rows])
    times = ("times", [str(row.log.times) for row in review.rows])
    columns = [_right(*day, 6) for day in days] + [_right(*total, 8), _right(*times, 7)]
    room = _NAME
    if width is not None and 4 + _NAME + sum(len(column[0]) for column in columns) > width:
        for kept in ([*days, total, times], [*days, total], [total]):
            columns = [_right(*column, 1 + max(map(len, (column[0], *column[1])))) for column in kept]
            room = width - 4 - sum(len(column[0]) for column in columns)
            if room >= _LEAST_NAME:
                break
    room = max(2, min(room, _NAME))
    lines = [" " * (4 + room) + "".join(column[0] for column in columns)]
    for n, row in enumerate(review.rows):
        mark = "★" if row.activity.core else "◆" if row.log.marked else "◇" if row.hint else " "
        name = fit(clean(row.activity.name), room - 1)
        line = f"  {mark} {name} " + "".join(column[n + 1] for column in columns)
        lines.append(line + _reason(_why(row), None if width is None else width - cells(line)))
    return lines


def _right(title: str, figures: Sequence[str], width: int) -> list[str]:
    return [f"{figure:>{width}}" for figure in (title, *figures)]


def _reason(why: str, room: int | None) -> str:
    """Return a reason as the end of a line in which there is so much room."""
    if why and room is not None:
        why = fit(clean(why), room - 3).rstrip() if room >= _LEAST_REASON else ""
    return f"   {why}" if why else ""


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
    weeks = review.weeks_a_year
    such = f"{weeks} such week{'s' if weeks > 1 else ''}"
    line = f"to hand over: {review.share * 100:.0f} % of the log, {hours} h a year of {such}"
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
    when = "this week" if board.week == context.week(None) else f"in week {board.week.number}"
    for column in board.columns:
        group = column.group
        head = "to group" if group is None else group.name
        who = f"   → {group.assignee}" if group and group.assignee else ""
        state = f"   {group.state}" if group else ""
        context.show(f"{head}   {hm(column.minutes)} {when}{who}{state}")
        for card in column.cards:
            reasons = ", ".join(str(r) for r in card.activity.reasons)
            line = f"  {hm(card.minutes):>6}  {card.activity.name}"
            context.show(f"{line}   {reasons}" if reasons else line)
        if not column.cards:
            context.say("          nothing here")
