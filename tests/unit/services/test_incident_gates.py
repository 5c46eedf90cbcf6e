"""What went wrong once is asked of every later candidate."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain import incident_gates as domain
from tidemill.domain.intervals import Interval
from tidemill.services import (
    incident_gates,
    incidents,
    registry,
    retraining,
    undoing,
    validating,
)


def opposite(path):
    text = path.read_text()
    swapped = text.replace(",yes\n", ",?\n").replace(",no\n", ",yes\n").replace(",?\n", ",no\n")
    path.write_text(swapped)
    return path


def of_incidents(version):
    return [g for g in version.gates if g["gate"] == domain.ID]


def test_a_limit_is_halfway_between_good_and_bad_files_and_none_where_they_mix():
    assert domain.separating([10, 12], [1, 2]) == (6.0, True)
    assert domain.separating([1, 2], [10, 12]) == (6.0, False)
    assert domain.separating([1, 11], [10, 12]) is None
    assert domain.separating([], [1]) is None


def test_the_column_that_gives_the_bad_files_away_is_a_gate_that_stops_a_candidate_of_such(
    workspace, champion, take_in, month, drain
):
    champion()
    take_in(month(2, n=400))
    take_in(month(3, n=400, shift=5.0))
    [incident] = incidents.incidents(workspace)
    offered = incident_gates.offer(workspace, incident.id)
    assert (offered.bad_stopped, offered.n_bad) == (1, 1)
    assert (offered.good_stopped, offered.n_good) == (0, 2)
    assert offered.gate.sentence.startswith("The median of x stays under ")
    gate = incident_gates.keep(workspace, incident.id)
    assert gate.name == f"Incident {incident.id}: x moved"
    with pytest.raises(NeedsYou, match="kept already"):
        incident_gates.keep(workspace, incident.id)

    retraining.ask(workspace, "buyers")
    drain()
    newest = registry.find(workspace, "buyers").versions[-1]
    assert newest.number == 2
    [said] = of_incidents(newest)
    assert (said["name"], said["passed"]) == (gate.name, False)
    assert "It is " in said["message"]
    assert not newest.gates_passed

    incident_gates.switch(workspace, gate.id, False)
    assert of_incidents(validating.again(workspace, "buyers@2")) == []
    undoing.undo(workspace)
    assert [g.is_on for g in incident_gates.gates(workspace, "buyers")] == [True]
    take_in(month(4, n=400))
    retraining.ask(workspace, "buyers")
    drain()
    good = registry.find(workspace, "buyers").versions[-1]
    assert good.number == 3
    assert [g["passed"] for g in of_incidents(good)] == [True]


def test_rows_that_were_answered_wrong_have_to_be_answered_by_every_later_candidate(
    workspace, champion, take_in, month, drain
):
    champion()
    take_in(opposite(month(2, n=400)))
    [incident] = incidents.incidents(workspace)
    gate = incident_gates.keep(workspace, incident.id)
    assert gate.settings["kind"] == domain.ROWS
    assert gate.sentence.startswith("On the 400 rows of shop v2, AUC is not surely under 0.")
    take_in(month(3, n=400))
    retraining.ask(workspace, "buyers")
    drain()
    newest = registry.find(workspace, "buyers").versions[-1]
    [said] = of_incidents(newest)
    assert said["limit"] == gate.settings["limit"]
    assert said["value"] > said["limit"]  # it learned from those rows
    assert said["passed"] is True
    kept = incident_gates.gates(workspace, "buyers")[0]
    low, high = (Interval(0.4, 0.3, end, 0.95, 400, "") for end in (0.5, 0.9))
    assert not domain.of_rows(kept, low).passed
    assert domain.of_rows(kept, high).passed
    assert not domain.of_rows(kept, None, "There are none.").passed


def test_an_incident_without_labels_or_a_telling_column_is_said_to_be_no_gate(
    workspace, champion, take_in, month
):
    champion()
    take_in(opposite(month(2, n=400)))
    [incident] = incidents.incidents(workspace)
    with pytest.raises(NeedsYou, match="can't be kept"):
        incident_gates.offer(workspace, incident.id, rows=False)
    with pytest.raises(NeedsYou, match="no incident 9"):
        incident_gates.offer(workspace, 9)


@pytest.mark.parametrize(
    ("bad", "good", "words"),
    [
        ((5, 5), (0, 353), "all 5 files of the incident and none of the 353 others"),
        ((4, 5), (2, 353), "4 of the 5 files of the incident and 2 of the 353 others"),
        ((1, 1), (0, 1), "the file of the incident and not the other one"),
        ((0, 1), (1, 1), "not even the file of the incident and the other one as well"),
        ((9, 9), (0, 0), "all 9 files of the incident and nothing else, for there is no other"),
    ],
)
def test_what_a_gate_would_have_stopped_is_told_in_plain_words(bad, good, words):
    gate = domain.IncidentGate(None, 1, 1, "", {"kind": domain.COLUMN})
    offer = incident_gates.Offer(gate, *bad, *good)
    assert offer.words() == f"Would have stopped {words}."
