"""Looks at rows that only a service saw, of a model of many classes and of one that says numbers:
what was answered is what counts, and it is never what the version itself would say."""

import random
from datetime import UTC, datetime, timedelta
from statistics import NormalDist

import pytest
from sklearn.metrics import accuracy_score, mean_absolute_error, r2_score

from tidemill.base.clock import HeldClock, to_iso
from tidemill.domain.columns import Role
from tidemill.domain.deployments import AnswerBlock
from tidemill.services import (
    deploying,
    example_rows,
    incidents,
    ingesting,
    model_labels,
    monitoring,
    promotion,
    registering,
    registry,
    training_runs,
)
from tidemill.services.monitoring import answered_looks
from tidemill.services.serving import answer_log
from tidemill.store import answer_logs

START = datetime(2024, 3, 4, 8, tzinfo=UTC)  # a Monday
CLASSES, NUMBERS = "classes", "numbers"


def truth_of(task, x, draw):
    """What really is where `x` was seen."""
    y = 10.0 * x + draw.gauss(0.0, 2.0)
    if task == NUMBERS:
        return round(y, 4)
    return "high" if y > 5 else "mid" if y > -5 else "low"


def rows_of(task, seed, n=400, shift=0.0):
    """A day, `x` as it is read, an identifier and the truth."""
    draw = random.Random(seed)
    found = []
    for i in range(n):
        x = draw.gauss(0.0, 1.0)
        day = f"2024-01-{1 + i * 27 // n:02d}"
        found.append((day, round(x + shift, 4), f"{seed}-{i}", truth_of(task, x, draw)))
    return found


def write(path, rows, header="day,x,visit,truth"):
    path.write_text("\n".join([header, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return path


@pytest.fixture
def clock():
    return HeldClock(START)


@pytest.fixture(params=[CLASSES, NUMBERS])
def task(request):
    return request.param


@pytest.fixture
def service(workspace, drain, tmp_path, task):
    """The model `sizes` behind a service."""
    file = write(tmp_path / "1.csv", rows_of(task, 1, 2_000))
    ingesting.add(
        workspace, [file], dataset="sizes", target="truth", time="day",
        roles={"visit": Role.IDENTIFIER},
    )  # fmt: skip
    drain()
    estimator = "logistic_regression" if task == CLASSES else "linear_regression"
    job = training_runs.train(workspace, "sizes", estimators=(estimator,))
    drain()
    registering.ask(workspace, training_runs.ranked(workspace, job)[0].id, name="sizes")
    drain()
    promotion.promote(workspace, "sizes@1", anyway=True, reason="a test decides what serves")
    return deploying.http(workspace, "sizes").deployment


@pytest.fixture
def answer(workspace, service):
    """The service gives these answers, each a class with its probability or a number."""

    def done(rows, said, sure=None):
        sure = sure or [0.75] * len(rows)
        lines = [
            {
                "at": to_iso(START + timedelta(milliseconds=place)),
                "request": f"r{place}",
                "ms": 1.0,
                "id": row[2],
                "key": row[2],
                "row": {"x": row[1]},
                "prediction": one,
                "probability": sure[place] if isinstance(one, str) else None,
            }
            for place, (row, one) in enumerate(zip(rows, said, strict=True))
        ]
        name = workspace.blobs.put_bytes(answer_log.packed(lines))
        last = START + timedelta(milliseconds=len(rows))
        version, n = registry.find(workspace, "sizes").champion, len(rows)
        with workspace.store.write() as tx:
            block = AnswerBlock(0, service.id, version.id, START, last, n, n, 1_000, name)
            answer_logs.insert(tx, block)

    return done


@pytest.fixture
def look(workspace, drain):
    """Lets the worker ask for looks that are due; returns the only one of the model."""

    def done():
        workspace.clock.advance(2 * 86_400)
        answered_looks.ask_all(workspace)
        drain()
        [chunk] = monitoring.show(workspace, "sizes").chunks
        return chunk

    return done


def drifted(chunk):
    return [one["name"] for one in chunk.report["columns"] if one["drifted"]]


def fair(task, rows):
    """Answers about as often one thing as another, as the training data has them."""
    if task == NUMBERS:
        return [10.0 * row[1] + 1.0 for row in rows]
    return ["high" if row[1] > 0.5 else "mid" if row[1] > -0.5 else "low" for row in rows]


def test_inputs_that_moved_are_told_and_answers_that_moved_with_them(task, answer, look):
    rows = rows_of(task, 2, shift=2.0)
    answer(rows, fair(task, rows))
    chunk = look()
    assert (chunk.dataset_version, chunk.n_rows, chunk.coverage) == (None, 400, 0.0)
    assert [one.words for one in chunk.sources] == ["400 rows by sizes"]
    assert drifted(chunk) == ["x"]
    assert chunk.prediction_psi > 0.5
    assert chunk.measures == {}


def test_answers_are_what_moved_though_the_version_would_answer_as_ever(task, answer, look):
    rows = rows_of(task, 2)
    answer(rows, ["high" if task == CLASSES else 300.0] * len(rows))
    chunk = look()
    assert drifted(chunk) == []
    assert chunk.prediction_psi > 1.0


def put_labels(workspace, drain, folder, rows):
    """The truth of rows comes by key; returns the chunk as it is then."""
    file = write(folder / "truth.csv", [(row[2], row[3]) for row in rows], "visit,truth")
    assert model_labels.from_file(workspace, "sizes", file, key_column="visit").taken == len(rows)
    drain()
    [chunk] = monitoring.show(workspace, "sizes").chunks
    return chunk


def measured(task, truth, said):
    """Measures of answers as scikit-learn has them."""
    if task == CLASSES:
        return {"accuracy": accuracy_score(truth, said)}
    return {"mae": mean_absolute_error(truth, said), "r2": r2_score(truth, said)}


def test_labels_by_key_measure_what_was_answered(task, answer, look, workspace, drain, tmp_path):
    rows = rows_of(task, 2)
    said = fair(task, [(*row[:1], -row[1], *row[2:]) for row in rows])  # no model would say so
    answer(rows, said)
    look()
    chunk = put_labels(workspace, drain, tmp_path, rows[:100])
    assert chunk.coverage == pytest.approx(0.25)
    for name, value in measured(task, [row[3] for row in rows[:100]], said[:100]).items():
        assert chunk.measures[name]["value"] == pytest.approx(value), name
        assert chunk.measures[name]["n"] == 100.0


def sure_of(x, said):
    """How likely an answer is right, by how the rows are made."""
    above_5, above_minus_5 = (1.0 - NormalDist(10.0 * x, 2.0).cdf(edge) for edge in (5.0, -5.0))
    return {"high": above_5, "mid": above_minus_5 - above_5, "low": 1.0 - above_minus_5}[said]


def test_without_labels_it_is_estimated_how_right_answers_probably_are(task, answer, look):
    rows = rows_of(task, 2)
    if task == CLASSES:
        said = fair(task, rows)
        answer(rows, said, [sure_of(row[1], one) for row, one in zip(rows, said, strict=True)])
    else:
        said = [10.0 * row[1] for row in rows]
        answer(rows, said)
    estimates = look().estimates
    for name, value in measured(task, [row[3] for row in rows], said).items():
        assert estimates[name]["low"] <= value <= estimates[name]["high"], name


def test_example_rows_of_an_incident_say_what_was_answered(
    task, answer, look, workspace, drain, tmp_path
):
    rows = rows_of(task, 2, shift=3.0)
    said = fair(task, rows)
    answer(rows, said)
    look()
    put_labels(workspace, drain, tmp_path, rows)
    incident = incidents.incidents(workspace)[0]
    shown = example_rows.shown(workspace, incident.id)
    assert (shown.version, shown.note, shown.of) == ("answered, 2024-03-04", "", 400)
    answered = {row[2]: one for row, one in zip(rows, said, strict=True)}
    for one in shown.rows:
        key = dict(zip(shown.columns, one.values, strict=True))["visit"]
        wanted = answered[key] if task == NUMBERS else 0.75
        assert one.said == pytest.approx(wanted)
