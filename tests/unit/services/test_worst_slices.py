"""The slices on which a run is worst, its figures by groups, and gates made of them."""

import random
from dataclasses import replace

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.base.progress import Silent
from tidemill.domain.gate_sets import GateWish
from tidemill.domain.jobs import JobState
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    gate_sets,
    jobs,
    personal_data,
    registering,
    slice_looks,
    training_runs,
    worst_slices,
)


@pytest.fixture
def run(workspace, tmp_path, take_in, drain):
    """Trained on rows of which one shop's evenings cannot be known: there `bought` is chance."""
    draw = random.Random(3)
    lines = ["x,shop,time,bought"]
    for _ in range(3_000):
        x = draw.gauss(0.0, 1.0)
        shop, time = draw.choice(["north", "south"]), draw.choice(["noon", "evening"])
        is_lost = shop == "south" and time == "evening"
        bought = draw.random() < 0.5 if is_lost else x + draw.gauss(0.0, 0.3) > 0
        lines.append(f"{x:.4f},{shop},{time},{'yes' if bought else 'no'}")
    path = tmp_path / "sales.csv"
    path.write_text("\n".join(lines) + "\n")
    take_in(path, dataset="sales", target="bought", time=None)
    job_id = training_runs.train(
        workspace, "sales", estimators=["logistic_regression"], hold_out=0.5
    )
    drain()
    [made] = training_runs.ranked(workspace, job_id)
    return made


def test_the_planted_slice_of_two_columns_is_found_first(workspace, run):
    found = worst_slices.of_run(workspace, run, Silent(), metric_id="log_loss")
    first = found.parts[0]
    assert set(first.columns) == {"shop", "time"}
    assert {"shop = south", "time = evening"} == set(first.words.split(" and "))
    assert first.high < 0
    assert first.value > found.whole
    assert found.n_rows == 1_500
    assert f"worst where {first.words}" in found.words
    alone = worst_slices.of_run(workspace, run, Silent(), metric_id="log_loss", depth=1)
    assert all(len(one.columns) == 1 for one in alone.parts)


def test_groups_are_told_with_intervals_and_how_far_they_lie_apart(workspace, run):
    found = worst_slices.of_run(workspace, run, Silent(), by=["shop"])
    by = {one.criterion: one for one in found.groups}
    assert set(by) == {"demographic_parity", "equal_opportunity", "equalized_odds", "metric"}
    told = by["metric"].figures["metric"]
    assert {one.group for one in told} == {"north", "south"}
    assert all(one.figure.low < one.figure.value < one.figure.high for one in told)
    assert by["metric"].apart.lowest == "south"
    assert by["metric"].apart.low > 0


def test_personal_and_unknown_columns_name_no_slice(workspace, run):
    seen = worst_slices.of_run(workspace, run, Silent(), by=["shop"])
    assert "shop" in seen.columns
    personal_data.mark(workspace, "sales", "shop", True)
    other = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    found = worst_slices.of_run(other, run, Silent(), metric_id="log_loss")
    assert "shop" not in found.columns
    assert "shop" not in str(found.to_dict())
    for name in ("shop", "nothing"):
        with pytest.raises(NeedsYou, match=f"no column {name}"):
            worst_slices.of_run(other, run, Silent(), by=[name])


def test_the_worker_looks_and_what_it_found_is_kept_with_the_run(workspace, run, drain):
    assert slice_looks.kept(workspace, run.name) is None
    job_id = slice_looks.ask(workspace, run.name, "log_loss")
    drain()
    job = jobs.find(workspace, job_id)
    assert job.state is JobState.SUCCEEDED
    at_once = worst_slices.of_run(workspace, run, Silent(), metric_id="log_loss")
    found = slice_looks.kept(workspace, run.name)
    assert found == replace(at_once, groups=())
    assert found.words == at_once.words == job.message
    # What may not be seen any more is not told of what was kept before either.
    personal_data.mark(workspace, "sales", "shop", True)
    other = workspace.acting_as(Person("ben", "Ben", PersonRole.MEMBER))
    seen = slice_looks.kept(other, run.name)
    assert len(seen.parts) < len(found.parts)
    assert "shop" not in str(seen.to_dict())


def test_runs_without_answers_or_data_are_not_looked_at(workspace, run):
    logged = replace(run, artifacts={})
    with pytest.raises(NeedsYou, match="keeps no answers"):
        raise slice_looks.why_not(logged)
    with pytest.raises(NeedsYou, match="names no dataset"):
        raise slice_looks.why_not(replace(run, dataset_version_id=None))
    assert slice_looks.why_not(run) is None


def test_a_slice_becomes_a_gate_of_its_model_and_stops_who_is_worse_there(workspace, run):
    registering.register(workspace, run.name, name="sales")
    part = worst_slices.of_run(workspace, run, Silent(), metric_id="log_loss").parts[0]
    wish = worst_slices.gate_of(part.columns)
    made = gate_sets.add_to_model(workspace, "sales", wish)
    assert made.gates.name == "sales"
    assert [one.gate for one in made.gates.gates] == [
        "better_than_champion",
        "data_checks",
        "schema_fits",
        "not_worse_on_slices",
    ]
    assert made.models == ("sales",)
    again = registering.register(workspace, run.name, name="other")
    assert again.comparison["gates"] == "standard"
    with pytest.raises(NeedsYou, match="stands in the set already"):
        gate_sets.add_to_model(workspace, "sales", wish)
    more = gate_sets.add_to_model(workspace, "sales", GateWish.parse("small_enough"))
    assert more.gates.name == "sales"
    assert len(more.gates.gates) == 5
    gate_sets.use(workspace, "other", "sales")
    own = gate_sets.add_to_model(workspace, "other", GateWish.parse("latency:most_ms=500"))
    assert own.gates.name == "other"
    assert len(gate_sets.find(workspace, "sales").gates.gates) == 5
