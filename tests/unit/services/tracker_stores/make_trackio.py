"""Makes `trackio.sql` with Trackio's own library (0.43.0 made the one here), as the text of its
tables of runs: `python make_trackio.py OUT`, in an environment that has trackio.
"""

import os
import sqlite3
import sys
import tempfile
from pathlib import Path


def main(out: Path) -> None:
    """Log two runs, and write what the database holds of them."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"TRACKIO_DIR": folder, "HF_HUB_OFFLINE": "1"}
        import trackio

        config = {"lr": 0.1, "opt": {"name": "adam"}, "deep": True}
        trackio.init(project="churn", name="first", config=config, group="g1")
        for step in range(4):
            trackio.log({"loss": 1 / (step + 1), "val/acc": 0.5 + step / 10})
        trackio.log(
            {"nan": float("nan"), "inf": float("inf"), "word": "text", "nested": {"x": 2.0}}
        )
        trackio.log_system({"gpu": 0.5})
        trackio.finish()
        trackio.init(project="churn", name="second", config={"lr": 0.2})
        trackio.log({"loss": 3.0}, step=10)
        trackio.finish()
        with sqlite3.connect(f"{folder}/churn.db") as connection:
            kept = [
                line
                for line in connection.iterdump()
                if line.startswith(("CREATE TABLE", "INSERT"))
                and any(f"{name}" in line.split("(")[0] for name in ("metrics", "configs"))
            ]
        connection.close()
        out.write_text("\n".join(kept) + "\n", encoding="utf-8")


main(Path(sys.argv[1]).absolute())
