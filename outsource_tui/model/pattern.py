"""Regular expressions that are compiled when they are first used, not when their module is imported."""

from __future__ import annotations

import re
from typing import Any, cast


class _Lazy:
    """Stands in for a compiled pattern; what was asked for once is found at once from then on."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        setattr(self, name, found)
        return found


def pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return `re.compile(source, flags)`, done later: a line's grammar needs few of its patterns."""
    return cast("re.Pattern[str]", _Lazy(source, flags))
