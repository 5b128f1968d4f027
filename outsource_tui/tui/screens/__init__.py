"""The screens, and where each is found."""

SCREENS = {
    "Timeline": ("timeline", "TimelineScreen"),
    "Highlight": ("highlight", "HighlightScreen"),
    "Board": ("board", "BoardScreen"),
    "Summary": ("summary", "SummaryScreen"),
}
"""The screens by name, in the order of their digits: where each is, imported when it is first shown."""
