"""`python -m outsource_tui` is `outsource`."""

from outsource_tui.cli import main

raise SystemExit(main())
