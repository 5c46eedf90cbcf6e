"""What takes the room in a frozen folder: the table of `packaging/README.md`."""

from collections import Counter
from pathlib import Path

_WHOLE = {
    "PySide6": "Qt and PySide",
    "shiboken6": "Qt and PySide",
    "tidemill": "Tidemill",
    "tidemill_resources": "Tidemill",
    "sklearn": "scikit-learn",
    "scikit_learn": "scikit-learn",
    "_duckdb": "DuckDB",
    "adbc_driver_duckdb": "DuckDB",
    "duckdb": "DuckDB",
    "libpython3": "Python",
    "python3": "Python",
    "base_library": "Python",
    "psycopg_binary": "psycopg (PostgreSQL)",
    "lightgbm": "LightGBM",
    "xgboost": "XGBoost",
    "onnx": "ONNX",
}
_NAMED = ("scipy", "numpy", "pandas", "onnxruntime", "cryptography", "apprise", "sqlalchemy")


def shares(folder: Path) -> Counter[str]:
    """Bytes on disk by what they belong to; modules of Python lie packed in the program itself."""
    found: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found[_owner(path.relative_to(folder).parts)] += path.stat().st_size
    return found


def _owner(parts: tuple[str, ...]) -> str:
    if parts[0] != "_internal":
        return "all modules written in Python, packed"
    name = parts[1].partition(".")[0].partition("-")[0]
    if name in _NAMED:
        return name
    return next((words for start, words in _WHOLE.items() if name == start), "the rest")


def table(folder: Path) -> str:
    """The shares as Markdown, largest first, in MB of 1,000,000 bytes."""
    found = shares(folder)
    rest = found.pop("the rest", 0)
    rows = [*found.most_common(), ("the rest", rest)]
    lines = ["| part | MB |", "| --- | ---: |"]
    lines += [f"| {name} | {size / 1e6:.0f} |" for name, size in rows]
    return "\n".join([*lines, f"| **together** | **{(found.total() + rest) / 1e6:.0f}** |"])
