"""Share of the reference's rows whose value is gone."""

import numpy as np
import numpy.typing as npt

from tidemill.domain.entries import StatisticEntry
from tidemill.domain.figures import Figure, Pair, percent
from tidemill.domain.frames import CODED

ENTRY = StatisticEntry(
    id="gone_values",
    version=1,
    title="Gone values",
    help="How many of the reference's rows have a value that is gone.",
    formula="rows of the reference with a value no new row has / rows of the reference",
    kinds=CODED,
    floor=0.05,
)


def compute(pair: Pair) -> Figure:
    """Rows of the reference with a level that no current row has, as a share of all its rows.

    A rare level is gone by chance: one with c of the reference's n rows is not among m others with
    the hypergeometric chance C(n, c) / C(n + m, c) (Fisher 1935). Shares by that chance are
    subtracted in `effect`; the p-value is the least chance of a gone level times how many levels
    there are (Bonferroni).
    """
    reference, current = pair.reference, pair.current
    if not reference.n or not current.n:
        return Figure(None, note="No rows to compare.")
    n_levels = len(reference.levels)
    rows = reference.cells[:n_levels]
    is_gone = (rows > 0) & (current.cells[:n_levels] == 0)
    n, m = reference.n - reference.missing, current.n - current.missing
    share = float(rows[is_gone].sum() / reference.n)
    chances = _chances(rows, n, m)
    expected = float(np.sum(rows * chances) / reference.n)
    p = min(1.0, float(chances[is_gone].min(initial=1.0)) * max(1, int((rows > 0).sum())))
    n_gone = int(is_gone.sum())
    words = "1 value is gone" if n_gone == 1 else f"{n_gone:,} values are gone"
    return Figure(
        share,
        p,
        effect=max(0.0, share - expected),
        reason=f"{words}, which {percent(share)} of rows had",
    )


def _chances(rows: npt.NDArray[np.int64], n: int, m: int) -> npt.NDArray[np.float64]:
    """The chance of each level to be gone from m rows where nothing moved."""
    from scipy.special import gammaln

    if not m:
        return np.ones(rows.size)
    logs = gammaln(n + 1.0) - gammaln(n - rows + 1.0)
    logs -= gammaln(n + m + 1.0) - gammaln(n + m - rows + 1.0)
    chances: npt.NDArray[np.float64] = np.exp(np.minimum(logs, 0.0))
    return chances
