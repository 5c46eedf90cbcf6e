"""The rows of an incident: which parts lose most, which show it best, and learning without them."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.gate_sets import GateWish
from tidemill.services import (
    concerned_rows,
    datasets,
    example_rows,
    gate_sets,
    incidents,
    ingesting,
    label_pages,
    labelling,
    personal_data,
    registry,
    retraining,
    retraining_without,
    rows_to_label,
    setting_aside,
    tables,
    undoing,
    validating,
    watching,
)


def one_feed_broken(path, shop="north", factor=100.0):
    """The month's file with `x` of one shop so many times too large."""
    head, *lines = path.read_text().splitlines()
    told = []
    for line in lines:
        day, x, where, bought = line.split(",")
        told.append(f"{day},{float(x) * factor if where == shop else x},{where},{bought}")
    path.write_text("\n".join([head, *told]) + "\n")
    return path


@pytest.fixture
def incident(workspace, champion, take_in, month):
    """Of a file in which one shop's `x` is a hundred times too large."""
    champion()
    take_in(one_feed_broken(month(2, n=600)))
    [found] = incidents.incidents(workspace)
    return found


def test_the_part_that_suffers_goes_first_beside_what_was_lost_before(incident):
    told = incident.facts["slices"]
    assert told["of"] == "the share of wrong answers"
    assert told["is_estimated"] is False
    worst = told["items"][0]
    assert worst["words"] != ""
    assert 0 < told["before"] < 0.5
    assert worst["low"] <= worst["value"] <= worst["high"]
    assert [one["low"] for one in told["items"]] == sorted(
        (one["low"] for one in told["items"]), reverse=True
    )


def test_example_rows_show_values_with_the_answer_they_got_and_would_have_got(workspace, incident):
    shown = example_rows.shown(workspace, incident.id)
    assert shown.note == ""
    assert shown.answer == "bought = true"
    assert shown.column == "x"
    assert len(shown.rows) == example_rows.MOST
    place = shown.columns.index("x")
    newest = datasets.version(workspace, "shop")
    own = tables.own(workspace, newest).frame()
    for row in shown.rows:
        assert row.values[place] == pytest.approx(float(own["x"].values[row.number - 1]))
        assert row.without is not None
        assert 0 <= row.said <= 1
    apart = [abs(row.said - row.without) for row in shown.rows]
    assert apart == sorted(apart, reverse=True)
    assert apart[0] > 0.05


def test_personal_values_of_example_rows_are_masked_and_name_no_part(
    workspace, champion, take_in, month
):
    champion()
    personal_data.mark(workspace, "shop", "shop", True)
    take_in(one_feed_broken(month(2, n=600)))
    [found] = incidents.incidents(workspace)
    assert all(one["column"] != "shop" for one in found.facts["slices"]["items"])
    assert found.facts["examples"]["rows"]
    assert "north" not in str(found.facts["examples"])


def test_example_rows_of_deleted_data_are_said_to_be_gone(workspace, incident, take_in, month):
    from tidemill.services import dataset_trash

    dataset_trash.delete(workspace, "shop@2", anyway=True)
    dataset_trash.empty(workspace)
    assert example_rows.shown(workspace, incident.id).note == "The rows were deleted."


def test_retraining_without_the_bad_rows_learns_from_none_of_them_and_says_so(
    workspace, incident, take_in, month, drain
):
    take_in(month(3, n=400))
    concerned = concerned_rows.of(workspace, incident.id)
    assert [v.number for v in concerned.versions] == [2]
    n_bad = sum(concerned_rows.count(workspace, concerned).values())
    plan = retraining_without.plan(workspace, incident.id)
    assert (plan.newest.number, plan.n_rows) == (3, n_bad)
    retraining.ask(workspace, "buyers", without=incident.id)
    [job] = [j for j in drain() if j.kind == retraining.RETRAIN]
    assert job.state == "succeeded", job
    made = registry.find(workspace, "buyers").versions[-1]
    assert made.number == 2
    run = _run(workspace, made)
    words = f"without {n_bad} rows of incident {incident.id}: {concerned.words()}"
    assert run.params["left_out"] == words
    assert words in job.cause
    newest = datasets.version(workspace, "shop@2")
    whole = tables.whole(workspace, newest)
    bad = concerned_rows.numbers_in(workspace, concerned, newest)
    assert len(bad) == n_bad
    kept = [i for i in range(whole.n_rows) if i not in set(bad.tolist())]
    from tidemill.domain.content import content_hash

    assert run.params["rows_hash"] == content_hash(whole.take(kept))


def test_a_candidate_learned_without_them_is_learned_again_without_the_very_same_rows(
    workspace, incident, take_in, month, drain
):
    take_in(month(3, n=400))
    retraining.ask(workspace, "buyers", without=incident.id)
    drain()
    wishes = [GateWish.parse("reproduced:most=0"), GateWish.parse("stable_over_seeds")]
    gate_sets.put(workspace, "again", wishes)
    gate_sets.use(workspace, "buyers", "again")
    told = {one["gate"]: one for one in validating.again(workspace, "buyers@2").gates}
    assert told["reproduced"]["value"] == 0.0, told
    assert told["stable_over_seeds"]["value"] is not None, told


def _run(workspace, version):
    from tidemill.store import runs

    with workspace.store.read() as connection:
        return runs.find(connection, [version.run_pk])[0]


def test_retraining_without_them_is_refused_where_it_would_not_help(
    workspace, champion, take_in, month
):
    champion()
    take_in(month(2, n=400, shift=4.0))
    [found] = incidents.incidents(workspace)
    assert found.facts.get("part") is None
    with pytest.raises(NeedsYou, match="Would not help: buyers v1 learned from none"):
        retraining.ask(workspace, "buyers", without=found.id)
    with pytest.raises(NeedsYou, match="no model other"):
        retraining.ask(workspace, "other", without=found.id)


def without_labels(path, n):
    """The month's file with `bought` left empty in the first rows."""
    head, *lines = path.read_text().splitlines()
    first = [line.rpartition(",")[0] + "," for line in lines[:n]]
    path.write_text("\n".join([head, *first, *lines[n:]]) + "\n")
    return path


def test_rows_to_label_are_drawn_from_the_bad_ones_without_a_label_and_stay_the_same(
    workspace, champion, take_in, month, drain
):
    champion()
    take_in(without_labels(one_feed_broken(month(2, n=600)), 450))
    [aside] = watching.arrived(workspace, state="set-aside")  # for it lacks labels
    ingesting.accept(workspace, aside.id)
    drain()
    [found] = incidents.incidents(workspace)
    chosen = rows_to_label.of_incident(workspace, found.id)
    newest = datasets.version(workspace, "shop")
    concerned = concerned_rows.of(workspace, found.id)
    bad = set(concerned_rows.numbers_in(workspace, concerned, newest).tolist())
    assert len(chosen.rows) == rows_to_label.N_ROWS
    assert set(chosen.rows.tolist()) <= bad
    whole = tables.whole(workspace, newest)
    assert whole["bought"].missing[chosen.rows].all()
    again = rows_to_label.of_incident(workspace, found.id)
    assert again.rows.tolist() == chosen.rows.tolist()
    # 20 of 40: Wilson's interval at 95 % is 0.352 to 0.648 (Wilson 1927).
    assert chosen.words() == "Tells the share of wrong answers to ± 0.15 at worst"

    page = label_pages.page(workspace, "shop", "bought", only=chosen.rows, limit=100)
    assert (page.total, page.labelled) == (40, 0)
    labelling.put(workspace, "shop", "bought", {page.rows[0].key: "true"})
    page = label_pages.page(workspace, "shop", "bought", only=chosen.rows, limit=100)
    assert (page.total, page.labelled) == (40, 1)
    expected = [whole["x"].values[row] for row in chosen.rows[1:]]
    place = page.columns.index("x")
    assert [row.values[place] for row in page.rows[:-1]] == pytest.approx(expected)


def test_rows_that_all_have_their_label_are_not_asked_for(workspace, incident):
    with pytest.raises(NeedsYou, match="has a label in bought already"):
        rows_to_label.of_incident(workspace, incident.id)


@pytest.fixture
def inbox(workspace, champion, tmp_path, drain):
    """A watched folder that feeds the champion's data."""
    champion()
    folder = tmp_path / "inbox"
    folder.mkdir()
    watching.add(workspace, folder, dataset="shop", target="bought", time="day")

    def land(path):
        path.rename(folder / path.name)
        watching.scan(workspace)
        workspace.clock.advance(60)
        watching.scan(workspace)
        return drain()

    return land


def test_a_feed_set_aside_is_paused_its_file_leaves_the_data_and_one_step_takes_it_back(
    workspace, inbox, month
):
    inbox(one_feed_broken(month(2, n=600)))
    [found] = incidents.incidents(workspace)
    [file] = [f for f in watching.arrived(workspace, state="added") if f.watch_id is not None]
    told = setting_aside.set_aside(workspace, found.id)
    assert [v.number for v in told.versions] == [2]
    assert told.words() == "New files of inbox wait; v2 leaves the data with its 600 rows."
    [watch] = watching.every(workspace)
    assert not watch.is_on
    assert datasets.find(workspace, "shop").newest.number == 1
    aside = watching.file(workspace, file.id)
    assert aside.state == "set-aside"
    assert aside.reason == f"Ada set its feed aside for incident {found.id}."
    with pytest.raises(NeedsYou, match="not in the data any more"):
        setting_aside.offer(workspace, found.id)
    turns = undoing.preview(workspace).turns
    assert [(one.what, one.now, one.then) for one in turns] == [
        ("1 folder", "paused", "watched"),
        ("1 file", "set aside", "taken in"),
    ]
    undoing.undo(workspace)
    assert watching.every(workspace)[0].is_on
    assert datasets.find(workspace, "shop").newest.number == 2
    again = watching.file(workspace, file.id)
    assert (again.state, again.outcome, again.reason) == ("added", file.outcome, file.reason)


def test_a_version_that_later_ones_hold_stays_and_the_feed_is_paused_all_the_same(
    workspace, inbox, month, take_in
):
    inbox(one_feed_broken(month(2, n=600)))
    [found] = incidents.incidents(workspace)
    take_in(month(3, n=100))
    told = setting_aside.set_aside(workspace, found.id)
    assert told.versions == ()
    assert told.words().endswith("v2 stays: it is part of v3, which came after it.")
    assert not watching.every(workspace)[0].is_on
    with pytest.raises(NeedsYou, match="set aside already"):
        setting_aside.set_aside(workspace, found.id)
    undoing.undo(workspace)
    assert watching.every(workspace)[0].is_on


def test_rows_of_no_watched_folder_have_no_feed_to_set_aside(workspace, incident):
    with pytest.raises(NeedsYou, match="came from no watched folder"):
        setting_aside.set_aside(workspace, incident.id)


def test_setting_aside_is_not_taken_back_once_the_folder_was_resumed(workspace, inbox, month):
    inbox(one_feed_broken(month(2, n=600)))
    [found] = incidents.incidents(workspace)
    setting_aside.set_aside(workspace, found.id)
    watching.switch(workspace, watching.every(workspace)[0].id, on=True)
    assert not any("set the feed" in one.words for one in undoing.every(workspace))
