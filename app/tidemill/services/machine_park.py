"""Training on a bigger machine park: a Dask cluster that joblib's own backend hands work to.

What joblib shares out in a fit or a search goes to the cluster named in the settings; the rest, and
everything where there is no cluster, is done here. joblib.readthedocs.io, "parallel_config".
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tidemill.domain.options import of_workspace
from tidemill.services.training import park
from tidemill.services.workspace import Workspace
from tidemill.store import settings

SETTING = of_workspace.DASK.key

_PATIENCE_S = 5.0


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
    token = park.lent.set(park.Park(client, address, tell))
    try:
        yield
    finally:
        park.lent.reset(token)
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
        connect: Any = distributed.Client  # without types
        client = connect(address, timeout=_PATIENCE_S, set_as_default=False)
    except (OSError, ValueError) as error:
        tell(
            f"The machine park {address} does not answer ({type(error).__name__}). The fit runs "
            "on this computer."
        )
        return None
    n_workers = park.n_workers(client)
    if not n_workers:
        client.close(timeout=_PATIENCE_S)
        tell(f"The machine park {address} has no workers now. The fit runs on this computer.")
        return None
    tell(f"The fit runs on the machine park {address} ({n_workers} workers).")
    return client
