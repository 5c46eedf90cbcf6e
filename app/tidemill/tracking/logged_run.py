"""A run as a script sees it: everything goes to the spool, nothing raises, nothing waits."""

import json
import math
import os
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from tidemill.base.database_urls import Place
from tidemill.tracking import session as sessions
from tidemill.tracking import values
from tidemill.tracking.session import Session
from tidemill.tracking.troubles import harmless, or_else, tell

if TYPE_CHECKING:
    import numpy.typing as npt

FINISHED, FAILED, CANCELLED, STOPPED = "finished", "failed", "cancelled", "stopped"
_ERROR_CHARACTERS = 20_000
_ODD = {math.inf: "Infinity", -math.inf: "-Infinity"}


class LoggedRun:
    """One run, to be used in a `with` or ended by `end`; `id` and `name` are its own.

    No method raises, whatever it is given: what can't be logged is said on standard error, once
    a kind. No method waits for the workspace either: what is logged goes to a file on this
    computer first and is sent from there.
    """

    def __init__(self, session: Session, run_id: str, name: str) -> None:
        self.id: str = run_id
        self.name = name
        self._session = session
        self._names: dict[Any, str] = {}
        self._pid = os.getpid()
        self._is_open = True
        self._error_before = sessions.died_of()

    def __repr__(self) -> str:
        return f"<tidemill run {self.name} ({self.id})>"

    def __reduce__(self) -> tuple[object, ...]:
        """In another process, or copied: the same run, which only its own process ends."""
        origin = self._session.origin(self)
        return (_elsewhere, (self._session.address, self.id, self.name, origin))

    def __enter__(self) -> "LoggedRun":
        """The run itself; it ends with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End as the block did: finished, failed with the error, or cancelled by Ctrl+C."""
        self._end_with(error)

    # --- numbers and words -------------------------------------------------------------------

    @harmless
    def log_metric(self, key: str, value: float, step: int | None = None) -> None:
        """Add a value to a metric; without a step it counts on from the last one."""
        name = self._names.get(key) or self._name(key)
        if type(value) is not float:
            known = values.number(value, key)
            if known is None:
                return
            value = known
        digits = repr(value) if math.isfinite(value) else _ODD.get(value, "NaN")
        known_step = None if step is None else values.step(step)
        place = "null" if known_step is None else str(known_step)
        now = time.time()
        self._session.write(f'["m","{self.id}",{name},{digits},{place},{now!r}]')

    @harmless
    def log_metrics(self, metrics: Mapping[str, float], step: int | None = None) -> None:
        """Add a value to each of several metrics, all of one step."""
        found = {}
        for key, value in metrics.items():
            known = values.number(value, str(key))
            if known is not None:
                found[values.name(key, "metric")] = known
        if found:
            self._session.put(["mm", self.id, found, values.step(step), time.time()])

    @harmless
    def log_param(self, key: str, value: Any) -> None:
        """Say what a parameter was; the last word holds."""
        self.log_params({key: value})

    @harmless
    def log_params(self, params: Mapping[str, Any]) -> None:
        """Say what several parameters were; their texts are kept exactly."""
        self._put_texts("params", values.texts(params, "param"))

    @harmless
    def set_tag(self, key: str, value: Any = "") -> None:
        """Put a tag on the run."""
        self._put_texts("tags", values.texts({key: value}, "tag"))

    @harmless
    def set_tags(self, tags: Mapping[str, Any]) -> None:
        """Put several tags on the run."""
        self._put_texts("tags", values.texts(tags, "tag"))

    @harmless
    def set_note(self, text: str) -> None:
        """Write the run's note, in the place of a former one."""
        self._session.put(["note", self.id, values.text(text)])

    @harmless
    def log_dataset(self, address: str) -> None:
        """Say which dataset version it learned from, such as "churn@3" or "churn" for the newest.

        One the workspace does not know is kept as the tag `dataset`.
        """
        self._session.put(["data", self.id, values.text(address)])

    def _put_texts(self, kind: str, found: dict[str, str]) -> None:
        if found:
            self._session.put([kind, self.id, found])

    def _name(self, key: Any) -> str:
        known = self._names[key] = json.dumps(values.name(key, "metric"))
        return known

    # --- files ---------------------------------------------------------------------------------

    @harmless
    def log_artifact(self, path: str | os.PathLike[str], name: str | None = None) -> None:
        """Keep a file, or all files of a folder, under its name or another one.

        It is copied at once: the script may change or remove it afterwards.
        """
        source = Path(path)
        if source.is_dir():
            for one in sorted(source.rglob("*")):
                if one.is_file():
                    inner = one.relative_to(source).as_posix()
                    self._put_file(one, f"{name or source.resolve().name}/{inner}")
        else:
            self._put_file(source, name or source.name)

    @harmless
    def log_text(self, text: str, name: str) -> None:
        """Keep a text as a file."""
        data = values.text(text).encode()
        self._put_staged(values.path(name), self._session.staged_bytes(data, Path(name).suffix))

    @harmless
    def log_model(self, model: Any, example: Any = None, name: str = "model") -> None:
        """Keep a fitted model with scikit-learn's API, saved with skops (no pickle).

        `example` is a few rows as the model takes them: their columns and kinds are kept too.
        """
        from tidemill.services import logged_models

        saved = logged_models.saved(model, example)
        if saved.untrusted:
            tell(
                "untrusted",
                "the model is kept, but loading it will ask: it holds types that are not trusted, "
                + ", ".join(saved.untrusted[:5])
                + ".",
            )
        for file, data in saved.files.items():
            staged = self._session.staged_bytes(data, Path(file).suffix)
            self._put_staged(values.path(f"{name}/{file}"), staged)

    @harmless
    def log_predictions(
        self,
        y_true: "npt.ArrayLike",
        y_pred: "npt.ArrayLike",
        ids: Any = None,
        *,
        classes: Any = None,
        task: Literal["binary", "multiclass", "regression"] | None = None,
    ) -> None:
        """Keep predictions for hold-out rows, for comparisons with other runs.

        `y_pred` are numbers, labels, or probabilities: one a row (of the second class) or one a
        row and class. `ids` name the rows, so that runs are compared on the same ones; without
        them, rows are numbered. `classes` are the columns of probabilities, in order; sorted as
        in scikit-learn where not given.
        """
        from tidemill.services import logged_predictions

        data = logged_predictions.packed(y_true, y_pred, ids, classes=classes, task=task)
        staged = self._session.staged_bytes(data, ".npz")
        self._put_staged(logged_predictions.FILE, staged)

    def _put_file(self, source: Path, name: str) -> None:
        self._put_staged(values.path(name), self._session.staged(source))

    def _put_staged(self, path: str, staged: str) -> None:
        self._session.put(["file", self.id, path, staged, False])

    # --- the end -------------------------------------------------------------------------------

    @harmless
    def end(self, state: str = FINISHED, error: str | None = None) -> None:
        """End the run as "finished", "failed", "cancelled" or "stopped"; once is enough.

        In a forked child nothing happens: the run belongs to the process that started it.
        """
        if not self._is_open or os.getpid() != self._pid:
            return
        if state not in (FINISHED, FAILED, CANCELLED, STOPPED):
            tell("state", f"{state!r} is no state of a run; it is kept as finished.")
            state = FINISHED
        self._is_open = False
        text = None if error is None else values.text(error)[:_ERROR_CHARACTERS]
        self._session.ended(self, ["end", self.id, str(state), text, time.time()])

    def wait(self, seconds: float = 10.0) -> bool:
        """Wait until all that was logged so far is in the workspace; False if that takes longer."""
        return or_else(lambda: self._session.wait_until_sent(float(seconds)), lambda: False, "wait")

    def end_with_process(self) -> None:
        """End as the script does; called when it leaves with the run still open."""
        error = sessions.died_of()
        self._end_with(None if error is self._error_before else error, is_printed=True)

    @harmless
    def _end_with(self, error: BaseException | None, *, is_printed: bool = False) -> None:
        if error is None:
            self.end(FINISHED)
        elif isinstance(error, KeyboardInterrupt):
            self.end(CANCELLED)
        elif isinstance(error, SystemExit):
            is_well = error.code in (None, 0)
            self.end(FINISHED if is_well else FAILED, None if is_well else _left(error))
        else:
            said = "".join(traceback.format_exception_only(error)).strip()
            if not is_printed and self._is_open and os.getpid() == self._pid:
                trace = "".join(traceback.format_exception(error))
                self._session.heard(self, values.text(trace[-_ERROR_CHARACTERS:]))
            self.end(FAILED, said)


def _elsewhere(address: Place, run_id: str, name: str, origin: str | None = None) -> LoggedRun:
    session = sessions.session_of(address)
    run = LoggedRun(session, run_id, name)
    run._is_open = False
    if origin is not None:
        session.know(run, origin)
    return run


def _left(error: SystemExit) -> str:
    return f"The script left with {error.code!r}."
