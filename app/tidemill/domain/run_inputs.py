"""What a script said that its run read."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

CONTEXT_TAG = "mlflow.data.context"
"""The tag that tells what a dataset was read for: training, testing."""


class RunInput(NamedTuple):
    """A dataset a run read: what it is called, which one, where from; `schema` and `profile` are
    JSON texts as they came."""

    name: str
    digest: str
    source_type: str
    source: str
    schema: str | None
    profile: str | None
    tags: Mapping[str, str]

    @property
    def context(self) -> str:
        """What it was read for, empty where that was not said."""
        return self.tags.get(CONTEXT_TAG, "")

    @property
    def place(self) -> str:
        """Where it lies, out of the JSON that trackers tell it in; as it came if that is none."""
        try:
            read: Any = json.loads(self.source)
        except ValueError:
            return self.source
        if not isinstance(read, dict):
            return self.source
        said = next((read[key] for key in ("uri", "url", "path", "table") if read.get(key)), "")
        return str(said)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return {
            "name": self.name,
            "digest": self.digest,
            "context": self.context,
            "place": self.place,
            "source_type": self.source_type,
            "tags": dict(self.tags),
        }
