"""A store of MLflow's as a source of runs: its folder, its database."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from tidemill.base.errors import NeedsYou
from tidemill.domain.models_elsewhere import LoggedElsewhere, RegisteredElsewhere
from tidemill.domain.outside_runs import OutsideRun
from tidemill.services.run_imports.mlflow_files import MlflowFiles
from tidemill.services.run_imports.mlflow_server import MlflowServer
from tidemill.services.run_imports.sources import Places, Source, files_below
from tidemill.store.mlflow_database import MlflowDatabase


class Reader(Protocol):
    """Reads one kind of MLflow's stores."""

    def count(self) -> int:
        """How many runs there are."""
        ...

    def ids(self) -> Iterator[list[str]]:
        """Ids of runs in pages."""
        ...

    def read(self, ids: Sequence[str]) -> list[OutsideRun]:
        """The runs of a page."""
        ...

    def logged(self) -> Iterator[list[LoggedElsewhere]]:
        """The logged models in pages."""
        ...

    def registered(self) -> list[RegisteredElsewhere]:
        """The registered models."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class MlflowStore:
    """What MLflow kept; its files are taken where they lie on this computer."""

    tracker = "MLflow"

    def __init__(self, reader: Reader, artifacts: Path | None = None) -> None:
        """Read through a reader, which is closed with this; `artifacts` is the folder of what its
        server gives out."""
        self._places = Places(artifacts)
        self.count, self.ids, self.read = reader.count, reader.ids, reader.read
        self.logged, self.registered = reader.logged, reader.registered
        self.close = reader.close

    def files(self, one: OutsideRun, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a run that lie on this computer."""
        folder = self._places.folder(one.artifacts) if one.artifacts else None
        if folder is not None:
            yield from files_below(folder)

    def model_files(self, one: LoggedElsewhere, _scratch: Path) -> Iterator[tuple[str, Path]]:
        """The files of a logged model that lie on this computer."""
        folder = self._places.folder(one.artifacts) if one.artifacts else None
        if folder is not None:
            yield from files_below(folder)

    def left_out(self) -> list[str]:
        """Files that lie elsewhere."""
        return self._places.left_out()


def opened(text: str, artifacts: Path | None = None) -> Source:
    """The store that a text names: a folder, a file of SQLite, a database's or a server's URL.

    `artifacts` is the folder whose files its server gives out (`mlflow-artifacts:`)."""
    if text.startswith(("http://", "https://")):
        return MlflowServer(text)
    return MlflowStore(_reader(text), artifacts)


def _reader(text: str) -> MlflowDatabase | MlflowFiles:
    if "://" in text and not text.startswith("file:"):
        if not text.startswith(("sqlite:", "postgres")):
            raise NeedsYou(
                "Only servers, folders, SQLite and PostgreSQL are read.",
                "Name the server's address, the folder mlruns, or the server's database.",
            )
        if text.startswith("sqlite:") and not Path(text.partition(":///")[2]).is_file():
            raise NeedsYou(f"There is no {text.partition(':///')[2]}.", "Check the path.")
        return MlflowDatabase(text)
    path = Path(unquote(urlsplit(text).path) if text.startswith("file:") else text).expanduser()
    if path.is_dir():
        return MlflowFiles(path)
    if path.is_file():
        return MlflowDatabase(f"sqlite:///{path.absolute()}")
    raise NeedsYou(f"There is no {path}.", "Name a folder mlruns, or a database.")
