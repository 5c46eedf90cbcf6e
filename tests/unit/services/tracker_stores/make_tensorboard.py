"""Makes `tensorboard.zip` with TensorBoard's and tensorboardX's own writers (2.21.0 and 2.6.5 made
the one here): `python make_tensorboard.py OUT`, in an environment that has both.
"""

import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from tensorboard.compat.proto import event_pb2
from tensorboard.plugins.hparams import summary_v2 as hparams
from tensorboard.plugins.scalar import summary_v2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter


def _first(folder: str) -> None:
    with SummaryWriter(f"{folder}/first") as writer:
        for step in range(5):
            writer.add_scalar("loss/train", 1 / (step + 1), step, walltime=1_700_000_000.5 + step)
        writer.add_scalar("nan", float("nan"), 0, walltime=1_700_000_006)
        writer.add_text("note", "some text", 0, walltime=1_700_000_006)
        writer.add_histogram("h", np.arange(10.0), 0, walltime=1_700_000_006)
        writer.add_hparams(
            {"lr": 0.1, "layers": 3, "model": "lgbm", "bag": True},
            {"hparam/acc": 0.75},
            name="second",
            global_step=7,
        )


def _of_tensors(folder: str) -> None:
    """Scalars as TensorFlow 2 writes them: tensors with the plugin's name."""
    writer = EventFileWriter(f"{folder}/tf2/train")
    for step in range(3):
        event = event_pb2.Event(wall_time=1_700_000_100.25 + step, step=step)
        event.summary.CopyFrom(summary_v2.scalar_pb("epoch_loss", 0.5 / (step + 1)))
        writer.add_event(event)
    event = event_pb2.Event(wall_time=1_700_000_101.0)
    event.summary.CopyFrom(
        hparams.hparams_pb({"opt": "adam", "lr": 0.01}, start_time_secs=1_700_000_100.0)
    )
    writer.add_event(event)
    writer.close()


def main(out: Path) -> None:
    """Make the folders and pack them."""
    with tempfile.TemporaryDirectory() as folder:
        _first(folder)
        _of_tensors(folder)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(Path(folder).rglob("*tfevents*")):
                name = ".".join(each for each in path.name.split(".") if each.isalnum())
                inside = path.relative_to(folder).parent
                packed.write(path, (inside / name.replace("vm", "box")).as_posix())


main(Path(sys.argv[1]))
