"""The recipes of the guide, played word for word on the tables their script makes."""

import csv
import importlib.util
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
GUIDE = ROOT / "docs" / "guide"


def tables() -> Any:
    """The script that makes the tables."""
    place = ROOT / "docs" / "recipe_tables.py"
    spec = importlib.util.spec_from_file_location("recipe_tables", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["recipe_tables"] = module
    spec.loader.exec_module(module)
    return module


def lines(page: str) -> list[list[str]]:
    """The commands of a page in order, without the workspace they name."""
    text = (GUIDE / f"recipe_{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    words = [shlex.split(line)[1:] for line in "".join(blocks).splitlines()]
    return [line[2:] if line[:1] == ["-w"] else line for line in words]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def play(tidemill, tmp_path, monkeypatch):
    """Plays a recipe to its end in a folder with its table; returns what the commands said."""
    monkeypatch.chdir(tmp_path)
    tables().write("hotter", tmp_path)

    def played(page: str) -> dict[str, str]:
        tables().write(page, tmp_path)
        said = {}
        for words in lines(page):
            alone = words[0] in {"init", "drift"}
            told = tidemill(*words, where=None if alone else tmp_path / "lab")
            assert told.code == 0, f"{shlex.join(words)}: {told.err or told.out}"
            said[" ".join(words[:2])] = told.out
        return said

    return played


def served(tidemill: Any, folder: Path, model: str) -> dict[str, Any]:
    """What the champion's version says of itself."""
    told = tidemill("models", "show", f"{model}@1", "--json", where=folder / "lab").json
    assert told["stage"] == "champion"
    return dict(told)


def test_the_recipe_of_customers_who_leave(play, tidemill, tmp_path) -> None:
    said = play("churn")
    told = served(tidemill, tmp_path, "churn")
    assert told["metrics"]["auc"] == pytest.approx(0.79, abs=0.02), "as the page says"
    assert "10000" in said["predict churn"]


def test_the_recipe_of_demand_a_week_ahead(play, tidemill, tmp_path) -> None:
    play("demand")
    assert served(tidemill, tmp_path, "demand")["metrics"]["mae"] < 20
    days = rows_of(tmp_path / "next_week.csv")
    assert len(days) == 7


def test_the_recipe_of_fraud(play, tidemill, tmp_path) -> None:
    play("fraud")
    told = served(tidemill, tmp_path, "fraud")
    assert told["metrics"]["pr_auc"] > 0.3, "six in a hundred are fraud"
    rows = rows_of(tmp_path / "decided.csv")
    assert len(rows) == 1_500


def test_the_recipe_of_parts(play, tidemill, tmp_path) -> None:
    said = play("quality")
    served(tidemill, tmp_path, "quality")
    drift = said["drift quality.csv"]
    heat, speed = (
        next(x for x in drift.splitlines() if x.startswith(n)) for n in ("heat", "speed")
    )
    assert "PSI" in heat, "hotter parts stand out"
    assert "PSI" not in speed


def test_every_recipe_has_its_table_and_its_page() -> None:
    pages = {page.stem.removeprefix("recipe_") for page in GUIDE.glob("recipe_*.md")}
    assert pages == set(tables().TABLES) - {"hotter"}
