"""One pass over a table makes its profile, its reference, its sums and its rows' hashes."""

import numpy as np

from tidemill.domain.columns import Column, Kind, Role, Schema
from tidemill.domain.content import content_hash, row_hashes
from tidemill.domain.frames import ColumnData, Frame, coded
from tidemill.domain.profiles import profile
from tidemill.domain.references import summarise_frame
from tidemill.domain.suggestions import facts_of
from tidemill.domain.summaries import TableSummary, summarised
from tidemill.domain.tables import FrameTable


def some_frame() -> Frame:
    rng = np.random.default_rng(4)
    amounts = rng.normal(10.0, 3.0, 500)
    amounts[::50] = np.nan
    return Frame(
        (
            ColumnData("amount", Kind.NUMERIC, amounts),
            ColumnData("visits", Kind.NUMERIC, rng.integers(0, 9, 500)),
            coded("town", Kind.CATEGORICAL, [["Bern", "Chur", None][i % 3] for i in range(500)]),
            ColumnData("left", Kind.BOOLEAN, (amounts > 10).astype(np.int32), ("false", "true")),
        )
    )


def schema_of(frame: Frame, **roles: Role) -> Schema:
    columns = tuple(Column(c.name, c.kind, whole=c.values.dtype.kind == "i") for c in frame)
    return Schema(columns).assigned(roles)


def test_summary_holds_what_was_made_one_by_one_before() -> None:
    frame = some_frame()
    schema = schema_of(frame, left=Role.TARGET)
    found = summarised(FrameTable(frame), schema)
    assert found.profile == profile(frame, schema)
    assert found.facts == facts_of(frame)
    assert found.sums.hexdigest() == content_hash(frame)
    assert found.row_hashes is not None
    assert found.row_hashes.tolist() == row_hashes(frame).tolist()
    assert found.reference().to_bytes() == summarise_frame(frame).to_bytes()


def test_summary_survives_its_bytes() -> None:
    frame = some_frame()
    one = summarised(FrameTable(frame), schema_of(frame))
    again = TableSummary.from_bytes(one.to_bytes())
    assert again.profile == one.profile
    assert again.facts == one.facts
    assert again.sums == one.sums
    assert again.reference().to_bytes() == one.reference().to_bytes()
    assert again.to_bytes() == one.to_bytes()
