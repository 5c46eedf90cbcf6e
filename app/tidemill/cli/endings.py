"""How a command ends: its exit code, and what went wrong told in the command line's voice."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from tidemill.base.errors import Cancelled, TidemillError
from tidemill.cli import output


def ended(command: Callable[[], Any]) -> int:
    """Do a command and return its exit code; a number that it returns is that."""
    try:
        result = command()
    except KeyboardInterrupt:
        output.say("Stopped.")
        return 130
    except Cancelled:
        output.say("Cancelled.")
        return 130
    except TidemillError as error:
        output.show_error(error)
        return error.exit_code
    except BrokenPipeError:
        return 0
    except Exception as error:  # the one place where our own bugs in a command are told
        logging.getLogger("tidemill").debug("bug", exc_info=True)
        said = TidemillError(
            f"Tidemill made a mistake: {type(error).__name__}: {error}",
            "Nothing was changed. The lines below help us to mend it.",
            detail=traceback.format_exc(),
        )
        output.show_error(said)
        return said.exit_code
    return int(result) if isinstance(result, int) else 0
