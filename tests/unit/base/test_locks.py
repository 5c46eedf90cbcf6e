"""The lock for what is read often and changed seldom."""

import threading

from tidemill.base.locks import ReadWriteLock

SOON = 20


def test_readers_hold_it_together_and_a_writer_alone():
    lock = ReadWriteLock()
    both_read = threading.Barrier(3)
    may_end, wrote = threading.Event(), threading.Event()
    seen = []

    def read():
        with lock.reading():
            both_read.wait(SOON)
            may_end.wait(SOON)
            seen.append(wrote.is_set())

    def write():
        with lock.writing():
            wrote.set()

    readers = [threading.Thread(target=read) for _ in range(2)]
    writer = threading.Thread(target=write)
    for one in readers:
        one.start()
    both_read.wait(SOON)  # passed only where both hold it
    writer.start()
    may_end.set()
    for one in (*readers, writer):
        one.join(SOON)
        assert not one.is_alive()
    assert seen == [False, False]
    assert wrote.is_set()


def test_a_reader_waits_for_a_writer_and_need_not_for_one_who_waits():
    lock = ReadWriteLock()
    order = []
    holds, go = threading.Event(), threading.Event()

    def write():
        with lock.writing():
            holds.set()
            go.wait(SOON)
            order.append("written")

    def read():
        with lock.reading():
            order.append("read")

    writer, reader = threading.Thread(target=write), threading.Thread(target=read)
    writer.start()
    assert holds.wait(SOON)
    reader.start()
    go.set()
    for one in (writer, reader):
        one.join(SOON)
        assert not one.is_alive()
    assert order == ["written", "read"]


def test_it_is_free_again_after_an_error():
    lock = ReadWriteLock()
    for hold in (lock.reading, lock.writing):
        try:
            with hold():
                raise KeyError("broken")
        except KeyError:
            pass
    with lock.writing():
        pass
    with lock.reading():
        pass
