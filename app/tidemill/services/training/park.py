"""A fit shared out on the machine park that is lent to it, or done here where there is none."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

_WORKERS_S = 10
_TRIES = 3


@dataclass(frozen=True)
class Park:
    """A cluster that is lent: its Dask client, its address, and who hears what comes of it."""

    client: Any
    address: str
    tell: Callable[[str], None]


lent: ContextVar[Park | None] = ContextVar("machine_park", default=None)
"""The park that fits may use now."""


def done(there: Callable[[], None], here: Callable[[], None]) -> None:
    """Do a fit in the park that is lent, else here; here as well where the park fails meanwhile.

    `there` may share out as much as it can, `here` what this computer has.
    """
    park = lent.get()
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
            n_left = n_workers(park.client)
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


def n_workers(client: Any) -> int:
    """How many workers the cluster has; 0 where it does not answer."""
    try:
        return len(client.ncores())
    except OSError:
        return 0


@contextmanager
def _without_its_warnings() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="distributed")
        yield
