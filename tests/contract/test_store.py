"""What every store must keep, whichever database stands below it."""

import threading

import pytest
import sqlalchemy as sa
from heard_news import heard

from tidemill.domain.activities import first_broken
from tidemill.domain.jobs import JobRequest
from tidemill.domain.people import Person, PersonRole
from tidemill.jobs import queue
from tidemill.store import activities, files, people, run_columns, runs, settings
from tidemill.store.engine import Store
from tidemill.store.feed import FeedReader


@pytest.fixture
def store(any_store: Store) -> Store:
    return any_store


def put(store: Store, key: str, value: object) -> None:
    with store.write() as tx:
        settings.put(tx, key, value)


def get(store: Store, key: str) -> object:
    with store.read() as connection:
        return settings.get(connection, key)


def test_what_was_committed_is_there_when_it_is_opened_again(store, open_again):
    put(store, "a", {"b": [1, None, "ü"]})
    again = open_again(store)
    assert get(again, "a") == {"b": [1, None, "ü"]}
    assert again.id == store.id


@pytest.mark.parametrize("durable", [False, True])
def test_all_of_a_transaction_holds_or_none(store, durable):
    class Broken(Exception):
        pass

    def change() -> None:
        with store.write(durable=durable) as tx:
            settings.put(tx, "a", 1)
            people.put(tx, Person("ben", "Ben", PersonRole.MEMBER))
            raise Broken

    with pytest.raises(Broken):
        change()
    assert get(store, "a") is None
    with store.read() as connection:
        assert people.find(connection, "ben") is None


def test_a_reader_sees_one_unchanging_state_while_others_write(store):
    put(store, "a", 1)
    with store.read() as connection:
        assert settings.get(connection, "a") == 1
        put(store, "a", 2)
        assert settings.get(connection, "a") == 1
    assert get(store, "a") == 2


def test_news_reach_another_opening_of_the_store_in_order_and_only_once(store, open_again):
    other = open_again(store)
    reader = FeedReader(other)
    reader.poll()
    put(store, "a", 1)
    put(store, "b", 2)
    news = heard(reader, 2)
    assert [(n.topic, n.key, n.origin) for n in news] == [
        ("setting", "a", store.origin),
        ("setting", "b", store.origin),
    ]
    assert reader.poll() == []
    reader.close()


def test_writers_of_several_threads_all_get_their_turn(store):
    def write(name: str) -> None:
        for number in range(20):
            with store.write() as tx:
                activities.add(tx, by=name, kind="test", subject=name, sentence=f"did {number}")

    threads = [threading.Thread(target=write, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        entries = activities.in_order(connection)
    assert len(entries) == 80
    assert first_broken(entries) is None


def test_two_workers_never_get_the_same_job(store, open_again):
    other = open_again(store)
    with store.write() as tx:
        asked = [queue.enqueue(tx, JobRequest("k")) for _ in range(40)]
    taken: list[int] = []

    def work(own: Store, name: str) -> None:
        while (job := queue.claim(own, name)) is not None:
            taken.append(job.id)

    threads = [threading.Thread(target=work, args=(s, n)) for s, n in ((store, "a"), (other, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == asked


def test_rows_that_point_to_nothing_are_refused(store):
    with pytest.raises(sa.exc.IntegrityError), store.write() as tx:
        files.insert(
            tx,
            watch_id=99,
            dataset="shop",
            path="/data/a.csv",
            n_bytes=1,
            modified_ns=1,
            by="ada",
            outcome="",
        )


def test_a_run_comes_back_as_it_was_written(store):
    with store.write() as tx:
        pk = runs.insert(
            tx,
            uuid="0" * 32,
            project="default",
            experiment="e",
            name="first",
            user="ada",
            job_id=None,
            dataset_version_id=None,
        )
        runs.put_values(
            tx,
            pk,
            params={"depth": "007", "rate": "1e-3", "text": "ü'\"`"},
            metrics={"auc": 0.1 + 0.2, "loss": float("-inf")},
            tags={"team": "", "why": "because"},
        )
    with store.read() as connection:
        [run] = runs.find(connection, [pk])
    assert run.params == {"depth": "007", "rate": "1e-3", "text": "ü'\"`"}
    assert run.metrics == {"auc": 0.1 + 0.2, "loss": float("-inf")}
    assert run.tags == {"team": "", "why": "because"}
    assert run.started_at == store.clock.now()


def test_changed_runs_come_in_slices_without_a_gap_or_a_double(store, monkeypatch):
    monkeypatch.setattr(run_columns, "SLICE", 4)
    with store.write() as tx:
        for number in range(25):
            runs.insert(
                tx,
                uuid=f"{number:032d}",
                project="default",
                experiment="e",
                name=f"r{number}",
                user="ada",
                job_id=None,
                dataset_version_id=None,
            )
        runs.update(tx, list(range(1, 12)), pinned=True)  # share one number
    with store.read() as connection:
        slices = list(run_columns.own(connection, [], 0))
        last = run_columns.mark(connection).seq
        assert list(run_columns.own(connection, [], last)) in ([], [[]])
    assert max(map(len, slices)) <= 4
    assert [key for part in slices for (key,) in part] == list(range(1, 26))
