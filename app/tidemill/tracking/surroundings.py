"""What a run came out of: script, arguments, folder, git, versions, computer."""

import getpass
import os
import platform
import socket
import sys
from typing import Any


def at_once(folder: str | None = None) -> dict[str, Any]:
    """What is known without asking anybody."""
    script = sys.argv[0] if sys.argv else ""
    main = sys.modules.get("__main__")
    return {
        "script": os.path.abspath(script) if script and script != "-c" else script,  # noqa: PTH100
        "arguments": [str(word)[:2000] for word in sys.argv[1:201]],
        "folder": folder or _here(),
        "is_notebook": hasattr(main, "get_ipython"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "host": socket.gethostname(),
        "user": _user(),
        "pid": os.getpid(),
        **({"job": job} if (job := os.environ.get("TIDEMILL_JOB")) else {}),
    }


def _here() -> str:
    try:
        return os.getcwd()  # noqa: PTH109 (a Path would say the same)
    except OSError:  # the folder was removed
        return ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return ""
