"""ONNX files at work: a session of onnxruntime that answers in the thread that asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.base.errors import NeedsYou
from tidemill.base.onnx_engine import onnx_engine


def opened(data: bytes) -> Any:
    """A session over a file; `NeedsYou` where onnxruntime can't make one of it."""
    onnxruntime = onnx_engine()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except _own_errors() as error:
        raise NeedsYou(
            "onnxruntime can't work with this ONNX file.",
            "Ask for it again, written for an older set of operators.",
            detail=str(error)[:2000],
        ) from error


def run(session: Any, outputs: Sequence[str], fed: Mapping[str, Any]) -> list[Any]:
    """What a session says; `ValueError` where it can't answer these rows."""
    try:
        said: list[Any] = session.run(list(outputs), dict(fed))
    except _own_errors() as error:
        raise ValueError(str(error)) from error
    return said


def _own_errors() -> tuple[type[Exception], ...]:
    """What onnxruntime raises of files and rows; its errors have no parent of their own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as own

    names = (
        "Fail",
        "InvalidArgument",
        "InvalidGraph",
        "InvalidProtobuf",
        "NotImplemented",
        "NoSuchFile",
        "RuntimeException",
    )
    return tuple(getattr(own, name) for name in names)
