"""Stored files of a copy: read from the original where they are, written to a folder apart."""

from pathlib import Path

from tidemill.store.blobs import Blobs


class LayeredBlobs(Blobs):
    """Blobs over two folders: new ones go into `folder`, `below` is only ever read."""

    def __init__(self, folder: Path, below: Blobs) -> None:
        super().__init__(folder)
        self._below = below

    def path(self, name: str) -> Path:
        """Where a blob lies: in its own folder, else below; in its own where it is in neither."""
        own = self._own_path(name)
        if own.exists():
            return own
        beneath = self._below.path(name)
        return beneath if beneath.exists() else own
