"""scikit-learn's way of asking an estimator for its settings and changing them.

Kept without inheriting from scikit-learn, which its API allows: what inherits from this can be
declared, loaded and asked where scikit-learn is not.
"""

import inspect
from typing import Any, Self


class Settable:
    """Has the settings that its `__init__` names, each kept under its own name."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The settings it was made with; nothing in it has settings of its own."""
        del deep
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params: Any) -> Self:
        """Change settings; ValueError for one it does not have."""
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(f"{type(self).__name__} has no setting {name}")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({said})"
