"""The pipeline as skops keeps it: for scikit-learn, without pickle."""

from typing import Any

import numpy as np
import numpy.typing as npt

from tidemill.domain.entries import ExporterEntry
from tidemill.domain.outgoing import Outgoing

ENTRY = ExporterEntry(
    "skops",
    1,
    "skops",
    "The scikit-learn pipeline without pickle; loading it takes Tidemill's preparation.",
    ending=".skops",
    for_raw=False,
)


def write(outgoing: Outgoing) -> bytes:
    """The file."""
    return outgoing.skops


def answers(data: bytes, outgoing: Outgoing, table: Any) -> npt.NDArray[Any]:
    """What the pipeline in the file says of rows, loaded with the trusted types alone."""
    import skops.io

    pipeline = skops.io.loads(data, trusted=list(outgoing.trusted))
    return np.asarray(outgoing.predict(pipeline, table))
