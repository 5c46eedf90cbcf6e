"""Jobs that wait for others: they begin when those ended well, and give way when one did not."""

from typing import Any

from tidemill.domain.jobs import WAITED, Job, JobState
from tidemill.jobs.kinds import Kinds
from tidemill.store import jobs as rows
from tidemill.store.engine import Store, Transaction

_ENDED = {
    JobState.FAILED: "failed",
    JobState.CANCELLED: "was cancelled",
    JobState.LOST: "got lost",
}


def give_way(tx: Transaction, kinds: Kinds, workspace: object) -> list[Job]:
    """Cancel queued jobs that wait for what did not end well or is not there; returns them.

    Those that wait for one of these in turn are cancelled as well, each with its own sentence.
    """
    gone: list[Job] = []
    while found := _hopeless(tx, kinds):
        for job, sentence in found:
            rows.update(
                tx,
                job.id,
                state=str(JobState.CANCELLED),
                is_paused=False,
                message=sentence,
                error=sentence,
                error_kind=WAITED,
                ended_at=tx.clock.now(),
            )
            rows.log(tx, job.id, [(tx.clock.now(), sentence)])
            after = rows.find(tx.connection, job.id)
            assert after is not None
            kinds.tell_end(workspace, tx, after)
            gone.append(after)
    return gone


def settle(store: Store, kinds: Kinds, workspace: object) -> list[Job]:
    """`give_way` in a transaction of its own, and only where something is to be done.

    For jobs that were asked for when what they wait for had ended badly already.
    """
    with store.read() as connection:
        waiting = rows.waiting(connection)
        wanted = {key for job in waiting for key in job.waits_for}
        states = rows.state_of(connection, wanted)
    if all(_reason(key, states, {}, kinds) is None for key in wanted):
        return []
    with store.write() as tx:
        return give_way(tx, kinds, workspace)


def follow_again(tx: Transaction, job_id: int, fresh: dict[str, Any]) -> list[int]:
    """Queue again what was cancelled because a job that is tried again had not ended well.

    `fresh` is what a job tried again looks like. Returns the ids, those further down included.
    """
    back: list[int] = []
    level = [job_id]
    while level:
        behind = [j for j in rows.gave_way(tx.connection) if set(j.waits_for) & set(level)]
        for job in behind:
            rows.update(tx, job.id, **fresh)
        level = [j.id for j in behind]
        back += level
    return back


def _hopeless(tx: Transaction, kinds: Kinds) -> list[tuple[Job, str]]:
    waiting = rows.waiting(tx.connection)
    wanted = {key for job in waiting for key in job.waits_for}
    states = rows.state_of(tx.connection, wanted)
    names = {key: rows.find(tx.connection, key) for key in wanted if states.get(key) in _ENDED}
    found = []
    for job in waiting:
        reasons = [_reason(key, states, names, kinds) for key in job.waits_for]
        reason = next((r for r in reasons if r is not None), None)
        if reason is not None:
            found.append((job, f"Not begun: {reason}."))
    return found


def _reason(
    key: int, states: dict[int, JobState], names: dict[int, Job | None], kinds: Kinds
) -> str | None:
    state = states.get(key)
    if state is None:
        return f"job {key}, which it waited for, is not there"
    if state not in _ENDED:
        return None
    job = names.get(key)
    title = ""
    if job is not None:
        title = f" ({kinds[job.kind].title if job.kind in kinds else job.kind})"
    return f"job {key}{title}, which it waited for, {_ENDED[state]}"
