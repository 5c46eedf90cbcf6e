"""PostgreSQL's errors in sentences, and what is not loaded where nobody shares."""

import subprocess
import sys

import psycopg
import pytest
from psycopg import errors

from tidemill.base.clock import HeldClock
from tidemill.base.database_urls import DatabaseUrl
from tidemill.base.errors import NeedsYou, WorldError
from tidemill.store import postgres_driver
from tidemill.store.engine import create_store, open_store

URL = DatabaseUrl.of("postgresql://ada@db/team")
_BEFORE = 'connection failed: connection to server at "10.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (errors.DiskFull("could not extend file"), WorldError, "The disk of db is full."),
        (errors.IoError("could not write"), WorldError, "The disk of db is full."),
        (errors.LockNotAvailable("timeout"), WorldError, "holds team locked"),
        (errors.DeadlockDetected("deadlock"), WorldError, "holds team locked"),
        (errors.AdminShutdown("terminating"), WorldError, "can't be reached"),
        (errors.ConnectionFailure("gone"), WorldError, "can't be reached"),
        (errors.CannotConnectNow("starting"), WorldError, "can't be reached"),
        (errors.TooManyConnections("too many"), WorldError, "has no connection left"),
        (errors.ReadOnlySqlTransaction("standby"), WorldError, "may only be read"),
        (errors.InsufficientPrivilege("denied"), NeedsYou, "does not let this account"),
        (errors.DataCorrupted("invalid page"), NeedsYou, "is damaged"),
        (errors.InvalidPassword("no"), NeedsYou, "did not accept the password"),
        (
            psycopg.OperationalError(
                _BEFORE + 'FATAL:  password authentication failed for user "ada"'
            ),
            NeedsYou,
            "did not accept the password",
        ),
        (
            psycopg.OperationalError(_BEFORE + "fe_sendauth: no password supplied"),
            NeedsYou,
            "did not accept the password",
        ),
        (
            psycopg.OperationalError(_BEFORE + 'FATAL:  no pg_hba.conf entry for host "10.0.0.2"'),
            NeedsYou,
            "did not let this account in",
        ),
        (
            psycopg.OperationalError(_BEFORE + 'FATAL:  database "team" does not exist'),
            NeedsYou,
            "There is no database team on db.",
        ),
        (
            psycopg.OperationalError(_BEFORE + "FATAL:  sorry, too many clients already"),
            WorldError,
            "has no connection left",
        ),
        (
            psycopg.OperationalError("failed to resolve host 'db': Name or service not known"),
            WorldError,
            "can't be reached",
        ),
        (psycopg.OperationalError("verbunden war einmal"), WorldError, "can't be reached"),
        (psycopg.InterfaceError("the connection is closed"), WorldError, "can't be reached"),
        (
            psycopg.ProgrammingError('invalid URI query parameter: "sslmod"'),
            NeedsYou,
            "sslmod",
        ),
    ],
)
def test_what_the_world_or_a_person_causes_is_told_with_a_way_out(error, kind, words):
    said = postgres_driver.told(error, URL)
    assert type(said) is kind
    assert words in said.message
    assert said.hint
    assert said.detail


@pytest.mark.parametrize(
    "error", [errors.SyntaxError("at or near"), errors.UniqueViolation("twice"), ValueError("no")]
)
def test_what_is_our_own_mistake_rises_as_it_is(error):
    assert postgres_driver.told(error, URL) is None


def test_without_the_extra_package_it_is_named(monkeypatch):
    monkeypatch.delitem(sys.modules, "tidemill.store.postgres_driver")
    monkeypatch.delattr("tidemill.store.postgres_driver")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(NeedsYou, match="psycopg") as told:
        open_store(URL, HeldClock())
    assert "pip install" in told.value.hint


def test_who_shares_nothing_loads_nothing_of_it(tmp_path):
    create_store(tmp_path, HeldClock()).close()
    code = (
        "import sys; from pathlib import Path; from tidemill.services import workspace;"
        f"workspace.open_existing(Path({str(tmp_path)!r})).close();"
        "print([m for m in sys.modules if m.startswith(('psycopg', 'tidemill.store.postgres'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
