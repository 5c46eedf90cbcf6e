"""Which kind of model file something is: by its content, else by its ending."""

from pathlib import Path

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.catalog.model_files import onnx, pickled, skops
from tidemill.domain.model_files import ModelFacts

_ZIP = b"PK\x03\x04"


def facts_of_file(path: Path) -> ModelFacts:
    """What a model file says of itself; its content counts more than its name.

    Raises `NeedsYou` where it is no model file that is known, `WorldError` for the disk.
    """
    try:
        with path.open("rb") as raw:
            first = raw.read(16)
    except OSError as error:
        raise WorldError(f"Can't read {path.name}.", "Try again.", detail=str(error)) from error
    if first.startswith(_ZIP):
        return skops.facts(path)
    name = path.name.lower()
    if name.endswith(onnx.ENTRY.endings):
        return onnx.facts(path)
    if pickled.is_pickle(first) or name.endswith(pickled.ENTRY.endings):
        return pickled.facts(path)
    if name.endswith(skops.ENTRY.endings):
        return skops.facts(path)
    endings = (*pickled.ENTRY.endings, *skops.ENTRY.endings, *onnx.ENTRY.endings)
    raise NeedsYou(
        f"{path.name} is no model file that Tidemill knows.",
        "It tells " + ", ".join(endings) + " and folders that MLflow wrote.",
    )
