"""The root of the errors a person may meet, sorted by who can do something about them.

Three kinds, decided where it can be known: the person (`NeedsYou`, `WrongUse`), the world
(`WorldError`: disk, lock, network), or us (anything else, left to rise).
"""


class TidemillError(Exception):
    """An error told to a person: what happened, why, and what to do next."""

    kind = "bug"
    exit_code = 1

    def __init__(self, message: str, hint: str = "", *, detail: str = "") -> None:
        """Keep the sentence, the way out, and the technical text that folds under Details."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint, self.detail))


class NeedsYou(TidemillError):
    """Bad input or a failed gate: a person decides."""

    kind = "needs-you"
    exit_code = 3


class NotThere(NeedsYou):
    """Something was named that is not there.

    `what` is its kind in a word, "dataset" or "run", by which each face says where to look: the
    command line names a command, the window its list.
    """

    def __init__(self, what: str, name: object) -> None:
        """Say that there is no `what` of this name."""
        super().__init__(f"There is no {what} {name}.")
        self.what = what
        self.name = name

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.what, self.name))


class NoWorkspace(NeedsYou):
    """A folder holds no workspace."""

    def __init__(self, folder: object) -> None:
        """Say which folder."""
        super().__init__(
            f"There is no Tidemill workspace in {folder}.",
            "Make one there first, or choose another folder.",
        )
        self.folder = folder

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.folder,))


class NoFolderForFiles(NeedsYou):
    """A workspace in a database has no folder for its files."""

    def __init__(self, place: object) -> None:
        """Say which workspace."""
        super().__init__(
            f"The workspace {place} needs a folder for its files.",
            "Name one that all who share it can reach.",
        )
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.place,))


class WrongUse(TidemillError):
    """A command or call was given words it does not know."""

    kind = "usage"
    exit_code = 2


class WorldError(TidemillError):
    """Disk, lock or network: worth trying again."""

    kind = "world"
    exit_code = 4


class Cancelled(Exception):
    """The person asked to stop; raised by `Reporter.check`."""


def _rebuild(cls: type[TidemillError], message: str, hint: str, detail: str) -> TidemillError:
    return cls(message, hint, detail=detail)
