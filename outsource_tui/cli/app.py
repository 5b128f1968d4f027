"""Opening the screen: the only verbs that import textual."""

from __future__ import annotations

import gc
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

from outsource_tui.cli.context import is_terminal
from outsource_tui.cli.ending import Ending
from outsource_tui.model.errors import UserError

if TYPE_CHECKING:
    from outsource_tui.cli.context import Context
    from outsource_tui.services.services import Services
    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.launch import Launch


def open_app(data: str | None) -> int:
    """Open the app on today, over the user's own log."""
    from outsource_tui.bootstrap import build, system_clock
    from outsource_tui.settings import data_path, load_settings

    gc.disable()  # until the first picture: what starting makes is no garbage, and a walk over it 30 ms
    settings = load_settings()
    with Ending() as ending:
        return _show(build(settings, system_clock(settings), data_path(data)), ending)


def demo_options(parser: ArgumentParser) -> None:
    """`outsource demo`."""
    parser.add_argument(
        "--at", metavar="MOMENT", help="make the demo as of this moment, such as 2026-11-18T12:05"
    )


def demo_run(context: Context) -> int:
    """Open the app on a made-up fortnight in a temporary folder that goes when the app is left.

    The user's settings are only read: what is changed or written in the demo goes with it.
    """
    import os
    import shutil
    import tempfile
    from contextlib import suppress

    from outsource_tui.bootstrap import build
    from outsource_tui.demo import demo_clock, demo_settings, fill
    from outsource_tui.model.value import replace
    from outsource_tui.settings import settings_path

    settings = replace(demo_settings(), summary_folder="")  # beside its log
    temporary = tempfile.TemporaryDirectory(prefix="outsource-demo-", ignore_cleanup_errors=True)
    with Ending() as ending, temporary as folder:
        with suppress(OSError):  # there is none yet
            shutil.copyfile(settings_path(), Path(folder) / "settings.toml")
        os.environ["OUTSOURCE_SETTINGS"] = str(Path(folder) / "settings.toml")
        services = build(settings, demo_clock(context.args.at), Path(folder) / "log.json")
        fill(services)
        code = _show(services, ending, "demo")
    context.say("the demo is gone, with all that it wrote; your own log begins with: outsource")
    return code


def _show(services: Services, ending: Ending, word: str = "") -> int:
    if not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        raise UserError(
            "the app needs a terminal; in scripts use a verb, such as: outsource status, outsource --help"
        )
    from outsource_tui.tui.launch import Launch

    with Launch() as launch:
        launch.show(services, word)
        app = _app(services, word, launch)
        ending.leave = app.exit
        app.run()
    services.repository.close()
    if app.lost:
        from outsource_tui.tui.unsaved import listed

        raise UserError(f"not saved, and lost: {listed(app.lost)}")
    return ending.code or app.return_code or 0


def _app(services: Services, word: str, launch: Launch) -> PlannerApp:
    from outsource_tui.tui.app import PlannerApp
    from outsource_tui.tui.input_bytes import take_any, wait_longer

    take_any()
    wait_longer()
    app = PlannerApp(services, word)
    if launch.shows:
        app.driver_class = launch.driver_class()
    return app
