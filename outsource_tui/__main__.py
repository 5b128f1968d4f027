"""`python -m outsource_tui` is `outsource`."""

from outsource_tui.cli import command

command()
