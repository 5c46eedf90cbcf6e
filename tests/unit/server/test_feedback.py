"""What came true, told back to the service: taken by identifier, refused in words, measured by."""

import pytest
from running_service import Running

from tidemill.services import datasets, labelling, measuring, registry
from tidemill.services.workspace import Workspace


def _row(n: int, x: float) -> dict[str, object]:
    return {"visit": f"k{n:04d}", "x": x, "day": "2024-03-01", "shop": "east", "member": True}


def test_truths_are_kept_as_labels_of_the_target_by_identifier(
    workspace: Workspace, service: Running
):
    rows = [{"id": "k0001", "truth": True}, {"id": "new-one", "truth": "no"}]
    answer = service.ask("/feedback", {"rows": rows})
    assert (answer.status, answer.json) == (200, {"taken": 2, "same": 0, "total": 2})
    again = service.ask("/feedback", {"rows": rows})
    assert again.json == {"taken": 0, "same": 2, "total": 2}
    entries = labelling.history(workspace, "visits", column="bought")
    assert {(e.key, e.value, e.key_column) for e in entries} == {
        ("k0001", "true", "visit"),
        ("new-one", "no", "visit"),
    }
    assert entries[0].source.startswith("the service ")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"id": "k1"}], "Row 1, field truth"),
        ([{"id": "k1", "truth": True}, {"id": None, "truth": True}], "Row 2, field id"),
        ([{"id": "k1", "truth": ["yes"]}], "got a list"),
        ([{"id": "k1", "truth": "perhaps"}], "can't be a label"),
        ([{"id": "k1", "truth": True}, {"id": "k1", "truth": False}], "two truths"),
        ([], "one or more rows"),
        ([3], "Row 1 is no object"),
        ([{"id": str(n), "truth": True} for n in range(10_001)], "10,000 at most"),
    ],
)
def test_a_truth_that_will_not_do_is_refused_in_words_and_none_is_taken(
    workspace: Workspace, service: Running, rows, words
):
    answer = service.ask("/feedback", {"rows": rows})
    assert answer.status == 422
    assert words in answer.body.decode()
    assert labelling.history(workspace, "visits") == []


def test_feedback_is_guarded_like_other_bodies(service: Running):
    assert service.ask("/feedback", "rows").status == 400
    assert service.ask("/feedback", "{}", headers={"Content-Type": "text/plain"}).status == 415


def test_rows_that_were_answered_are_measured_by_what_was_answered(
    workspace: Workspace, service: Running
):
    """The rows stand in the data with other values since, so that the version would say else."""
    asked = [_row(n, 9.0 if n % 2 else -9.0) for n in range(40)]
    answered = service.ask("/predict", {"rows": asked}).json["items"]
    service.desk.log.close()
    champion = registry.version(workspace, "buyers@1")
    rows = measuring.rows_of(workspace, champion, datasets.version(workspace, "visits@1"))
    assert rows.n_answered == 40
    second = rows.said.levels[1]
    given = [
        one["probability"] if str(one["prediction"]) == second else 1 - one["probability"]
        for one in answered
    ]
    assert rows.said.values[:40].tolist() == pytest.approx(given)
    plain = service.desk.served.model.predict(rows.frame)
    assert abs(rows.said.values[:40] - plain[:40]).max() > 0.1
    assert rows.said.values[40:] == pytest.approx(plain[40:])
