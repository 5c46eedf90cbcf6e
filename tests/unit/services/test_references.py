"""What a model is compared with: chosen with a reason, applied to all that was seen, undone."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.services import activity, datasets, monitoring, undoing
from tidemill.services.monitoring import references
from tidemill.store import chunk_counts, schema


def psi(workspace, column="x"):
    course = monitoring.course(workspace, "buyers")
    return [round(v, 3) for v in course.psi[course.row(column)].tolist()]


def words(workspace):
    return [c.reference.get("words", "") for c in monitoring.show(workspace, "buyers").chunks]


def drift_alerts(workspace, **options):
    return [a for a in monitoring.alerts(workspace, **options) if a.rule.startswith("drift")]


@pytest.fixture
def moved(workspace, champion, take_in, month):
    """A champion of January's rows; `x` moved in March and stayed so."""
    champion()
    take_in(month(2, n=400))
    take_in(month(3, n=400, shift=3.0))
    take_in(month(4, n=400, shift=3.0))
    return workspace


def test_compared_with_the_period_before_only_the_move_itself_is_drift(moved, drain):
    before = psi(moved)
    assert before[0] < 0.3 < min(before[1:])
    references.choose(moved, "buyers", "previous", reason="Only what is new")
    [job] = drain()
    assert job.message == "Compared 3 periods anew."
    after = psi(moved)
    assert after[1] > 1.0
    assert max(after[0], after[2]) < 0.3
    assert words(moved)[1:] == ["shop v2, the period before", "shop v3, the period before"]
    assert drift_alerts(moved, only_open=True) == []


def test_what_was_found_is_judged_by_the_reference_that_was_chosen(moved, drain):
    """Beside the training data the input moved; beside the month before it did not."""
    findings = [c.finding for c in monitoring.show(moved, "buyers").chunks]
    assert [one is not None for one in findings] == [False, True, True]
    references.choose(moved, "buyers", "previous")
    drain()
    march, april = [c.finding for c in monitoring.show(moved, "buyers").chunks][1:]
    assert april is None
    assert march is not None
    references.choose(moved, "buyers", "training")
    drain()
    assert [c.finding for c in monitoring.show(moved, "buyers").chunks] == findings


def test_an_alert_that_opens_beside_another_reference_says_what_kind_it_is(moved, drain):
    references.choose(moved, "buyers", "previous")
    drain()
    assert drift_alerts(moved, only_open=True) == []
    references.choose(moved, "buyers", "training")
    drain()
    [alert] = drift_alerts(moved, only_open=True)
    assert alert.kind == monitoring.show(moved, "buyers").chunks[-1].finding["kind"]


def test_no_row_is_read_for_another_reference_of_rows_that_were_looked_at(moved, drain):
    """The files with the rows are gone; the counts that were kept are enough."""
    for number in (2, 3, 4):
        version = datasets.version(moved, f"shop@{number}")
        moved.blobs.path(version.blob).unlink()
    references.choose(moved, "buyers", "shop@3")
    [job] = drain()
    assert job.message == "Compared 3 periods anew."
    assert psi(moved)[1] == 0.0
    assert psi(moved)[0] > 1.0
    assert words(moved) == ["shop v3"] * 3


def test_where_counts_were_let_go_rows_are_counted_again(moved, drain):
    references.choose(moved, "buyers", "shop@3")
    drain()
    from_counts = psi(moved)
    with moved.store.write() as tx:
        assert chunk_counts.prune(tx, moved.clock.now(), 2) == 2
        assert chunk_counts.prune(tx, moved.clock.now(), 2) == 1
        assert chunk_counts.prune(tx, moved.clock.now(), 2) == 0
    undoing.undo(moved)
    references.choose(moved, "buyers", "shop@3")
    drain()
    assert psi(moved) == from_counts


def test_a_new_normal_closes_its_alert_and_leaves_what_was_before_as_it_was(
    moved, drain, take_in, month
):
    before = psi(moved)
    assert len(drift_alerts(moved, only_open=True)) == 1
    choice, _ = references.accept(moved, "buyers", "shop@3", reason="The new till stays")
    assert (choice.first, choice.last, choice.words) == (3, 4, "shop v3 to v4")
    drain()
    [alert] = drift_alerts(moved)
    assert (alert.closed_by, alert.reason) == (
        "ada",
        "Accepted as the new normal: The new till stays",
    )
    assert psi(moved)[0] == before[0]
    assert max(psi(moved)[1:]) < 0.3
    assert words(moved)[0].startswith("the training data of buyers v1") or words(moved)[0] == ""
    take_in(month(5, n=400, shift=3.0))
    assert drift_alerts(moved, only_open=True) == []
    assert words(moved)[-1] == "shop v3 to v4"


def test_what_was_chosen_is_told_with_who_and_why_and_taken_back(moved, drain):
    references.choose(moved, "buyers", "previous", reason="Only what is new")
    references.accept(moved, "buyers", "3", reason="It stays")
    drain()
    newest, older = references.history(moved, "buyers")
    assert (older.by, older.reason, older.words) == ("ada", "Only what is new", "the period before")
    [entry, _] = activity.recent(moved, kind="reference").entries
    assert entry.sentence == "accepted shop v3 to v4 as the new normal of buyers"
    assert entry.note == "It stays"
    undoing.undo(moved)
    drain()
    assert references.history(moved, "buyers")[0].undone_at is not None
    assert words(moved)[2] == "shop v3, the period before"
    undoing.undo(moved)
    drain()
    assert len(drift_alerts(moved, only_open=True)) == 1
    assert newest.id > older.id


def test_a_choice_that_something_else_came_after_is_not_taken_back(moved):
    references.choose(moved, "buyers", "previous")
    first = undoing.last(moved)
    references.choose(moved, "buyers", "training")
    with pytest.raises(NeedsYou, match="something else was chosen since"):
        undoing.undo(moved, first.id)


def test_without_a_season_before_the_training_data_is_told_with_the_reason(moved, drain):
    references.choose(moved, "buyers", "season")
    before = psi(moved)
    drain()
    assert psi(moved) == before
    assert words(moved)[0].startswith(
        "the training data of buyers v1: of a year before (2023-02-01"
    )
    assert words(moved)[0].endswith("there are too few rows (0 of at least 30)")


def test_a_season_before_is_compared_with_the_same_days_of_its_rows(
    workspace, champion, take_in, month, drain
):
    champion()
    late = month(2, n=400, shift=3.0, name="late.csv")
    late.write_text(late.read_text().replace("2024-02", "2025-01"))
    take_in(late)
    references.choose(workspace, "buyers", "season")
    drain()
    [told] = words(workspace)
    assert told.startswith("a year before, 2024-01-01 to 2024-01-2")
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert 30 <= chunk.reference["n_rows"] <= 400
    assert chunk.report["rows"]["reference"] == chunk.reference["n_rows"]
    assert psi(workspace)[0] > 1.0


def test_what_cannot_be_chosen_is_said(moved):
    with pytest.raises(NeedsYou, match="other@1 is no version of shop"):
        references.choose(moved, "buyers", "other@1")
    with pytest.raises(NeedsYou, match="shop@9 is no version of shop"):
        references.choose(moved, "buyers", "shop@9")
    with pytest.raises(NeedsYou, match="with a reason"):
        references.accept(moved, "buyers", "shop@3", reason=" ")
    with pytest.raises(NeedsYou, match="There is no model nobody"):
        references.choose(moved, "nobody", "previous")
    assert references.history(moved, "buyers") == []


def test_a_version_that_was_not_looked_at_is_no_new_normal(workspace, champion):
    champion()
    with pytest.raises(NeedsYou, match="buyers has not looked at shop v1 yet"):
        references.accept(workspace, "buyers", "shop@1", reason="It stays")


def test_the_counts_of_each_look_are_kept_with_it(moved):
    with moved.store.read() as connection:
        parts = connection.execute(schema.chunk_part.select()).all()
    assert [part.n_rows for part in parts] == [400, 400, 400]
    assert all(part.counts_blob for part in parts)
