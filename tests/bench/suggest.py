"""Scores of the suggested groups on labelled lists, and the time a name takes.

    python tests/bench/suggest.py [--all]

cold: pairwise F1 of same-group pairs with nothing known, a name without a group standing alone.
warm: share of the remaining names that come back under their own label with 30 % of the names placed,
averaged over seeds. The held-out lists are shown with `--all` only; nothing is tuned on them.
"""

from __future__ import annotations

import json
import random
import sys
import time
from itertools import combinations
from pathlib import Path

from outsource_tui.model.suggest import suggest_groups

DATA = Path(__file__).parent.parent / "data" / "suggest"
HELD_OUT = frozenset(
    {
        "agency_services", "assistant_departments", "everyday_tasks", "log_cafe", "log_learner",
        "log_statistician", "log_therapist",
    }
)
SEEDS = 20
PLACED = 0.3


def load(name: str) -> tuple[str, list[tuple[str, str]]]:
    """The kind and the (name, label) pairs of a list."""
    found = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found["kind"], [(item[0], item[1]) for item in found["items"]]


def lists(held_out: bool) -> list[str]:
    """The names of the lists to tune on, or of those kept back."""
    return sorted(path.stem for path in DATA.glob("*.json") if (path.stem in HELD_OUT) is held_out)


def cold(items: list[tuple[str, str]]) -> float:
    """Pairwise F1 with nothing known."""
    groups = suggest_groups([name for name, _ in items], {})["groups"]
    ours = {name: group for group, names in groups.items() for name in names}
    hit = proposed = wanted = 0
    for (one, one_label), (other, other_label) in combinations(items, 2):
        same, together = one_label == other_label, ours.get(one, one) == ours.get(other, other)
        wanted += same
        proposed += together
        hit += same and together
    return 2 * hit / (proposed + wanted) if proposed + wanted else 0.0


def warm(items: list[tuple[str, str]], seed: int) -> float:
    """Accuracy on the rest with 30 % of the names placed."""
    order = items[:]
    random.Random(seed).shuffle(order)
    cut = max(1, round(PLACED * len(order)))
    groups = suggest_groups([name for name, _ in items], dict(order[:cut]))["groups"]
    ours = {name: group for group, names in groups.items() for name in names}
    rest = order[cut:]
    return sum(ours.get(name) == label for name, label in rest) / len(rest)


def scores(name: str, seeds: int = SEEDS) -> tuple[str, int, float, float]:
    """Kind, size, cold F1 and mean warm accuracy of a list."""
    kind, items = load(name)
    return kind, len(items), cold(items), sum(warm(items, seed) for seed in range(seeds)) / seeds


def table(title: str, names: list[str]) -> None:
    """Print the scores of `names` and their means by kind."""
    print(f"\n{title:32} {'names':>5} {'cold':>6} {'warm':>6}")
    rows = []
    for name in names:
        kind, size, f1, accuracy = scores(name)
        rows.append((kind, f1, accuracy))
        print(f"{name:32} {size:5} {f1:6.3f} {accuracy:6.3f}  {kind}")
    for kind in sorted({row[0] for row in rows}):
        some = [row for row in rows if row[0] == kind]
        mean = [sum(row[at] for row in some) / len(some) for at in (1, 2)]
        print(f"{'mean of ' + kind:32} {len(some):5} {mean[0]:6.3f} {mean[1]:6.3f}")


def pace() -> None:
    """Print the processor time a name takes, by number of names."""
    pool = [item for name in lists(False) for item in load(name)[1]]
    suggest_groups(["warm up"], {})
    for count in (20, 200, 2000):
        items = [(f"{name} {at // len(pool) or ''}".strip(), label) for at, (name, label) in
                 enumerate(pool * (count // len(pool) + 1))][:count]
        for title, known in (("cold", {}), ("warm", dict(items[: count * 3 // 10]))):
            start = time.process_time()
            suggest_groups([name for name, _ in items], known)
            spent = time.process_time() - start
            print(f"{count:5} names {title}: {1000 * spent / count:6.3f} ms a name")


if __name__ == "__main__":
    table("to tune on", lists(False))
    if "--all" in sys.argv:
        table("held out", lists(True))
    print()
    pace()
