"""Where a person's own options lie: a small file on this computer, by key, defaults left out.

Several programs of one person may have it open: each change reads it anew and writes it whole, so
that nobody puts back what another chose.
"""

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tidemill.base import atomic, places
from tidemill.base.errors import WorldError

_CHANGING = threading.Lock()


def file() -> Path:
    """Where they lie."""
    return places.settings_file().with_name("options.json")


def read(path: Path | None = None) -> dict[str, Any]:
    """What was chosen, by key; nothing where the file is missing or damaged."""
    try:
        known = json.loads((path or file()).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def put(changes: Mapping[str, Any], path: Path | None = None) -> None:
    """Change some; None takes one away. `WorldError` where the file can't be written."""
    path = path or file()
    with _CHANGING:
        known = {**read(path), **changes}
        kept = {key: value for key, value in known.items() if value is not None}
        text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_bytes(path, text.encode())
        except OSError as error:
            raise WorldError(
                "The choice could not be kept.",
                f"Check that {path} may be written. It holds until the window is closed.",
                detail=str(error),
            ) from error
