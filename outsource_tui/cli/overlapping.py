"""What the verbs that place spans share: the option that settles what lies over entries."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from outsource_tui.model.errors import OverlapError


def overlap_option(parser: ArgumentParser) -> None:
    """Let `--overlap keep|trim` be said."""
    parser.add_argument(
        "--overlap",
        choices=["keep", "trim"],
        help="where the span lies over entries: keep both, or trim the older ones",
    )


@contextmanager
def overlap_advice() -> Iterator[None]:
    """Say which option settles what lies over entries."""
    try:
        yield
    except OverlapError as error:
        error.message += "; add --overlap keep or --overlap trim"
        raise
