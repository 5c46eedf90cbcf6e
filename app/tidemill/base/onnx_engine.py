"""ONNX Runtime as Tidemill loads it: it tells nobody of what it works with.

Since 1.29 its builds for Linux, as those for Windows before, tell Microsoft of each session, names
and hashes of models among it, unless `ORT_DISABLE_TELEMETRY` says not to before the library is
loaded (docs/Privacy.md of ONNX Runtime). Nothing of ours leaves the computer unasked.
"""

import os
from typing import Any

SILENCED = "ORT_DISABLE_TELEMETRY"


def onnx_engine() -> Any:
    """The module onnxruntime, silenced; `ImportError` where it is not installed."""
    os.environ[SILENCED] = "1"
    import onnxruntime

    return onnxruntime
