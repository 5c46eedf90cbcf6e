"""Files that come with the program: sample data, the app's mark."""

from importlib.resources import as_file, files
from pathlib import Path


def resource(name: str) -> Path:
    """Return the path of a bundled file, for example `sample/flights/flights.parquet`."""
    with as_file(files("tidemill_resources").joinpath(*name.split("/"))) as path:
        return path
