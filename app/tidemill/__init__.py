"""Tidemill keeps tabular models alive: data, training, promotion, drift and retraining.

For scripts and notebooks: `start_run` logs a run, `open` looks into a workspace, `load_model`
loads a registered model, `step` and `estimator` mark own code for recipes. The package is lazy:
importing it loads neither Qt nor pandas nor scikit-learn, and these names are only looked up when
they are used.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidemill.tracking.marks import estimator as estimator
    from tidemill.tracking.marks import step as step
    from tidemill.tracking.opening import load_model as load_model
    from tidemill.tracking.opening import open as open  # noqa: A004 (said as `tidemill.open`)
    from tidemill.tracking.starting import start_run as start_run

__version__ = "0.1.0"
_WHERE = {
    "start_run": "tidemill.tracking.starting",
    "open": "tidemill.tracking.opening",
    "load_model": "tidemill.tracking.opening",
    "step": "tidemill.tracking.marks",
    "estimator": "tidemill.tracking.marks",
}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'tidemill' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_WHERE[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_WHERE])
