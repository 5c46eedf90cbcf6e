"""What skrub makes of one column: fitting, encoding, and a form of it that can be kept small.

A state is a plain dict as those of `mixed.encoding`, but for skrub's fitted `encoder`:

- text: pieces of three and four letters, weighed by how rare they are (TF-IDF) and condensed to a
  few numbers (latent semantic analysis), by skrub's StringEncoder. A missing text has no pieces.
- moment: year, month, day and hour as far as they are there, the days of the week and of the year,
  the seconds since 1970, by skrub's DatetimeEncoder; what comes round, on circles if asked.

skrub works in single precision. What it makes of a value depends on that value alone, so that a
row says the same alone as in its table.
"""

import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
State = dict[str, Any]

NAME = "value"
"""What every column is called where skrub sees it; the names of outputs are ours."""

_APART = "\n"  # no piece holds one: each run of white space becomes a space before


@dataclass(frozen=True)
class Settings:
    """What the preparation was asked to do; see the entry's parameters."""

    impute: bool
    indicator: bool
    scale: bool
    components: int
    circles: bool
    weekday: bool
    elapsed: bool
    seed: int


def fit_texts(codes: Array, levels: list[str], name: str, settings: Settings) -> State:
    """State of a column of texts, from codes into their levels, -1 for missing."""
    from skrub import StringEncoder

    encoder = StringEncoder(n_components=settings.components, random_state=settings.seed)
    encoder.fit_transform(_series(np.array([*levels, ""], dtype=object)[codes]))
    return _state("text", encoder, (codes, levels), name, settings)


def fit_moments(moments: Array, name: str, settings: Settings) -> State:
    """State of a column of dates."""
    from skrub import DatetimeEncoder

    encoder = DatetimeEncoder(
        add_total_seconds=settings.elapsed,
        add_weekday=settings.weekday,
        add_day_of_year=settings.weekday,
        periodic_encoding="circular" if settings.circles else None,
    )
    encoder.fit_transform(_series(moments))
    return _state("moment", encoder, moments, name, settings)


def encode(state: State, values: Any, out: Array) -> None:
    """Write the block of a column into `out` (rows, outputs of the state)."""
    made, missing = _made(state["way"], state["encoder"], values)
    n = made.shape[1]
    filled = np.where(np.isnan(made), np.asarray(state["fill"], dtype=np.float64), made)
    out[:, :n] = (filled - np.asarray(state["mean"])) / np.asarray(state["spread"])
    if state["indicator"]:
        out[:, n] = missing


def kept(state: State) -> dict[str, Any] | None:
    """skrub's encoder of a state, without its pieces, and these as one text; None without one.

    skops describes each entry of a mapping by itself: 20,000 pieces took seconds to read.
    """
    encoder = state.get("encoder")
    if encoder is None:
        return None
    if state["way"] != "text":
        return {"encoder": encoder, "pieces": ""}
    bare = copy.copy(encoder)
    bare.vectorizer_ = copy.copy(encoder.vectorizer_)
    pieces = bare.vectorizer_.vocabulary_
    bare.vectorizer_.vocabulary_ = {}
    return {"encoder": bare, "pieces": _APART.join(sorted(pieces, key=pieces.__getitem__))}


def restored(found: dict[str, Any]) -> Any:
    """The encoder of what `kept` gave."""
    encoder = found["encoder"]
    if found["pieces"]:
        pieces = found["pieces"].split(_APART)
        encoder.vectorizer_.vocabulary_ = {piece: at for at, piece in enumerate(pieces)}
    return encoder


def _state(way: str, encoder: Any, values: Any, name: str, settings: Settings) -> State:
    """A state by what a fitted encoder makes of the rows learned from."""
    made, missing = _made(way, encoder, values)
    indicator = settings.indicator and bool(missing.any())
    seen = np.isfinite(made).any(axis=0)
    # Some trees can't bin a column of nothing, so 0 stands there.
    fill = np.where(seen, np.nan, 0.0)
    if settings.impute:
        fill[seen] = np.nanmedian(made[:, seen], axis=0)
    mean, spread = np.zeros(made.shape[1]), np.ones(made.shape[1])
    if settings.scale:
        filled = np.where(np.isnan(made), fill, made)
        mean[seen] = np.nanmean(filled[:, seen], axis=0)
        spread[seen] = np.nanstd(filled[:, seen], axis=0)
        spread[spread == 0] = 1.0
    parts = [str(one).removeprefix(f"{NAME}_") for one in encoder.all_outputs_]
    return {
        "way": way,
        "encoder": encoder,
        "fill": [None if np.isnan(one) else one for one in fill.tolist()],
        "mean": mean.tolist(),
        "spread": spread.tolist(),
        "indicator": indicator,
        "outputs": [
            *(f"{name} [{one.replace('_', ' ')}]" for one in parts),
            *([f"{name} [missing]"] if indicator else []),
        ],
    }


def _made(way: str, encoder: Any, values: Any) -> tuple[Array, Array]:
    """What an encoder makes of values (rows, outputs), and which of them are missing (rows,).

    A level of texts is taken apart once, however many rows have it.
    """
    if way != "text":
        return np.asarray(encoder.transform(_series(values)), dtype=np.float64), np.isnat(values)
    codes, levels = values
    made = encoder.transform(_series(np.array([*levels, ""], dtype=object)))
    return np.asarray(made, dtype=np.float64)[codes], codes < 0


def _series(values: Array) -> Any:
    import pandas as pd

    return pd.Series(values, name=NAME, dtype=object if values.dtype == object else None)
