"""A German window says in German what services, checks, gates and the log of activity say."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tidemill.services.workspace import Workspace

LISTED = Path(__file__).parent / "listed_sentences.py"


def test_no_page_of_a_german_window_shows_an_english_sentence_of_a_service(
    filled: Workspace, tmp_path: Path
) -> None:
    told = tmp_path / "told.json"
    subprocess.run(
        [sys.executable, str(LISTED), str(filled.folder), str(told)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
        env={**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"},
    )
    found = json.loads(told.read_text(encoding="utf-8"))
    assert len(found["pages"]) >= 8
    assert found["german"] >= 20, "Hardly any sentence of a service was shown at all."
    assert found["english"] == {}
