"""A model tied to money: kept once, undone, valued in each look, beside alerts."""

import numpy as np
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.jobs import JobState
from tidemill.services import (
    activity,
    business_value,
    datasets,
    ingesting,
    jobs,
    monitoring,
    tables,
    undoing,
    watching,
)
from tidemill.services.training import learning, persist

COSTS = {"true:false": 10.0, "false:true": 3.0, "true:true": -4.0}


def kpi_file(path, values, first=1, header="day,saved"):
    lines = [f"2024-02-{first + i:02d},{value}" for i, value in enumerate(values)]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def costs_by_hand(workspace, version, n):
    """Costs of the newest `n` rows, counted one by one."""
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    newest = datasets.version(workspace, "shop")
    frame = tables.whole(workspace, newest).take(np.arange(newest.rows - n, newest.rows))
    said = learning.score(model, frame).labels()
    truth = [str(v).lower() for v in frame["bought"].to_list()]
    return np.array([COSTS.get(f"{t}:{d}", 0.0) for t, d in zip(truth, said, strict=True)])


def test_costs_are_kept_once_told_in_activity_and_undone(workspace, champion):
    champion()
    assert not business_value.of_model(workspace, "buyers").is_known
    business_value.set_costs(workspace, "buyers", COSTS, unit="£")
    found = business_value.set_costs(workspace, "buyers", {"true:false": 1.0}, threshold=0.4)
    assert found.costs.costs.amounts == {"true:false": 1.0}
    assert (found.costs.by, found.costs.costs.threshold) == ("ada", 0.4)
    entries = activity.recent(workspace, kind="value").entries
    assert [one.sentence for one in entries] == ["set what answers of buyers cost"] * 2
    undoing.undo(workspace)
    kept = business_value.of_model(workspace, "buyers").costs.costs
    assert (dict(kept.amounts), kept.unit) == (COSTS, "£")
    undoing.undo(workspace)
    assert not business_value.of_model(workspace, "buyers").is_known
    business_value.set_costs(workspace, "buyers", COSTS)
    assert not business_value.set_costs(workspace, "buyers", {}).is_known
    found = business_value.set_costs(workspace, "buyers", {"Yes:no": 10.0, "no:yes": 3.0})
    assert found.costs.costs.amounts == {"true:false": 10.0, "false:true": 3.0}
    business_value.set_costs(workspace, "buyers", {})
    with pytest.raises(NeedsYou, match="names no truth and decision"):
        business_value.set_costs(workspace, "buyers", {"perhaps:true": 1.0})
    with pytest.raises(NeedsYou, match="nobody"):
        business_value.set_costs(workspace, "nobody", COSTS)


def test_a_look_values_its_rows_beside_those_the_champion_was_judged_on(
    workspace, champion, take_in, month
):
    version = champion()
    business_value.set_costs(workspace, "buyers", COSTS, unit="£")
    take_in(month(2, n=400))
    [chunk] = monitoring.show(workspace, "buyers").chunks
    by_hand = costs_by_hand(workspace, version, 400)
    days = (chunk.ends_at.date() - chunk.starts_at.date()).days + 1
    assert chunk.worth["value"] == pytest.approx(-by_hand.sum() / days)
    assert chunk.worth["row"]["value"] == pytest.approx(-by_hand.mean())
    assert (chunk.worth["unit"], chunk.worth["per"], chunk.worth["n"]) == ("£", "day", 400)
    held = business_value.held_out(workspace, version)
    truth, p = held.judged()
    then = [
        COSTS.get(f"{held.levels[t]}:{held.levels[int(q >= 0.5)]}", 0.0)
        for t, q in zip(truth, p, strict=True)
    ]
    assert chunk.worth["before"] == pytest.approx(-np.mean(then) * 400 / days)
    apart = chunk.worth["value"] - chunk.worth["before"]
    assert chunk.worth["change"]["value"] == pytest.approx(apart)


def test_an_alert_says_what_it_costs_and_a_model_without_value_says_nothing(
    workspace, champion, take_in, month, drain
):
    champion()
    path = month(2, n=400)
    text = path.read_text().replace(",yes\n", ",?\n").replace(",no\n", ",yes\n")
    path.write_text(text.replace(",?\n", ",no\n"))
    take_in(path)
    [alert] = monitoring.alerts(workspace)
    assert alert.cost is None
    business_value.set_costs(workspace, "buyers", COSTS, unit="£")
    drain()
    [alert] = monitoring.alerts(workspace)
    assert alert.cost["value"] < 0
    assert alert.cost["high"] < 0
    assert (alert.cost["unit"], alert.cost["per"]) == ("£", "day")
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.worth["change"]["value"] == alert.cost["value"]
    business_value.set_costs(workspace, "buyers", {})
    drain()
    assert monitoring.alerts(workspace)[0].cost is None
    assert monitoring.show(workspace, "buyers").chunks[0].worth is None


def test_days_of_a_figure_are_added_corrected_and_taken_back(
    workspace, champion, take_in, month, drain, tmp_path
):
    champion()
    take_in(month(2, n=400))
    added = business_value.add_kpi(
        workspace, "buyers", kpi_file(tmp_path / "a.csv", [100.0] * 20), unit="£"
    )
    assert (added.n_days, added.n_new, added.n_corrected) == (20, 20, 0)
    assert (added.title, added.date, added.value) == ("saved", "day", "saved")
    drain()
    assert jobs.find(workspace, added.job_id).state is JobState.SUCCEEDED
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert (chunk.worth["value"], chunk.worth["source"]) == (100.0, "kpi")
    late = business_value.add_kpi(
        workspace, "buyers", kpi_file(tmp_path / "b.csv", [40.0] * 9, first=20)
    )
    assert (late.n_new, late.n_corrected, late.unit) == (8, 1, "£")
    drain()
    [chunk] = monitoring.show(workspace, "buyers").chunks
    days = chunk.ends_at.day - chunk.starts_at.day + 1
    assert chunk.worth["value"] == pytest.approx((19 * 100 + (days - 19) * 40) / days)
    undoing.undo(workspace)
    drain()
    kpi = business_value.of_model(workspace, "buyers").kpi
    assert (len(kpi.days), set(kpi.values)) == (20, {100.0})
    assert monitoring.show(workspace, "buyers").chunks[0].worth["value"] == 100.0


def test_a_figure_is_held_against_the_days_the_champion_learned_from(
    workspace, champion, take_in, month, drain, tmp_path
):
    champion()
    lines = [f"2024-01-{day:02d},{50 + day % 2}" for day in range(1, 29)]
    lines += [f"2024-02-{day:02d},30" for day in range(1, 29)]
    path = tmp_path / "kpi.csv"
    path.write_text("\n".join(["date,cost", *lines]) + "\n")
    business_value.add_kpi(workspace, "buyers", path, is_cost=True)
    take_in(month(2, n=400))
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.worth["value"] == -30.0
    assert chunk.worth["before"] == pytest.approx(-50.5, abs=0.05)
    assert chunk.worth["change"]["low"] > 0
    assert "days that v1 learned from" in chunk.worth["against"]


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("day,a,b\n2024-01-01,1,2\n", {}, "2 columns of numbers: a, b"),
        ("day,name\n2024-01-01,x\n", {}, "no column of numbers"),
        ("n,a\n1,x\n", {}, "no column of dates"),
        ("day,a\n2024-01-01,1\n", {"value": "b"}, "has no column b"),
        ("day,a\n2024-01-01,1\n", {"value": "day"}, "is datetime, not numeric"),
    ],
)
def test_a_file_that_is_no_figure_by_day_is_refused(
    workspace, champion, tmp_path, text, options, words
):
    champion()
    path = tmp_path / "kpi.csv"
    path.write_text(text)
    with pytest.raises(NeedsYou, match=words):
        business_value.add_kpi(workspace, "buyers", path, **options)
    with pytest.raises(NeedsYou, match="no file"):
        business_value.add_kpi(workspace, "buyers", tmp_path / "gone.csv")


def test_rows_of_one_day_are_added_up_and_told(workspace, champion, tmp_path):
    champion()
    path = tmp_path / "kpi.csv"
    path.write_text("day,a\n2024-01-01 08:00,1\n2024-01-01 20:00,2\n2024-01-02,\n2024-01-03,5\n")
    found = business_value.add_kpi(workspace, "buyers", path)
    assert (found.n_days, found.n_summed, found.n_empty) == (2, 1, 1)
    assert business_value.of_model(workspace, "buyers").kpi.values == (3.0, 5.0)
    assert "added up" in found.summary


def test_an_alert_says_what_kind_it_is_and_which_column_costs(workspace, champion, take_in, month):
    champion()
    path = month(2, n=400)
    lines = path.read_text().splitlines()
    rows = [line.split(",") for line in lines[1:]]
    text = [f"{d},{float(x) * 100:.4f},{shop},{b}" for d, x, shop, b in rows]
    path.write_text("\n".join([lines[0], *text]) + "\n")
    take_in(path)
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.finding["kind"] == "feed"
    [said, *_] = chunk.finding["evidence"]
    assert said == "All of x is larger by a factor of 100."
    alert = next(a for a in monitoring.alerts(workspace) if a.rule == "drift")
    assert (alert.kind, alert.evidence[0]) == ("feed", said)
    assert alert.to_dict()["impact"] == chunk.finding["impact"]


def test_a_fall_without_drift_is_the_relation(workspace, champion, take_in, month):
    champion()
    path = month(2, n=400)
    text = path.read_text().replace(",yes\n", ",?\n").replace(",no\n", ",yes\n")
    path.write_text(text.replace(",?\n", ",no\n"))
    take_in(path)
    [chunk] = monitoring.show(workspace, "buyers").chunks
    assert chunk.finding["kind"] == "relation"
    assert "No column moved." in chunk.finding["evidence"]
    impact = chunk.finding["impact"]
    assert impact["of"] == "the share of wrong answers"
    assert impact["unexplained"] == pytest.approx(impact["now"] - impact["before"])
    [alert] = monitoring.alerts(workspace)
    assert alert.kind == "relation"


def test_rows_without_labels_have_an_estimated_worth_until_their_labels_come(
    workspace, champion, take_in, month, drain
):
    take_in(month(2, n=600))
    version = champion()
    business_value.set_costs(workspace, "buyers", COSTS, unit="£")
    path = month(3, n=400)
    head, *lines = path.read_text().splitlines()
    rows = [line.rsplit(",", 1) for line in lines]
    path.write_text("\n".join([head, *(f"{row}," for row, _ in rows), ""]))
    take_in(path)
    ingesting.accept(workspace, watching.arrived(workspace)[0].id)
    drain()
    [chunk] = monitoring.show(workspace, "buyers").chunks
    told = chunk.worth
    assert (told["is_estimated"], told["n"], told["per"]) == (True, 0, "day")
    assert told["note"] == "Estimated, as no labels have come."
    assert told["against"].endswith("that v1 was judged on")
    model = persist.load(workspace.blobs.get_bytes(version.blob))
    newest = datasets.version(workspace, "shop")
    frame = tables.whole(workspace, newest).take(np.arange(newest.rows - 400, newest.rows))
    truth = ["true" if bought == "yes" else "false" for _, bought in rows]
    said = learning.score(model, frame).labels()
    costs = [COSTS.get(f"{t}:{d}", 0.0) for t, d in zip(truth, said, strict=True)]
    days = (chunk.ends_at.date() - chunk.starts_at.date()).days + 1
    assert told["low"] < told["value"] < told["high"]
    assert told["low"] <= -sum(costs) / days <= told["high"]
    assert monitoring.course(workspace, "buyers").worth_estimated.tolist() == [True]
    # Other costs: what was estimated is estimated anew, by the job.
    business_value.set_costs(workspace, "buyers", {k: 2 * v for k, v in COSTS.items()}, unit="£")
    drain()
    [again] = monitoring.show(workspace, "buyers").chunks
    assert again.worth["is_estimated"]
    assert again.worth["value"] == pytest.approx(2 * told["value"], rel=1e-6)
