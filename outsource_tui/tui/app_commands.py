"""The commands that every screen has: the history, the screens, files, and the way out."""

from __future__ import annotations

from outsource_tui.tui import unsaved
from outsource_tui.tui.commands import Command

COMMANDS = (
    Command("undo", "u,ctrl+z", "undo", "Take back the last change", "Everywhere", True, "u"),
    Command("redo", "U,ctrl+y", "redo", "Make an undone change again", "Everywhere", show="U"),
    Command("screen(1)", "1", "timeline", "Go to the timeline", "Everywhere"),
    Command("screen(2)", "2", "highlight", "Go to the highlights", "Everywhere"),
    Command("screen(3)", "3", "board", "Go to the board", "Everywhere"),
    Command("screen(4)", "4", "summary", "Go to the summary", "Everywhere"),
    Command("merge_copies", "C", "merge copies", "Join the copies of the log from other machines",
            "Everywhere", True, possible=lambda screen: screen.planner.copies.found, urgent=True),
    Command("lost_values", "V", "lost values", "Values that lost when copies were merged, until you saw them",
            "Everywhere", True, possible=lambda screen: screen.planner.copies.lost, urgent=True),
    Command("settings", "comma", "settings", "Change the settings that matter most", "Everywhere",
            possible=lambda screen: screen.planner.tour is None),
    Command("change_keys", "", "change keys", "Give the commands of this screen other keys", "Everywhere",
            possible=lambda screen: screen.planner.tour is None),
    Command("tour", "", "tour", "Try the whole method in five steps, on a made-up log", "Everywhere",
            possible=lambda screen: screen.planner.tour is None and not screen.planner.changes.unsaved),
    Command("import_file", "ctrl+o", "import", "Take in the history of another tool", "Everywhere",
            possible=lambda screen: screen.planner.tour is None),
    Command("export_log", "ctrl+e", "export", "Write the log to a file, in any format", "Everywhere"),
    Command("save_now", "ctrl+s", "save now", "Try again to store what is not saved", "Everywhere", True,
            possible=lambda screen: unsaved.any_of(screen.planner), urgent=True),
    Command("command_palette", "ctrl+p", "palette", "Find any command by name", "Everywhere"),
    Command("leave", "q", "quit", "Quit; everything is already stored", "Everywhere", True,
            now=lambda screen: "quit" if screen.planner.tour is None else "leave the tour"),
    Command("help", "question_mark", "help", "What this screen is for, and its keys", "Everywhere", True),
)
