"""A course puts few figures of many chunks beside each other, whatever columns each had."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from tidemill.domain.columns import Kind
from tidemill.domain.courses import (
    Seen,
    course_of,
    pack_figures,
    unpack_beyond,
    unpack_figures,
)
from tidemill.domain.frames import ColumnData, Frame
from tidemill.domain.references import summarise_frame
from tidemill.services import drift

START = datetime(2024, 3, 1, tzinfo=UTC)


def frame(shift, *, names=("x", "y")):
    draw = np.random.default_rng(7)
    columns = [draw.normal(shift, 1.0, 500) for _ in names]
    columns[0][:50] = np.nan
    found = zip(names, columns, strict=True)
    return Frame(tuple(ColumnData(n, Kind.NUMERIC, c) for n, c in found))


def report(shift, **options):
    reference = summarise_frame(frame(0.0, **options))
    return drift.compare(reference, frame(shift, **options)).to_dict()


def seen(number, found, **values):
    plain = {
        "chunk_id": 100 + number,
        "dataset_version": number,
        "version": 1,
        "starts_at": START + timedelta(days=number),
        "ends_at": START + timedelta(days=number, hours=23),
        "seen_at": START + timedelta(days=number + 1),
        "n_rows": 500,
        "figures": pack_figures(found),
        "measures": {},
        "prediction_psi": None,
        "coverage": None,
        "estimates": {},
        "worth": None,
        "reference": "",
    }
    return Seen(**(plain | values))


def test_the_figures_of_a_report_come_back_whole():
    found = report(3.0)
    names, figures, over = unpack_figures(pack_figures(found))
    assert names == b'["x", "y"]'
    assert figures.tolist() == [
        [column["psi"] for column in found["columns"]],
        [column["effect"] for column in found["columns"]],
        [0.1, 0.0],
        [column["q_value"] for column in found["columns"]],
    ]
    assert over.tolist() == [True, True]


def test_columns_that_came_later_or_went_are_unknown_where_they_were_not():
    old, new = report(0.0, names=("x", "y")), report(0.0, names=("z", "y"))
    course = course_of("buyers", "auc", [seen(1, old), seen(2, new)])
    assert course.columns == ("x", "y", "z")
    assert np.isnan(course.psi).tolist() == [[False, True], [False, False], [True, False]]
    assert not course.is_over.any()
    assert course.row("z") == 2
    assert course.row("q") is None


def test_measures_estimates_and_worth_are_series_with_their_intervals():
    measured = {"auc": {"value": 0.8, "low": 0.7, "high": 0.9, "n": 400.0}}
    no = {"auc": {"value": None, "low": None, "high": None, "note": "Calibration moved."}}
    worth = {"value": 12.0, "low": 10.0, "high": 14.0, "unit": "€"}
    chunks = [
        seen(1, report(0.0), measures=measured, coverage=0.8, estimates=measured, worth=worth),
        seen(2, report(0.0), estimates=no, prediction_psi=0.2),
    ]
    course = course_of("buyers", "auc", chunks)
    assert course.measures["auc"].low[0] == 0.7
    assert course.measures["auc"].n[0] == 400
    assert np.isnan(course.measures["auc"].value[1])
    assert course.estimates["auc"].notes == ("", "Calibration moved.")
    assert course.worth is not None
    assert (course.worth.high[0], course.unit) == (14.0, "€")
    assert np.isnan([course.coverage[1], course.prediction_psi[0]]).all()
    assert course.data_age.tolist() == [3600.0, 3600.0]


def test_what_was_known_then_is_the_course_up_to_a_chunk():
    chunks = [seen(n, report(3.0 if n == 2 else 0.0)) for n in range(4)]
    course = course_of("buyers", "auc", chunks)
    early = course.upto(3)
    assert len(early) == 3
    assert early.chunk_ids.tolist() == [100, 101, 102]
    assert early.n_drifted.tolist() == [0, 0, 2]
    assert early.psi.shape == (2, 3)
    assert course.place(103) == 3
    assert early.place(103) is None


def test_rows_without_a_time_and_a_model_without_chunks_have_a_course():
    empty = course_of("buyers", "auc", [])
    assert (len(empty), empty.columns, empty.psi.shape) == (0, (), (0, 0))
    [age] = course_of("b", "auc", [seen(1, report(0.0), ends_at=None, starts_at=None)]).data_age
    assert np.isnan(age)


def test_figures_packed_before_columns_were_looked_at_together_are_read_still():
    packed = pack_figures({"columns": []})
    head = packed[: packed.index(b"{")]
    early = bytes([1]) + head[1:]
    nothing = {"together": {}, "candidate": [None, None]}
    assert unpack_beyond(early) == unpack_beyond(packed) == nothing
    assert unpack_figures(early)[0] == b"[]"
    with pytest.raises(ValueError, match="form 9"):
        unpack_figures(bytes([9]) + head[1:])
