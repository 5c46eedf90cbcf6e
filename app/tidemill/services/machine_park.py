"""Training on a bigger machine park: a Dask cluster that joblib's own backend hands work to.

What joblib shares out in a fit or a search goes to the cluster named in the settings; the rest, and
everything where there is no cluster, is done here. joblib.readthedocs.io, "parallel_config".
"""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from tidemill.services.workspace import Workspace
from tidemill.store import settings

SETTING = "training.dask_scheduler"

_PATIENCE_S = 5.0
_WORKERS_S = 10
_TRIES = 3


@dataclass(frozen=True)
class _Park:
    client: Any
    address: str
    tell: Callable[[str], None]


_park: ContextVar[_Park | None] = ContextVar("machine_park", default=None)


@contextmanager
def lent(workspace: Workspace, tell: Callable[[str], None]) -> Iterator[None]:
    """Where the fits of a job may use the cluster of the settings; `tell` hears what comes of it.

    A cluster that is not there, or a library that is missing, is told, and the fits run here.
    """
    with workspace.store.read() as connection:
        address = str(settings.get(connection, SETTING, "")).strip()
    client = _client(address, tell) if address else None
    if client is None:
        yield
        return
    token = _park.set(_Park(client, address, tell))
    try:
        yield
    finally:
        _park.reset(token)
        client.close(timeout=_PATIENCE_S)


def _client(address: str, tell: Callable[[str], None]) -> Any:
    try:
        import distributed
    except ImportError:
        tell(
            f"The machine park {address} can't be used: the library Dask is not installed here "
            "(Tidemill's extra dask). The fit runs on this computer."
        )
        return None
    try:
        client: Any = distributed.Client(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        tell(
            f"The machine park {address} does not answer ({type(error).__name__}). The fit runs "
            "on this computer."
        )
        return None
    n_workers = _n_workers(client)
    if not n_workers:
        client.close(timeout=_PATIENCE_S)
        tell(f"The machine park {address} has no workers now. The fit runs on this computer.")
        return None
    tell(f"The fit runs on the machine park {address} ({n_workers} workers).")
    return client


def done(there: Callable[[], None], here: Callable[[], None]) -> None:
    """Do a fit in the park that is lent, else here; here as well where the park fails meanwhile.

    `there` may share out as much as it can, `here` what this computer has.
    """
    park = _park.get()
    if park is None:
        here()
        return
    import joblib
    from distributed import CancelledError, KilledWorker
    from distributed.comm.core import CommClosedError

    for _ in range(_TRIES):
        try:
            with (
                _without_its_warnings(),
                joblib.parallel_config(
                    backend="dask", client=park.client, wait_for_workers_timeout=_WORKERS_S
                ),
            ):
                there()
            return
        except (CancelledError, KilledWorker, CommClosedError, OSError) as error:
            # What was sent to a process that died is lost with it, and joblib gives up.
            n_left = _n_workers(park.client)
            if not n_left:
                park.tell(
                    f"The machine park {park.address} was lost ({type(error).__name__}). The fit "
                    "is done again on this computer."
                )
                break
            park.tell(
                f"A process of the machine park {park.address} was lost ({type(error).__name__}). "
                f"The fit begins again there, with {n_left} left."
            )
    here()


def _n_workers(client: Any) -> int:
    try:
        return len(client.ncores())
    except OSError:
        return 0


@contextmanager
def _without_its_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="distributed")
        yield
