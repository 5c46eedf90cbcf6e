"""Makes `wandb.zip` with W&B's own library (0.31.0 made the one here): `python make_wandb.py OUT`.

Run it in an environment that has wandb; nothing is sent anywhere. What tells of the computer (its
folders, its packages) is not written.
"""

import os
import sys
import tempfile
import zipfile
from pathlib import Path

os.environ |= {"WANDB_MODE": "offline", "WANDB_SILENT": "true"}


def main(out: Path) -> None:
    """Make the runs in a folder of their own and pack it."""
    import wandb

    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        about = {
            "dir": ".",
            "project": "churn",
            "settings": wandb.Settings(host="box", x_disable_meta=True, save_code=False),
        }
        config = {"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "deep": True}
        run = wandb.init(
            name="first", id="first1", config={**config, "long": "x" * 40_000},
            tags=["a", "team-b"], notes="What it is for", group="g1", job_type="train", **about,
        )  # fmt: skip
        for step in range(4):
            run.log({"loss": 1 / (step + 1), "val/acc": 0.5 + step / 10, "n": step})
        run.log({"nested": {"x": 2.0}, "nan": float("nan"), "inf": float("inf"), "word": "text"})
        run.log({"spread": wandb.Histogram(np_histogram=([1, 2], [0, 1, 2]))})
        run.summary["best"] = 0.125
        run.summary["loss"] = 0.2
        (Path(run.dir) / "report.txt").write_text("hello\n")
        run.finish()
        run = wandb.init(name="broken", id="second2", config={"lr": 0.2}, **about)
        run.log({"loss": 3.0}, step=10)
        run.finish(exit_code=1)
        wandb.teardown()  # all is written now
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(Path(folder).rglob("*")):
                inside = path.relative_to(folder)
                is_wanted = path.suffix == ".wandb" or path.name == "report.txt"
                if is_wanted and path.is_file() and "latest-run" not in inside.parts:
                    packed.write(path, inside.as_posix())


main(Path(sys.argv[1]).absolute())
