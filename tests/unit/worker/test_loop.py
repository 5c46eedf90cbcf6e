"""The worker's loop where a signal meets it."""

import threading
from pathlib import Path

from tidemill.services import workspace as workspaces
from tidemill.worker.loop import Worker


def test_a_signal_that_comes_while_the_loop_holds_its_event_still_stops_it(tmp_path: Path):
    workspaces.create(tmp_path / "ws").close()
    with workspaces.opened(tmp_path / "ws") as workspace:
        worker = Worker(workspace)
        with worker._wake._cond:  # as in the midst of waiting or clearing, where a handler may run
            handler = threading.Thread(target=worker.stop)
            handler.start()
            handler.join(60.0)
            assert not handler.is_alive()
        worker.run()  # it was told to stop before it began, so it leaves at once
