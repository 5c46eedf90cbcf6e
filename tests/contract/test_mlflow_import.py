"""An MLflow store comes over from either database into either of ours, with the same values."""

import math
import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from tidemill.base.progress import Silent
from tidemill.services import outside_models, run_page, runs, trash
from tidemill.services.run_imports import mlflow_store, taking

STORE = Path(__file__).parents[1] / "unit" / "services" / "mlflow_stores" / "store.sql"
PARENT = "c29bc41573ec4174bc6e6ee4ca2a57ee"


def take(workspace, text, reporter, **options):
    return taking.take(
        workspace, mlflow_store.opened(str(text)), reporter, named=str(text), **options
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def source(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store of MLflow's in each database."""
    text = STORE.read_text()
    url = f"sqlite:///{tmp_path / 'mlflow.db'}"
    if request.param == "postgresql":
        url = str(request.getfixturevalue("empty_database"))
        # As there: a truth value is none of a number, a float has eight bytes.
        text = text.replace(" FLOAT", " DOUBLE PRECISION")
        text = re.sub(r"(INSERT INTO metrics .*), 1\);", r"\1, TRUE);", text)
        text = re.sub(r"(INSERT INTO metrics .*), 0\);", r"\1, FALSE);", text)
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        for one in text.splitlines():
            if one.startswith(("CREATE", "INSERT")):
                connection.exec_driver_sql(one)
    engine.dispose()
    return url


def test_models_come_over(tmp_path, any_workspace):
    url = f"sqlite:///{tmp_path / 'mlflow.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for one in STORE.with_name("models.sql").read_text("utf-8").splitlines():
            connection.exec_driver_sql(one)
    engine.dispose()
    done = take(any_workspace, url, Silent())
    assert (done.models.n_logged, done.models.n_models, done.models.n_versions) == (1, 1, 3)
    with any_workspace.store.read() as connection:
        model = outside_models.find_in(connection, "buyers")
    assert model is not None
    assert [one.number for one in model.versions] == [1, 2, 3]
    assert model.aliases == {"challenger": 2}
    assert take(any_workspace, url, Silent()).models.n_versions == 0


def test_every_value_comes_over(source, any_workspace):
    done = take(any_workspace, source, Silent())
    assert (done.n_there, done.n_taken, done.n_points) == (6, 6, 10)
    parent = runs.one(any_workspace, PARENT)
    assert parent.params == {"depth": "3", "rate": "0.1", "name with space": "größe"}
    assert parent.metrics["loss"] == 0.2
    assert math.isnan(parent.metrics["nan"])
    assert parent.metrics["inf"] == math.inf
    assert parent.note == "What it is for"
    assert runs.one(any_workspace, "514e9f256509473dbf245b4bcf9f3c29").parent_pk == parent.pk
    assert [one.digest for one in run_page.page(any_workspace, PARENT).inputs] == ["2b679e2b"]
    assert trash.count(any_workspace) == 2
    again = take(any_workspace, source, Silent())
    assert (again.n_taken, again.n_known) == (0, 6)
