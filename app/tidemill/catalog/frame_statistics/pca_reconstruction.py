"""How badly new rows fit into the few directions in which the reference varies."""

import math
from collections.abc import Sequence

import numpy as np

from tidemill.domain.encoded_rows import EncodedRows, encoded
from tidemill.domain.entries import FrameStatisticEntry, Parameter
from tidemill.domain.frames import Frame
from tidemill.domain.noise import HALF_NORMAL, less_noise
from tidemill.domain.together import (
    LEAST_ROWS,
    Floats,
    Together,
    largest_parts,
    most_telling,
    sampled,
)

ENTRY = FrameStatisticEntry(
    id="pca_reconstruction",
    version=1,
    title="PCA reconstruction",
    help="How much worse new rows are put together again from the reference's main directions, "
    "in standard deviations of the reference's own errors.",
    formula="(mean error of new rows − mean error of the reference) / sd of the reference's errors",
    source="Jolliffe 2002, Principal Component Analysis, chapter 10.1",
    parameters=(
        Parameter(
            "variance",
            "Variance kept",
            0.65,
            low=0.1,
            high=0.99,
            help="As many directions are kept as hold this share of the variance.",
        ),
        Parameter(
            "most_rows",
            "Most rows",
            20_000,
            low=100,
            high=1_000_000,
            help="More rows of either table than this are sampled.",
        ),
    ),
    floor=0.2,
)

SEED = 20_262
_CLIP = 5.0
_LARGEST = 1e150  # whose square is a number still


def compute(
    reference: Frame,
    current: Frame,
    names: Sequence[str],
    *,
    variance: float = 0.65,
    most_rows: int = 20_000,
) -> list[Together]:
    """Mean reconstruction error of the current rows less that of reference rows held out.

    Principal components (Jolliffe 2002, chapter 10.1) of half of the reference's rows; columns
    are scaled by median and interquartile range, as one outlier would make a direction of its
    own, and missing values stand at the median. The other half says which errors to expect. The
    p-value is of Welch's test.
    """
    if min(reference.n_rows, current.n_rows) < 2 * LEAST_ROWS:
        return [Together(ENTRY.id, ENTRY.title, note=f"Needs {2 * LEAST_ROWS} rows on both sides.")]
    before = sampled(reference.n_rows, most_rows, SEED)
    now = sampled(current.n_rows, most_rows, SEED + 1)
    rows = encoded(reference.take(before), current.take(now), names)
    if len(rows.of) < 2:
        return [Together(ENTRY.id, ENTRY.title, note="Needs two columns that vary.")]
    residuals, fitted = _residuals(rows, before.size, variance)
    errors = np.sqrt((residuals**2).sum(axis=1))
    held_out = ~fitted & (rows.labels == 0)
    was, is_now = errors[held_out], errors[rows.labels == 1]
    sd = float(was.std())
    if not sd:
        return [
            Together(ENTRY.id, ENTRY.title, note="The reference is put together without error.")
        ]
    value = float(is_now.mean() - was.mean()) / sd
    error = math.sqrt(1.0 / was.size + float(is_now.var()) / sd**2 / is_now.size)
    squares = residuals**2
    growth = squares[rows.labels == 1].mean(axis=0) - squares[held_out].mean(axis=0)
    parts = [
        sum(float(g) for g, of in zip(growth, rows.of, strict=True) if of == name)
        for name in rows.columns
    ]
    p_value = math.erfc(abs(value) / error / math.sqrt(2.0))
    way = "worse" if value > 0.0 else "better"
    return [
        Together(
            ENTRY.id,
            ENTRY.title,
            value,
            value - 1.959964 * error,
            value + 1.959964 * error,
            p_value,
            effect=less_noise(abs(value), HALF_NORMAL * error),
            reason=f"rows fit {way} into the reference's main directions by {abs(value):.2f} sd",
            columns=largest_parts(rows.columns, parts) if p_value < 0.05 else (),
            rows=most_telling(is_now, now) if p_value < 0.05 else (),
        )
    ]


def _residuals(
    rows: EncodedRows, n: int, variance: float
) -> tuple[Floats, "np.ndarray[tuple[int], np.dtype[np.bool_]]"]:
    """What is left of each row beside the main directions, and which rows these came from."""
    fitted = np.zeros(rows.labels.size, dtype=bool)
    fitted[np.random.default_rng(SEED).permutation(n)[: n // 2]] = True
    values = np.clip(rows.values, -_LARGEST, _LARGEST)
    known = ~np.isnan(values[fitted]).all(axis=0)
    values = values[:, known]
    own = values[fitted]
    low, middle, high = np.nanquantile(own, (0.25, 0.5, 0.75), axis=0)
    scale = np.where(high > low, (high - low) / 1.349, np.nanstd(own, axis=0))
    scale[scale == 0.0] = 1.0
    scaled = np.clip((values - middle) / scale, -_CLIP, _CLIP)
    scaled[np.isnan(scaled)] = 0.0
    centre = scaled[fitted].mean(axis=0)
    scaled -= centre
    spreads, directions = np.linalg.eigh(scaled[fitted].T @ scaled[fitted])
    spreads, directions = spreads[::-1], directions[:, ::-1]
    held = np.cumsum(spreads) / max(float(spreads.sum()), 1e-300)
    kept = min(int(np.searchsorted(held, variance)) + 1, scaled.shape[1] - 1)
    main = directions[:, :kept]
    residuals = np.zeros(rows.values.shape)
    residuals[:, known] = scaled - scaled @ main @ main.T
    return residuals, fitted
