"""ONNX Runtime is loaded in silence: it writes no id of this computer and keeps nothing to send."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "app" / "tidemill"
SCRIPT = """
from tidemill.services.training import sessions
from tidemill.base.errors import NeedsYou
try:
    sessions.opened(b"no model")
except NeedsYou:
    print("loaded")
"""


def test_a_session_leaves_no_telemetry_of_onnx_runtime_behind(tmp_path: Path) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in {"ORT_DISABLE_TELEMETRY", "CI"}}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**kept, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "loaded\n", done.stderr
    left = [str(p) for p in tmp_path.rglob("*") if p.is_file() and "Microsoft" in str(p)]
    assert left == []


def test_nothing_of_ours_loads_it_another_way() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py")}
    loading = [path.name for path, text in texts.items() if "import onnxruntime\n" in text]
    assert loading == ["onnx_engine.py"]
