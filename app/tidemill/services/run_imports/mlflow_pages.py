"""The small files in which MLflow keeps what it knows: pages of YAML, and one value a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tidemill.base.errors import NeedsYou


def page_of(path: Path) -> dict[str, Any]:
    """A file of YAML; empty where there is none."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        read = yaml.load(path.read_text(encoding="utf-8"), loader)
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NeedsYou(
            f"{path} can't be read.", "Mend or remove it, and try again.", detail=str(error)
        ) from error
    return read if isinstance(read, dict) else {}


def files_of(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files below a folder by their path there: names may have slashes. A link is none of them:
    who made the folder could have it name any file of this computer."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def texts_below(folder: Path) -> dict[str, str]:
    """What the files below a folder hold, by their path there."""
    return {name: path.read_text(encoding="utf-8") for name, path in files_of(folder)}
