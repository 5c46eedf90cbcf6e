"""Tables of two columns by bins, as tests of independence want them."""

import numpy as np

from tidemill.domain.distributions import Ints


def pooled(table: Ints, least_expected: float) -> Ints:
    """Join the columns of a 2-row table in which too few are expected; shape (2, fewer).

    Cochran 1954, Biometrics 10: the laws of these tests hold where enough rows are expected.
    """
    totals, rows = table.sum(axis=0), table.sum(axis=1)
    if not totals.all():
        table, totals = table[:, totals > 0], totals[totals > 0]
    smaller_share = rows.min() / rows.sum()
    few = totals * smaller_share < least_expected
    if not few.any():
        return table
    kept, rest = table[:, ~few], table[:, few].sum(axis=1)
    if rest.sum() * smaller_share < least_expected and kept.shape[1]:
        kept[:, np.argmin(totals[~few])] += rest
        return kept
    return np.column_stack([kept, rest])
