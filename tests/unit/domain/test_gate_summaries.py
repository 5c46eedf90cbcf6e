"""The summary of gates: what a pipeline's page shows, whatever stands in the sentences."""

from dataclasses import replace
from datetime import UTC, datetime

from tidemill.base.clock import to_iso
from tidemill.domain import gate_summaries
from tidemill.domain.models import ModelVersion, Stage

AT = datetime(2024, 3, 1, tzinfo=UTC)


def _gate(name, passed, message, value=None, limit=None):
    return {"name": name, "passed": passed, "message": message, "value": value, "limit": limit}


def _version(*gates, comparison=None):
    measure = {
        "metric": "auc", "title": "AUC", "decimals": 3, "champion": 0.8, "candidate": 0.79,
        "gain": {"value": -0.01, "low": -0.02, "high": 0.001},
    }  # fmt: skip
    said = {"on": "shop@2", "rows": 1200, "against": "v3", "gates": "house", "measures": [measure]}
    return ModelVersion(
        1, 1, "buyers", 4, Stage.CANDIDATE, 1, "r", "run", "prior", 1, "shop@1", "shop@2", {}, {},
        gates, said if comparison is None else comparison, "h", "b", None, AT, "ada", "", AT,
        recipe={"metric": "auc"},
    )  # fmt: skip


def test_failed_gates_come_first_and_the_paragraph_names_them():
    version = _version(
        _gate("Data checks", True, "All passed."), _gate("Fair", False, "No.", 0.123456, 0.05)
    )
    assert gate_summaries.rows(version) == [
        ("Fair", "FAILED", "0.1235", "0.05", "No."),
        ("Data checks", "passed", "–", "–", "All passed."),
    ]
    assert gate_summaries.paragraph(version) == (
        "buyers v4 passed 1 of 2 gates of the set house; what stands in its way: Fair. It was "
        "judged on shop@2, 1,200 rows, against champion v3. AUC is 0.790, with champion v3 0.800: "
        "a gain of −0.010 (−0.020 to +0.001)."
    )


def test_what_a_sentence_says_stays_a_cell_of_the_table():
    version = _version(_gate("Fair", True, "Where a|b = <b>\n*x* & `y`."))
    page = gate_summaries.markdown(version)
    assert page.startswith("## buyers v4: all gates passed\n")
    assert "| Where a\\|b = &lt;b&gt; \\*x\\* &amp; \\`y\\`. |" in page
    assert page.endswith(f"Gates ran at {to_iso(AT)}.\n")


def test_a_version_of_which_little_is_known():
    version = replace(_version(comparison={}), gates_at=None)
    assert gate_summaries.paragraph(version) == (
        "No gate was asked about buyers v4, so it can't be promoted."
    )
    assert "not all gates passed" in gate_summaries.markdown(version)
    short = _version(_gate("Fair", True, "Yes."), comparison={})
    assert gate_summaries.paragraph(short) == "buyers v4 passed 1 of 1 gates."
