"""What is told of a model in numbers comes of its figures; the reports are not read for it."""

import sqlalchemy as sa

from tidemill.services import monitoring
from tidemill.store import schema


def test_figures_say_what_the_reports_say_without_reading_them(workspace, champion, take_in, month):
    champion()
    take_in(month(2, n=400, shift=3.0))
    take_in(month(3, n=400))
    view = monitoring.show(workspace, "buyers")
    with workspace.store.write() as tx:  # whoever reads a report now fails
        tx.run(sa.update(schema.chunk).values(report={"columns": None}))
    found = monitoring.figures(workspace, "buyers")
    assert [one.id for one in found.chunks] == [one.id for one in view.chunks]
    assert [one.report for one in found.chunks] == [{}] * len(view.chunks)
    for one, place in zip(view.chunks, found.places, strict=True):
        assert found.course.chunk_ids[place] == one.id
        assert found.course.n_drifted[place] == one.report["drifted_columns"]
        for column in one.report["columns"]:
            row = found.course.row(column["name"])
            assert found.course.psi[row, place] == column["psi"]
            assert bool(found.course.is_over[row, place]) is column["drifted"]
    ends = view.chunks[-1].ends_at
    late = monitoring.figures(workspace, "buyers", since=ends)
    assert [one.id for one in late.chunks] == [view.chunks[-1].id]
    assert late.places == (len(view.chunks) - 1,)
