"""Every figure of the table, each beside its reference in the same run.

    python -m tests.bench [--only PART]… [--runs N] [--quick] [--watson PATH]

Parts: commands, watson, inside, screens, keys, idle, growth, soak. It prints a Markdown table of
min/median/max, the figure that counts (a ratio of medians where there is a reference), whether it is reached;
the rows named noise measure the same thing twice. Watson is found by --watson or in PATH (install it
into an environment of its own: `pip install td-watson`).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tests.bench import commands, inside, screens, soak
from tests.bench.places import Place, machine
from tests.bench.timing import Row, table
from tests.bench.years import SIZES

TEN_YEARS = 73_000


def parts(
    place: Place, runs: int, quick: bool, watson: Path | None
) -> dict[str, Callable[[], Iterator[Row]]]:
    """Return what can be measured, by name."""
    sizes = SIZES[:2] if quick else SIZES
    entries = sizes[1] if quick else TEN_YEARS

    def within() -> Iterator[Row]:
        yield from inside.store(place, entries, runs)
        for size in sizes[1:]:
            yield from inside.services(place, size, runs)

    def keys() -> Iterator[Row]:
        yield from screens.keys(place, entries, 60 if quick else 240)
        yield from screens.logged(place, entries, runs)

    return {
        "commands": lambda: commands.start_up(place, 2 * runs),
        "watson": lambda: commands.beside_watson(place, watson, entries, runs),
        "inside": within,
        "screens": lambda: screens.first_paint(place, sizes, runs),
        "keys": keys,
        "idle": lambda: screens.idle(place, entries, 5 if quick else 30),
        "growth": lambda: commands.growth(place, sizes, runs),
        "soak": lambda: soak.soak(place, entries, 2 if quick else soak.HOURS),
    }


def main() -> int:
    """Measure, print the table; 1 if a figure is not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="PART")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="small logs, few runs: to see that it works")
    parser.add_argument("--watson", type=Path, default=shutil.which("watson"))
    parser.add_argument("--folder", type=Path, default=None, help="where to work; else a temporary folder")
    args = parser.parse_args()
    runs = 5 if args.quick else max(5, args.runs)
    rows: list[Row] = []
    print(f"{date.today().isoformat()}, {machine()}, {runs} runs\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="outsource-bench-", dir=args.folder) as folder:
        found = parts(Place(Path(folder)), runs, args.quick, args.watson)
        for name in args.only or found:
            print(f"… {name}", file=sys.stderr, flush=True)
            rows += found[name]()
    print(table(rows))
    return 0 if all(row.reached for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
