"""Parameters of a script are found by reading it, and handed over as the script wants them."""

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.script_params import (
    ParamKind,
    ScriptParam,
    command_words,
    constants,
    find,
    typed,
)

ARGPARSE = """
import argparse

DEPTH = 3
RATE: float = 0.1
NAMES = ["a", "b"]
lower = 5
NOW = time.time()

parser = argparse.ArgumentParser()
parser.add_argument("path", help="Where it lies")
parser.add_argument("-n", "--n-trees", type=int, default=200, help="Trees")
parser.add_argument("--metric", choices=["auc", "f1"], default="auc")
parser.add_argument("--fast", action="store_true")
parser.add_argument("--no-plots", dest="plots", action="store_false")
parser.add_argument("--target", required=True)
parser.add_argument("--version", action="version")
"""

CLICK = """
import click

@click.command()
@click.option("--epochs", default=10, help="How often")
@click.option("--kind", type=click.Choice(["lgbm", "xgb"]), default="lgbm")
@click.option("--shout/--quiet", default=True)
@click.option("-v", "--verbose", is_flag=True)
@click.argument("folder")
def main(epochs, kind, shout, verbose, folder):
    pass
"""

TYPER = """
from typing import Annotated
import typer

app = typer.Typer()

@app.command()
def main(
    source: str,
    depth: Annotated[int, typer.Option(help="Levels")] = 6,
    rate: float = typer.Option(0.1, "--learning-rate"),
    fast: bool = False,
    warm: bool = True,
    name: str = typer.Option(...),
):
    def other(hidden: int = 4): ...
"""


def named(source: str) -> dict[str, ScriptParam]:
    return {param.name: param for param in find(source)}


def test_constants_in_capitals_and_options_of_argparse_are_found_in_order() -> None:
    found = named(ARGPARSE)
    assert list(found) == [
        "DEPTH", "RATE", "NAMES", "path", "n_trees", "metric", "fast", "plots", "target",
    ]  # fmt: skip
    assert (found["DEPTH"].default, found["DEPTH"].kind) == (3, ParamKind.CONSTANT)
    assert (found["RATE"].type, found["NAMES"].default) == ("float", ["a", "b"])
    trees = found["n_trees"]
    assert (trees.words, trees.default, trees.type, trees.help) == (
        "--n-trees", 200, "int", "Trees",
    )  # fmt: skip
    assert found["metric"].choices == ("auc", "f1")
    assert (found["fast"].default, found["plots"].default) == (False, True)
    assert [p.name for p in found.values() if p.is_required] == ["path", "target"]


def test_options_of_click_are_found() -> None:
    found = named(CLICK)
    assert found["epochs"].default == 10
    assert found["kind"].choices == ("lgbm", "xgb")
    assert (found["shout"].words, found["shout"].off) == ("--shout", "--quiet")
    assert found["verbose"].kind is ParamKind.FLAG
    assert (found["folder"].kind, found["folder"].is_required) == (ParamKind.ARGUMENT, True)


def test_options_of_typer_are_found_by_the_signature_of_its_command() -> None:
    found = named(TYPER)
    assert set(found) == {"source", "depth", "rate", "fast", "warm", "name"}
    assert (found["depth"].words, found["depth"].help) == ("--depth", "Levels")
    assert (found["rate"].words, found["rate"].default) == ("--learning-rate", 0.1)
    assert found["warm"].off == "--no-warm"
    assert [p.name for p in found.values() if p.is_required] == ["source", "name"]


def test_values_are_written_as_the_script_reads_them() -> None:
    given = {"path": "in.csv", "n_trees": 50, "fast": True, "plots": True, "target": "-x"}
    assert command_words(find(ARGPARSE), given) == [
        "--n-trees=50", "--fast", "--target=-x", "in.csv",
    ]  # fmt: skip
    assert command_words(find(CLICK), {"shout": False, "folder": "-f"}) == ["--quiet", "--", "-f"]
    words = command_words(find(TYPER), {"source": "s", "name": "n", "warm": False, "rate": 0.2})
    assert words == ["--learning-rate=0.2", "--no-warm", "--name=n", "s"]
    assert constants(find(ARGPARSE), {"DEPTH": 5, "RATE": 0.1}) == {"DEPTH": 5}


def test_a_required_parameter_without_a_value_is_asked_for() -> None:
    with pytest.raises(NeedsYou, match="needs a value for path"):
        command_words(find(ARGPARSE), {"target": "y"})


def test_values_given_as_text_get_their_own_type_or_are_refused() -> None:
    found = named(ARGPARSE)
    assert typed(found["DEPTH"], "7") == 7
    assert typed(found["RATE"], "0.5") == 0.5
    assert typed(found["fast"], "yes") is True
    assert typed(found["NAMES"], '["x"]') == ["x"]
    assert typed(found["metric"], "f1") == "f1"
    for name, text, words in (
        ("DEPTH", "deep", "a whole number"),
        ("fast", "maybe", "true or false"),
        ("metric", "loss", "Choose one of auc, f1"),
        ("NAMES", "[", "a value"),
    ):
        with pytest.raises(NeedsYou) as refused:
            typed(found[name], text)
        assert words in refused.value.hint


def test_what_is_no_python_is_told_with_its_line() -> None:
    with pytest.raises(NeedsYou, match=r"train\.py can't be read as Python in line 2"):
        find("x = 1\nif x\n", "train.py")
