"""Runs come back as they were logged, whatever the values, names and scripts."""

import math
import threading
from collections.abc import Mapping

import pytest
import sqlalchemy as sa

from tidemill.store import run_changes, run_columns, runs, schema, trash
from tidemill.store.engine import Store

LONG = "".join(chr(0x4E00 + n % 20_000) for n in range(40_000))  # 120 kB that no page squeezes
SCRIPTS = {
    "latin": "Größe 'x' \"y\" `z` \\ % %s :name ?",
    "emoji": "🙂👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "שלום مرحبا \u202eabc\u202c",
    "combining": "e\u0301 ñ ṩ",
    "controls": "\t\r\n\x01\x7f\x85",
    "empty": "",
    "blanks": "  \u00a0 ",
    "long": LONG,
}


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def begun(store: Store, number: int = 0, **values: Mapping[str, object]) -> int:
    with store.write() as tx:
        pk = runs.insert(
            tx,
            uuid=f"{number:032d}",
            project="default",
            experiment="e",
            name=f"r{number}",
            user="ada",
            job_id=None,
            dataset_version_id=None,
        )
        runs.put_values(tx, pk, **values)  # type: ignore[arg-type]
    return pk


def changed(connection: sa.Connection, since: int, *fields: str) -> list[tuple]:
    """Key and fields of the runs that changed past a number."""
    return [tuple(row) for part in run_columns.own(connection, fields, since) for row in part]


def found(store: Store, pk: int):
    with store.read() as connection:
        [run] = runs.find(connection, [pk])
    return run


def test_metrics_keep_every_number_nan_and_infinities_too(store):
    numbers = {
        "tenths": 0.1 + 0.2,
        "tiny": 5e-324,
        "huge": 1.7976931348623157e308,
        "third": 1 / 3,
        "more": math.inf,
        "less": -math.inf,
        "none": math.nan,
    }
    metrics = dict(found(store, begun(store, metrics=numbers)).metrics)
    assert math.isnan(metrics.pop("none"))
    del numbers["none"]
    assert metrics == numbers


@pytest.mark.parametrize("script", SCRIPTS)
def test_names_and_values_keep_any_script_and_any_length(store, script):
    text = SCRIPTS[script]
    values = {f"k{text}": text, f"k{text}x": "another"}
    run = found(store, begun(store, params=values, tags=values, metrics={f"m{text}": 1.0}))
    assert run.params == values
    assert run.tags == values
    assert run.metrics == {f"m{text}": 1.0}


def test_a_long_name_is_known_again_and_not_taken_for_another(store):
    first = begun(store, 0, metrics={LONG + "a": 1.0, LONG + "b": 2.0})
    second = begun(store, 1, metrics={LONG + "a": 3.0})
    with store.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.key)).scalar() == 2
    assert found(store, first).metrics == {LONG + "a": 1.0, LONG + "b": 2.0}
    assert found(store, second).metrics == {LONG + "a": 3.0}
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        tx.insert(schema.key, kind="metric", name=LONG + "a")


def test_what_no_store_can_keep_is_shown_as_replaced_and_found_again(store):
    """NUL, and half a letter as it stands in a file name that is no UTF-8."""
    pk = begun(store, params={"a\0b": "x\0y\udcff"}, tags={"t\0": "\ud83d"})
    run = found(store, pk)
    assert run.params == {"a\ufffdb": "x\ufffdy\ufffd"}
    assert run.tags == {"t\ufffd": "\ufffd"}
    with store.write() as tx:
        runs.put_values(tx, pk, params={"a\0b": "again"})
        run_changes.put(tx, "tag:t\0", None, [pk])
    run = found(store, pk)
    assert run.params == {"a\ufffdb": "again"}
    assert run.tags == {}


def test_values_logged_again_replace_those_before(store):
    pk = begun(store, metrics={"auc": 0.5, "loss": 2.0}, tags={"team": "a"})
    with store.write() as tx:
        runs.put_values(tx, pk, metrics={"auc": math.inf}, tags={"team": "b"})
    run = found(store, pk)
    assert run.metrics == {"auc": math.inf, "loss": 2.0}
    assert run.tags == {"team": "b"}


def test_a_parameter_that_reads_as_a_number_can_be_asked_for_as_one(store):
    begun(store, params={"a": "1e-3", "b": "nan", "c": "-Infinity", "d": "1,5"})
    with store.read() as connection:
        query = sa.select(schema.key.c.name, schema.kv.c.num, schema.kv.c.txt)
        rows = connection.execute(query.join(schema.key, schema.key.c.id == schema.kv.c.key_id))
        values = {name: (num, txt) for name, num, txt in rows}
    assert values == {
        "a": (0.001, "1e-3"),
        "b": (None, "nan"),
        "c": (-math.inf, "-Infinity"),
        "d": (None, "1,5"),
    }


def test_files_of_a_run_are_kept_by_their_path(store):
    pk = begun(store)
    longest = "/".join(["ordner-ü"] * 56)
    with store.write() as tx:
        runs.put_artifact(tx, pk, "plots/roc.png", "a" * 32, 10)
        runs.put_artifact(tx, pk, longest, "b" * 32, 2**40)
        runs.put_artifact(tx, pk, "plots/roc.png", "c" * 32, 11)
    assert found(store, pk).artifacts == {"plots/roc.png": "c" * 32, longest: "b" * 32}


def test_a_deleted_run_is_told_once_as_gone(store):
    pk, other = begun(store, 0), begun(store, 1)
    with store.read() as connection:
        seen = run_columns.mark(connection).seq
    with store.write() as tx:
        trash.mark(tx, [pk])
    with store.read() as connection:
        assert changed(connection, seen, "trashed") == [(pk, True)]
        assert changed(connection, run_columns.mark(connection).seq) == []
        assert runs.count(connection) == 1
        assert runs.pk_of(connection, "r0") == []
        assert runs.pk_of(connection, "r1") == [other]


def test_a_search_by_name_finds_the_newest_first_and_takes_signs_as_letters(store):
    pks = [begun(store, number) for number in range(3)]
    with store.write() as tx:
        for pk, name in zip(pks, ("Trial 100%", "trial_1", "TRIAL 2"), strict=True):
            runs.update(tx, [pk], name=name)
    with store.read() as connection:
        assert runs.newest_named(connection, "trial", 9) == pks[::-1]
        assert runs.newest_named(connection, "trial", 2) == [pks[2], pks[1]]
        assert runs.newest_named(connection, "0%", 9) == [pks[0]]
        assert runs.newest_named(connection, "l_", 9) == [pks[1]]
    with store.write() as tx:
        runs.update(tx, [pks[2]], deleted=True)
    with store.read() as connection:
        assert runs.newest_named(connection, "trial 2", 9) == []


def test_changes_of_many_writers_at_once_are_seen_without_one_left_out(store, open_again):
    """A number that is drawn early and seen late would be skipped by whoever reads on."""
    stores = [store, open_again(store), open_again(store)]

    def write(own: Store, first: int) -> None:
        for number in range(first, first + 15):
            begun(own, number, metrics={"auc": float(number)})

    threads = [threading.Thread(target=write, args=(own, n * 100)) for n, own in enumerate(stores)]
    for thread in threads:
        thread.start()
    seen: list[str] = []
    seq = 0
    is_over = False
    while True:
        with store.read() as connection:
            last = run_columns.mark(connection).seq
            alive = runs.find(connection, [pk for (pk,) in changed(connection, seq)])
            seq = last
        seen += [run.name for run in alive if run.metrics]
        if not alive and is_over:
            break
        is_over = not any(thread.is_alive() for thread in threads)
    assert sorted(seen) == sorted(f"r{n}" for n in (*range(15), *range(100, 115), *range(200, 215)))


def test_ten_thousand_runs_change_in_one_transaction(store):
    with store.write() as tx:
        rows = [
            {
                "uuid": f"{n:032d}",
                "project": "default",
                "experiment": "e",
                "name": f"r{n}",
                "status": "finished",
                "user": "ada",
                "pinned": False,
                "archived": False,
                "deleted": False,
                "seq": 1,
            }
            for n in range(10_000)
        ]
        tx.run(sa.insert(schema.run), rows)
    with store.write() as tx:
        runs.update(tx, list(range(1, 10_001)), archived=True)
    with store.read() as connection:
        archived = sa.select(sa.func.count()).where(schema.run.c.archived.is_(True))
        assert connection.execute(archived).scalar_one() == 10_000


@pytest.mark.parametrize("n_others", [3, 120], ids=["few parameters", "many parameters"])
def test_some_metrics_are_read_alike_however_many_names_the_store_knows(store, n_others):
    params = {f"p{n}": str(n) for n in range(n_others)}
    values = {"params": params, "metrics": {"auc": 0.8, "loss": math.inf}, "tags": {"team": "a"}}
    pk = begun(store, **values)
    with store.read() as connection:
        before = [runs.find(connection, [pk], metrics) for metrics in ((), ("loss",), None)]
    with store.write() as tx:
        many = [{"kind": "metric", "name": f"layer{n}"} for n in range(1_100)]
        tx.run(sa.insert(schema.key), many)
    with store.read() as connection:
        after = [runs.find(connection, [pk], metrics) for metrics in ((), ("loss",), None)]
    assert after == before
    assert dict(after[1][0].metrics) == {"loss": math.inf}
    assert after[0][0].params == params


def test_a_run_with_very_many_values_is_told_from_others_and_gives_its_first_metrics(store):
    pk = begun(store, metrics={f"layer{n}": float(n) for n in range(30)})
    other = begun(store, 1, metrics={"layer3": 1.0}, params={"depth": "3"})
    with store.read() as connection:
        assert runs.is_any_over(connection, [other, pk], 29)
        assert not runs.is_any_over(connection, [other, pk], 30)
        assert not runs.is_any_over(connection, [other], 2)
        assert runs.first_metrics(connection, pk, 2) == ["layer0", "layer1"]
        assert runs.first_metrics(connection, other, 2) == ["layer3"]
