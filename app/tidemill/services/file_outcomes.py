"""What became of each file that was to be taken in, written down so that one stops no other."""

from tidemill.base.errors import NeedsYou, TidemillError, WorldError
from tidemill.domain.checking import CheckResult
from tidemill.domain.masking import masked_text
from tidemill.domain.reading import Question
from tidemill.domain.watches import ArrivedFile, FileState
from tidemill.services import personal_data, waits
from tidemill.services.ingesting import OR_ACCEPT
from tidemill.services.workspace import Workspace
from tidemill.store import activities, files


class ChecksFailed(NeedsYou):
    """Checks keep a file out; carries all results."""

    def __init__(self, results: list[CheckResult]) -> None:
        super().__init__(" ".join(r.message for r in results if r.sets_aside))
        self.results = results


class NeedsAnswers(NeedsYou):
    """Only a person can say how the file is to be read; carries the questions."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        super().__init__(" ".join(q.text for q in questions), "Answer, then it is taken in.")
        self.questions = questions


class Outcomes:
    """Writes down what became of each file, so that one bad file stops no other."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._file: ArrivedFile | None = None
        self.bad: list[tuple[ArrivedFile, TidemillError]] = []

    def of(self, file: ArrivedFile) -> "Outcomes":
        self._file = file
        return self

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> bool:
        file = self._file
        assert file is not None
        if isinstance(error, NeedsYou):
            self.bad.append((file, _set_aside(self._workspace, file, error)))
            return True
        if isinstance(error, WorldError) and file.watch_id is not None:
            waits.until_later(self._workspace, file, error.message)
            self.bad.append((file, error))
            return True
        if isinstance(error, WorldError):
            ended(self._workspace, file, FileState.FAILED, "Could not be read", error.message)
            self.bad.append((file, error))
            return True
        return False


def _set_aside(workspace: Workspace, file: ArrivedFile, error: NeedsYou) -> NeedsYou:
    results = error.results if isinstance(error, ChecksFailed) else []
    asked = error.questions if isinstance(error, NeedsAnswers) else ()
    words = error.message
    if personal_data.columns(workspace, file.dataset):  # it may quote a line of the file
        words = masked_text(words)
    with workspace.store.write(durable=True) as tx:
        files.update(
            tx,
            file.id,
            state=str(FileState.SET_ASIDE),
            outcome=f"Set aside: {words}",
            reason=words,
            checks=[r.to_dict() for r in results],
            question={"questions": [q.to_dict() for q in asked]} if asked else None,
        )
        activities.add(
            tx,
            by=file.by,
            kind="file",
            subject=f"files/{file.id}",
            sentence=f"set {file.name} aside" if file.watch_id else f"could not add {file.name}",
            note=words,
            detail={"dataset": file.dataset},
        )
    return told(file, words, error.hint)


def told(file: ArrivedFile, reason: str = "", hint: str = "") -> NeedsYou:
    way_out = hint or OR_ACCEPT
    return NeedsYou(f"{file.name} was set aside. {reason or file.reason}", way_out)


def ended(
    workspace: Workspace, file: ArrivedFile, state: FileState, outcome: str, reason: str = ""
) -> None:
    with workspace.store.write() as tx:
        files.update(tx, file.id, state=str(state), outcome=outcome, reason=reason)
