"""Print how many rows a second each reader reads, and the memory that it takes at most.

Run: python tests/bench/formats.py [ROWS]   (73,000 rows are about ten years of a busy log)
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable

BASE = datetime(2016, 1, 4, 8, tzinfo=UTC)


def spans(count: int) -> list[tuple[int, datetime, datetime]]:
    """Return entries of 25 minutes, one every 70 minutes."""
    return [
        (n, BASE + timedelta(minutes=70 * n), BASE + timedelta(minutes=70 * n + 25)) for n in range(count)
    ]


def toggl(count: int) -> str:
    head = (
        "User,Email,Client,Project,Task,Description,Billable,"
        "Start date,Start time,End date,End time,Duration,Tags\n"
    )
    return head + "".join(
        f'Ann,a@b.example,Client {n % 9},Project {n % 40},,"Task, number {n % 900}",No,'
        f'{s:%Y-%m-%d,%H:%M:%S},{e:%Y-%m-%d,%H:%M:%S},00:25:00,"one, two"\n'
        for n, s, e in spans(count)
    )


def clockify(count: int) -> str:
    head = "Project,Client,Description,Task,User,Tags,Start Date,Start Time,End Date,End Time,Duration (h)\n"
    return head + "".join(
        f'Project {n % 40},Client {n % 9},"Task, number {n % 900}",,Ann,one,'
        f"{s:%d/%m/%Y,%I:%M %p},{e:%d/%m/%Y,%I:%M %p},00:25\n"
        for n, s, e in spans(count)
    )


def csv(count: int) -> str:
    return "start,end,activity,tags\n" + "".join(
        f"{s.isoformat()},{e.isoformat()},Task {n % 900},one\n" for n, s, e in spans(count)
    )


def timewarrior(count: int) -> str:
    return "".join(
        f'inc {s:%Y%m%dT%H%M%SZ} - {e:%Y%m%dT%H%M%SZ} # one "Task {n % 900}" # "a note"\n'
        for n, s, e in spans(count)
    )


def watson(count: int) -> str:
    return json.dumps(
        [
            [int(s.timestamp()), int(e.timestamp()), f"task {n % 900}", f"id{n}", ["one"], 0]
            for n, s, e in spans(count)
        ]
    )


def klog(count: int) -> str:
    return "".join(
        f"{s:%Y-%m-%d}\n    {s:%H:%M} - {s:%H:%M}>  Task {n % 900} #one\n\n" for n, s, e in spans(count)
    )


def gtimelog(count: int) -> str:
    return "".join(f"{s:%Y-%m-%d %H:%M}: Task {n % 900}\n" for n, s, e in spans(count))


def org(count: int) -> str:
    return "".join(
        f"* Task {n % 900} :one:\nCLOCK: [{s:%Y-%m-%d Mo %H:%M}]--[{e:%Y-%m-%d Mo %H:%M}] =>  0:25\n"
        for n, s, e in spans(count)
    )


def activitywatch(count: int) -> str:
    events = [
        {"timestamp": s.isoformat(), "duration": 1500.0, "data": {"app": f"app {n % 9}", "title": "t"}}
        for n, s, e in spans(count)
    ]
    return json.dumps({"buckets": {"w": {"type": "currentwindow", "hostname": "h", "events": events}}})


def ics(count: int) -> str:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:u{n}\r\nDTSTART:{s:%Y%m%dT%H%M%SZ}\r\nDTEND:{e:%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:Task\r\nEND:VEVENT\r\n"
        for n, s, e in spans(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n"


def own_json(count: int) -> str:
    entries = {
        f"e{n}": {
            "start": s.isoformat(),
            "end": e.isoformat(),
            "zone": "UTC",
            "activity": "a",
            "kind": "logged",
        }
        for n, s, e in spans(count)
    }
    return json.dumps({"activities": {"a": {"name": "A"}}, "entries-2016-01": entries})


SOURCES: dict[str, tuple[str, Callable[[int], str]]] = {
    **{
        made.__name__: (made.__name__, made)
        for made in (toggl, clockify, csv, timewarrior, watson, klog, gtimelog)
    },
    **{made.__name__: (made.__name__, made) for made in (org, activitywatch, ics)},
    "json": ("json", own_json),
}


def measure(name: str, data: bytes) -> None:
    """Read in this process and print what it took."""
    from outsource_tui.formats import ReadOptions, read

    zone = ZoneInfo("Europe/Berlin")
    start = time.perf_counter()
    reading = read(name, data, ReadOptions(zone=zone, now=datetime(2040, 1, 1, tzinfo=zone), date_order=None))
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = f"{len(data) / 1e6:6.1f} MB"
    speed = f"{took:6.2f} s {reading.read / took:>9,.0f} rows/s"
    print(f"{name:14}{reading.read:>8,} rows {size} {speed}  at most {peak:4.0f} MB")


def main() -> None:
    """Measure each reader in a process of its own, so that the memory is its own too."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 73_000
    spawn = multiprocessing.get_context("spawn")
    for name, (reader, made) in SOURCES.items():
        process = spawn.Process(target=measure, args=(reader, made(count).encode()), name=name)
        process.start()
        process.join()


if __name__ == "__main__":
    main()
