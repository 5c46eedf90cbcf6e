"""The sources of own code: a file of Python, and the modules beside it that go along."""

from pathlib import Path

from tidemill.base.errors import NeedsYou
from tidemill.domain import own_steps


def source_of(path: Path) -> str:
    """The text of a file of Python; `NeedsYou` where it can't be read as that."""
    try:
        with path.open("rb") as stream:
            data = stream.read(own_steps.MOST_BYTES + 1)
    except OSError as error:
        raise NeedsYou(f"{path} can't be read.", "Check the path.", detail=str(error)) from error
    if len(data) > own_steps.MOST_BYTES:
        raise NeedsYou(
            f"{path.name} is larger than {own_steps.MOST_BYTES:,} bytes.",
            "Put what the step needs into a file of its own.",
        )
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise NeedsYou(f"{path.name} is no text in UTF-8.", "Save it as UTF-8.") from error


def beside(path: Path, source: str) -> dict[str, str]:
    """The sources of the modules beside a file that it imports, directly or not."""
    found: dict[str, str] = {}
    waiting = [(path.name, source)]
    while waiting:
        name, text = waiting.pop()
        for one in sorted(own_steps.imported(text, name)):
            top = one.partition(".")[0]
            file = path.parent / f"{top}.py"
            if (path.parent / top / "__init__.py").is_file():
                raise NeedsYou(
                    f"{name} imports the package {top} beside it, which can't be carried with a "
                    "model.",
                    "Put what the step needs into single files, or install the package.",
                )
            if top not in found and file.is_file() and file != path:
                found[top] = source_of(file)
                waiting.append((file.name, found[top]))
    return found
