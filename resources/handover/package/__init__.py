"""A model exported by Tidemill: `load().predict(rows)`. It needs no Tidemill."""

from .model import Answer, Model, load

__all__ = ["Answer", "Model", "load"]
