"""What can be chosen by name is listed, family by family."""

import json

import pytest

from tidemill.catalog import discovery
from tidemill.cli.app import run

from .conftest import StandIn


def test_every_entry_of_every_family_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--json", "catalogue"], StandIn()) == 0
    found = json.loads(capsys.readouterr().out)
    listed = {(one["family"], one["id"]) for one in found["items"]}
    wanted = {(name, key) for name in discovery.families() for key in discovery.family(name)}
    assert listed == wanted
    assert ("estimators", "random_forest") in listed


def test_one_family_is_listed_and_an_unknown_one_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["--json", "catalogue", "gates"], StandIn()) == 0
    assert {one["family"] for one in json.loads(capsys.readouterr().out)["items"]} == {"gates"}
    assert run(["catalogue", "nothing"], StandIn()) == 2
    assert "no family nothing" in capsys.readouterr().err
