"""Makes a repository with Aim's own library (3.29.1 made the one whose answers `aim.jsonl` holds):
`python make_aim.py FOLDER`, in an environment that has aim.

`printf 'ID\n' | python resources/readers/aim_dump.py COPY` then writes the answers.
"""

import sys

from aim import Repo, Run, Text


def main(folder: str) -> None:
    """Log a run with two contexts."""
    repo = Repo.from_path(folder, init=True)
    run = Run(
        experiment="churn", repo=repo, system_tracking_interval=None, log_system_params=False,
        capture_terminal_logs=False,
    )  # fmt: skip
    run.name, run.description = "first", "What it is for"
    run["hparams"] = {"lr": 0.1, "opt": {"name": "adam", "betas": [0.9, 0.99]}, "deep": True}
    for step in range(5):
        run.track(1 / (step + 1), name="loss", step=step, context={"subset": "train"})
    for step in range(3):
        run.track(0.5 + step / 10, name="loss", step=step, context={"subset": "val"})
    run.track(float("nan"), name="nan", step=0)
    run.track(Text("hello"), name="words", step=0)
    run.add_tag("a")
    run.close()


main(sys.argv[1])
