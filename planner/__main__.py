"""The entry point of `planner` and of `python -m planner`."""

import gc
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
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
