"""MLflow's own client in a process of its own: the person's, for Tidemill does not bring it."""

import contextlib
import json
import subprocess
import sys
from contextlib import ExitStack
from tempfile import TemporaryFile
from types import TracebackType
from typing import Any

from tidemill.base import programs
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.base.resources import resource

_ADVICE = (
    "Say which Python has MLflow: install mlflow into an environment of its own, and name its "
    "python."
)
_PATIENCE_S = 10.0
_PLAIN = {"GIT_PYTHON_REFRESH": "quiet", "MLFLOW_TRUNCATE_LONG_VALUES": "false"}
"""What is too long is refused, and so told, where the client would cut it off silently."""


class MlflowClient:
    """Asks the client to write, request by request; `known` is what came there before.

    Accounts and tokens are those of MLflow's own environment variables. Raises `NeedsYou` where
    no MLflow is found, `WorldError` where the server does not answer or does not take it.
    """

    def __init__(self, uri: str, python: str | None = None) -> None:
        if python is None and getattr(sys, "frozen", False):
            raise NeedsYou("MLflow's own client writes to its server.", _ADVICE)
        self._uri = uri
        with ExitStack() as stack:
            self._said = stack.enter_context(TemporaryFile(mode="w+", encoding="utf-8"))
            self._child = self._started(python or sys.executable)
            stack.callback(self._end)
            first = self._answer()
            if "missing" in first:
                detail = str(first["missing"])
                raise NeedsYou("MLflow's own client writes to its server.", _ADVICE, detail=detail)
            self.version = str(first["version"])
            self.known: dict[str, str] = dict(first["known"])
            self._open = stack.pop_all()

    def __enter__(self) -> "MlflowClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def ask(self, what: str, **words: Any) -> dict[str, Any]:
        """Have one thing done and return what was answered."""
        if self._child.stdin is None:
            raise RuntimeError("the process was started without an input")
        try:
            self._child.stdin.write(json.dumps({"do": what, **words}) + "\n")
            self._child.stdin.flush()
        except OSError as error:
            raise self._gone() from error
        return self._answer()

    def _started(self, python: str) -> "subprocess.Popen[str]":
        script = str(resource("writers/mlflow_write.py").absolute())
        try:
            return subprocess.Popen(
                [python, "-I", script, self._uri],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                text=True,
                encoding="utf-8",
                env={**programs.own_environment(), **_PLAIN},
            )
        except OSError as error:
            raise NeedsYou(f"{python} can't be started.", _ADVICE, detail=str(error)) from error

    def _answer(self) -> dict[str, Any]:
        line = "" if self._child.stdout is None else self._child.stdout.readline()
        try:
            told: dict[str, Any] = json.loads(line)
        except ValueError as error:
            raise self._gone() from error
        if "error" in told:
            raise WorldError(
                f"The MLflow server {shown(self._uri)} did not take it.",
                "What was written stays, and asking again goes on from there.",
                detail=str(told["error"]),
            )
        return told

    def _gone(self) -> WorldError:
        self._said.seek(0)
        return WorldError(
            "MLflow's client ended before all was written.",
            "What was written stays, and asking again goes on from there.",
            detail=self._said.read()[-4_000:],
        )

    def _end(self) -> None:
        if self._child.stdin is not None:
            with contextlib.suppress(BrokenPipeError):  # it ended by itself
                self._child.stdin.close()
        try:
            self._child.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()


def shown(uri: str) -> str:
    """An address without the account and password in it."""
    scheme, mark, rest = uri.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
