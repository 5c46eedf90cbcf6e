"""Model files made for tests: honest ones of many kinds, and ones that would run code.

Every malicious one makes the file `canary` when it is loaded, so that a look which loads it is
found out.
"""

import io
import json
import pickle
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

COMPRESSIONS = ("zlib", "gzip", "bz2", "xz", "lzma")


# --- honest ones ---------------------------------------------------------------------------------


def fitted() -> dict[str, Any]:
    """Small fitted models of scikit-learn by a short name."""
    import numpy as np
    import pandas as pd
    from sklearn.compose import ColumnTransformer
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestClassifier
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    draw = np.random.default_rng(7)
    rows = pd.DataFrame(
        {
            "age": draw.normal(40, 9, 60),
            "income": draw.normal(3, 1, 60),
            "town": draw.choice(["Ulm", "Rom", "Pau"], 60),
        }
    )
    late = np.where(rows["age"] > 40, "yes", "no")
    numbers = rows[["age", "income"]]
    prepared = ColumnTransformer(
        [("numbers", StandardScaler(), ["age", "income"]), ("town", OneHotEncoder(), ["town"])]
    )
    return {
        "pipeline": make_pipeline(prepared, LogisticRegression(C=2.5)).fit(rows, late),
        "forest": RandomForestClassifier(n_estimators=3, random_state=1).fit(numbers, late),
        "boosting": HistGradientBoostingRegressor(max_iter=3).fit(numbers, rows["income"]),
    }


def honest(folder: Path) -> dict[str, Path]:
    """Files of every kind, protocol and compression, by a name that tells which."""
    import joblib
    import skops.io

    found: dict[str, Path] = {}

    def kept(name: str, data: bytes) -> None:
        found[name] = folder / name
        found[name].write_bytes(data)

    for kind, model in fitted().items():
        for protocol in range(6):
            kept(f"{kind}-{protocol}.pkl", pickle.dumps(model, protocol))
        kept(f"{kind}.pkl.z", zlib.compress(pickle.dumps(model)))
        for packed in (0, *((one, 3) for one in COMPRESSIONS)):
            name = f"{kind}-{packed[0] if packed else 'plain'}.joblib"
            joblib.dump(model, folder / name, compress=packed)
            found[name] = folder / name
        kept(f"{kind}.skops", skops.io.dumps(model))
    kept("graph.onnx", onnx_file())
    found["mlflow"] = mlflow_folder(folder / "mlflow", (folder / "pipeline-4.pkl").read_bytes())
    return found


def onnx_file(location: str = "", domain: str = "ai.onnx.ml") -> bytes:
    """A small classifier as ONNX: one table of two columns in, a label and probabilities out."""
    labels = b"".join(_bytes(9, text) for text in (b"no", b"yes"))
    attribute = _bytes(1, b"classlabels_strings") + labels + _number(20, 8)
    node = _bytes(1, b"table") + _bytes(2, b"label") + _bytes(4, b"LinearClassifier")
    node += _bytes(5, attribute) + _bytes(7, domain.encode())
    weights = _number(1, 2) + _number(2, 1) + _bytes(8, b"weights") + _bytes(9, bytes(8))
    if location:
        entry = _bytes(1, b"location") + _bytes(2, location.encode())
        weights += _bytes(13, entry) + _number(14, 1)
    graph = _bytes(1, node) + _bytes(2, b"g") + _bytes(5, weights)
    graph += _bytes(11, _value(b"table", 1, (0, 2))) + _bytes(11, _value(b"weights", 1, (2,)))
    graph += _bytes(12, _value(b"label", 8, (0,)))
    opset = _bytes(8, _bytes(1, b"") + _number(2, 17)) + _bytes(
        8, _bytes(1, b"ai.onnx.ml") + _number(2, 3)
    )
    made_by = _bytes(2, b"skl2onnx") + _bytes(3, b"1.20.0")
    return _number(1, 8) + made_by + _bytes(7, graph) + opset


def _value(name: bytes, kind: int, shape: tuple[int, ...]) -> bytes:
    sizes = b"".join(_bytes(1, _number(1, size) if size else _bytes(2, b"N")) for size in shape)
    tensor = _number(1, kind) + _bytes(2, sizes)
    return _bytes(1, name) + _bytes(2, _bytes(1, tensor))


def _varint(n: int) -> bytes:
    found = b""
    while n > 0x7F:
        found, n = found + bytes([n & 0x7F | 0x80]), n >> 7
    return found + bytes([n])


def _number(field: int, n: int) -> bytes:
    return _varint(field << 3) + _varint(n)


def _bytes(field: int, data: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def mlflow_folder(
    folder: Path,
    model: bytes,
    file: str = "model.pkl",
    loader: str = "mlflow.sklearn",
    code: str = "",
) -> Path:
    """A folder as MLflow saves a scikit-learn model."""
    folder.mkdir()
    (folder / "model.pkl").write_bytes(model)
    (folder / "requirements.txt").write_text("mlflow==3.1.0\nscikit-learn==1.9.1\n")
    inputs = [
        {"type": "double", "name": "age", "required": True},
        {"type": "double", "name": "income", "required": True},
        {"type": "string", "name": "town", "required": True},
    ]
    page = {
        "flavors": {
            "python_function": {
                "loader_module": loader,
                "model_path": file,
                "python_version": "3.11.4",
                "code": code or None,
            },
            "sklearn": {"pickled_model": file, "sklearn_version": "1.9.1"},
        },
        "mlflow_version": "3.1.0",
        "signature": {"inputs": json.dumps(inputs), "outputs": '[{"type": "string"}]'},
    }
    (folder / "MLmodel").write_text(json.dumps(page))  # JSON is YAML
    return folder


# --- malicious ones ----------------------------------------------------------------------------


class Bait:
    """Pickles to whatever call it is given."""

    def __init__(self, *call: Any) -> None:
        self.call = call

    def __reduce__(self) -> Any:
        return self.call[0], self.call[1:]


def text(words: str) -> bytes:
    """A text on the stack."""
    data = words.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def malicious(canary: Path) -> dict[str, bytes]:
    """Pickles that make `canary` when they are loaded, by how they hide it."""
    import os
    import subprocess

    touch = f"touch {canary}"
    old = touch.encode()
    named_new = text("posix") + text("system") + b"\x93"
    ran = text(touch) + b"\x85R"
    opened = f"open({str(canary)!r}, 'w').close()"
    return {
        "plain call": b"cos\nsystem\n(S'" + old + b"'\ntR.",
        "escaped name": b"S'\\x6fs'\nS'\\163ystem'\n\x93" + ran + b".",
        "name from the stack": b"\x80\x04" + named_new + ran + b".",
        "eval": pickle.dumps(Bait(eval, opened)),
        "exec, then a model": pickle.dumps([Bait(exec, opened), {"model": "churn"}]),
        "subprocess": pickle.dumps(Bait(subprocess.check_call, ["touch", str(canary)])),
        "class by name": b"(S'" + old + b"'\nios\nsystem\n.",
        "object": b"(cos\nsystem\nS'" + old + b"'\no.",
        "memo mixed": b"".join(
            (
                b"\x80\x04",
                text("posix") + b"q\x00" + b"0" + text("system") + b"q\x01" + b"0",
                text("sklearn.base") + b"\x94" + b"0" + text("BaseEstimator") + b"\x94" + b"0",
                b"h\x00h\x01\x93" + ran + b".",
            )
        ),
        "names put together": b"".join(
            (
                b"\x80\x04cbuiltins\nstr\n",
                b"C\x05posix" + text("ascii") + b"\x86R",
                b"cbuiltins\nstr\nC\x06system" + text("ascii") + b"\x86R",
                b"\x93" + ran + b".",
            )
        ),
        "attribute by attribute": b"".join(
            (
                b"\x80\x02cbuiltins\ngetattr\ncbuiltins\n__import__\n" + text("os") + b"\x85R",
                text("system") + b"\x86R" + ran + b".",
            )
        ),
        "through numpy": b"".join(
            (
                b"\x80\x04cnumpy.core\n_ufunc_reconstruct\n",
                text("os") + text("system") + b"\x86R" + ran + b".",
            )
        ),
        "dotted name": b"\x80\x04"
        + text("sklearn.utils._joblib")
        + b"0"
        + text("shutil")
        + text("os.system")
        + b"\x93"
        + ran
        + b".",
        "partial": b"\x80\x02cfunctools\npartial\ncos\nsystem\n" + text(touch) + b"\x86R)R.",
        "state that is called": b"".join(
            (
                b"\x80\x02csklearn.base\nBaseEstimator\n)\x81",
                b"}" + text("__setstate__") + b"cos\nsystem\nsb",
                text(touch) + b"b.",
            )
        ),
        "broken behind": b"cos\nsystem\n(S'" + old + b"'\ntR\xff\xff",
        "code by value": _code_by_value(opened),
        "bytes of an array": _in_array_bytes(old),
        "objects of an array": _in_objects(os.system, touch),
        "packed": zlib.compress(pickle.dumps({"model": Bait(os.system, touch)})),
    }


def _code_by_value(source: str) -> bytes:
    import marshal
    import types

    code = marshal.dumps(compile(source, "model", "exec"))
    made = b"cmarshal\nloads\nB" + struct.pack("<I", len(code)) + code + b"\x85R"
    assert types.FunctionType is not None
    return b"\x80\x03ctypes\nFunctionType\n" + made + b"}\x86R)R."


def _in_array_bytes(touch: bytes) -> bytes:
    """An honest array for joblib; plain pickle takes its bytes for instructions."""
    import joblib.numpy_pickle
    import numpy as np

    hidden = b"cos\nsystem\n(S'" + touch + b"'\ntR."
    wrapper = joblib.numpy_pickle.NumpyArrayWrapper(
        np.ndarray, (len(hidden),), "C", np.dtype("u1"), False
    )
    del wrapper.numpy_array_alignment_bytes  # as joblib before 1.2 wrote it
    return pickle.dumps(wrapper, 2)[:-1] + hidden + b"."


def _in_objects(*call: Any) -> bytes:
    import joblib
    import numpy as np

    objects = np.empty(2, dtype=object)
    objects[0] = Bait(*call)
    stream = io.BytesIO()
    joblib.dump({"weights": np.arange(9.0), "names": objects}, stream)
    return stream.getvalue()


def odd() -> dict[str, bytes]:
    """Pickles that are flagged too, though loading them here would do nothing, or only fail."""
    import cloudpickle

    return {
        "extension": b"\x80\x02\x82\x05.",
        "kept elsewhere": b"\x80\x04" + text("weights") + b"Q.",
        "outside buffer": b"\x80\x05\x97.",
        "changes a class": b"\x80\x02csklearn.base\nBaseEstimator\n}"
        + text("predict")
        + b"cos\nsystem\nsb.",
        "method that is called": b"\x80\x02csklearn.base\nBaseEstimator\n)\x81}"
        + text("append")
        + b"cnumpy\nlog1p\nsbK\x01a.",
        "torch": b"\x80\x02ctorch.storage\n_load_from_bytes\nC\x01a\x85R.",
        "library": b"\x80\x02cctypes\nCDLL\n" + text("m") + b"\x85R.",
        "unknown class": b"\x80\x02cacme.models\nChurn\n)\x81.",
        "function by value": cloudpickle.dumps(lambda rows: rows),
        "calls a function": b"\x80\x02csklearn.base\nclone\nK\x01\x85R.",
    }


def malicious_skops(module: str = "os", name: str = "system", loader: str = "ObjectNode") -> bytes:
    """A skops file that names something that is no model."""
    import skops.io
    from sklearn.preprocessing import StandardScaler

    honest_one = zipfile.ZipFile(io.BytesIO(skops.io.dumps(StandardScaler())))
    schema = json.loads(honest_one.read("schema.json"))
    schema["content"]["content"]["copy"] = {
        "__class__": name,
        "__module__": module,
        "__loader__": loader,
        "__id__": 5,
        "content": {
            "__class__": "dict",
            "__module__": "builtins",
            "__loader__": "DictNode",
            "__id__": 6,
            "content": {},
            "key_types": {
                "__class__": "list",
                "__module__": "builtins",
                "__loader__": "ListNode",
                "content": [],
            },
        },
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("schema.json", json.dumps(schema))
    return stream.getvalue()
