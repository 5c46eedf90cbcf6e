"""Picks the face: the window, the worker, or a command."""

import multiprocessing
import sys


def main() -> None:
    """Start the program with the words it was called with."""
    multiprocessing.freeze_support()
    from tidemill.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
