"""The entry point of `planner` and of `python -m planner`."""

import gc
import os
import sys

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit with its code; an interrupt while it is still being imported counts too."""
    # A command makes many records, drops none and ends: collecting is a tenth of its time. The app collects again.
    gc.disable()
    try:
        from planner.cli import plain

        code = plain.run(sys.argv[1:])
        if code is None:
            from planner.cli.main import main as run

            run()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    # All is written and flushed, and nothing is left running: to take every module and record apart before the end
    # would take a seventh of the time.
    os._exit(code or 0)


if __name__ == "__main__":
    main()
