"""What is chosen for a workspace, and so for all who work in it."""

from tidemill.domain.notices import KINDS, NoticeKind, When
from tidemill.domain.options.option import Choice, Option, choices

KEEP_ORIGINALS = Option(
    "data.keep_originals",
    "Keep original files",
    "Keep the bytes of every file beside the version made of it. Without them a damaged version "
    "can't be made anew.",
    True,
    "storage",
    words="bytes copy source file",
)
SHOWN_PERSONAL = Option(
    "privacy.show_personal",
    "Personal values",
    "Who sees the values of columns marked personal.",
    "nobody",
    "person",
    choices=choices("nobody", "approvers", "members", "everyone"),
    words="privacy masked columns hidden who sees",
    is_for_approvers=True,
)
PATIENCE = Option(
    "folders.patience",
    "Patience with unfinished files",
    "How long a file in a watched folder that is empty, locked or cut short is waited for before "
    "it is set aside.",
    "1 min",
    "worker",
    choices=choices("2 s", "10 s", "1 min", "10 min", "1 h"),
    words="watched folder wait half written",
)
HEAVY_AT_ONCE = Option(
    "jobs.heavy_at_once",
    "Heavy jobs at once",
    "How many trainings and other heavy jobs run beside each other.",
    1,
    "worker",
    least=1,
    most=64,
    words="parallel trainings how many slots",
)
JOB_SECONDS = Option(
    "jobs.seconds",
    "Time of a job",
    "Seconds a job may be at work, unless it has a limit of its own. 0: no limit.",
    0,
    "worker",
    unit="s",
    words="limit timeout duration",
    empty="no limit",
)
JOB_CORES = Option(
    "jobs.cores",
    "Cores of a job",
    "Cores a job may use, unless it has a limit of its own. 0: no limit.",
    0,
    "worker",
    most=1024,
    unit="cores",
    words="limit processor cpu threads",
    empty="no limit",
)
JOB_MEMORY = Option(
    "jobs.memory_mb",
    "Memory of a job",
    "Memory in MB that a job's processes may hold, unless it has a limit of its own. 0: no limit.",
    0,
    "worker",
    unit="MB",
    words="limit ram",
    empty="no limit",
)
DASK = Option(
    "training.dask_scheduler",
    "Dask scheduler",
    "The address of a Dask scheduler, such as tcp://park:8786: fits and searches share out their "
    "work there. Empty: everything runs on this computer.",
    "",
    "worker",
    words="cluster remote machines distributed park",
    empty="this computer",
)
LEAST_ROOM = Option(
    "disk.least_mb",
    "Free room that is kept",
    "Free room in MB on the disk below which no new job is begun. 0: none is wanted.",
    500,
    "storage",
    unit="MB",
    words="disk full space least",
    empty="none",
)
PREPARED_ROOM = Option(
    "disk.prepared_mb",
    "Room for prepared rows",
    "Room in MB for rows that trainings prepared, so that the next ones need not do it again; what "
    "was used longest ago goes first. 0: none are kept.",
    1000,
    "storage",
    unit="MB",
    words="cache steps disk",
    empty="none are kept",
)
LOGS_DAYS = Option(
    "keep.logs_days",
    "Logs of ended jobs",
    "Days for which the log of an ended job is kept. 0: for ever. Logs of jobs that made a run or "
    "a version are always kept.",
    90,
    "storage",
    unit="days",
    words="retention keep",
    empty="for ever",
)
JOBS_DAYS = Option(
    "keep.jobs_days",
    "Ended jobs",
    "Days for which an ended job is kept. 0: for ever. Jobs that a run, a file or an automation "
    "refers to are always kept.",
    365,
    "storage",
    unit="days",
    words="retention keep",
    empty="for ever",
)
ANSWERS_DAYS = Option(
    "keep.answers_days",
    "Answers of services",
    "Days for which the answers of services are kept. 0: for ever.",
    90,
    "services",
    unit="days",
    words="retention keep predictions requests log",
    empty="for ever",
)
COUNTS_DAYS = Option(
    "keep.counts_days",
    "Counts of monitoring",
    "Days for which monitoring keeps what it counted of each period, by which a model is compared "
    "with something else without reading its rows again. 0: for ever.",
    1100,
    "storage",
    unit="days",
    words="retention keep drift",
    empty="for ever",
)
COMPARISONS_DAYS = Option(
    "keep.comparisons_days",
    "Comparisons and prepared rows",
    "Days for which a comparison of versions, or rows that a training prepared, are kept after "
    "they were last used. 0: for ever. They can always be made anew.",
    90,
    "storage",
    unit="days",
    words="retention keep diff cache",
    empty="for ever",
)
DIGEST = Option(
    "notices.digest",
    "One digest instead",
    "Let several notices within ten minutes become one message of mail or chat. The first is sent "
    "at once; critical ones and services that stopped never wait.",
    True,
    "notifications",
    words="several together one message",
)


def when_key(kind: NoticeKind) -> str:
    """The option that says when a kind of notice is told."""
    return f"notices.when.{kind}"


WHEN = {
    kind.id: Option(
        when_key(kind.id),
        f"When: {kind.title}",
        f'When people are told "{kind.title}": at once, or at 08:00 of the next morning or Monday.',
        str(kind.usual),
        "notifications",
        choices=tuple(Choice(str(when), str(when).capitalize()) for when in When),
        words=f"{kind.means} told notice kind",
    )
    for kind in KINDS
    if not kind.is_urgent
}
"""When each kind of notice that can wait is told, by the kind."""

OF_WORKSPACE: tuple[Option, ...] = (
    KEEP_ORIGINALS,
    SHOWN_PERSONAL,
    PATIENCE,
    HEAVY_AT_ONCE,
    JOB_SECONDS,
    JOB_CORES,
    JOB_MEMORY,
    DASK,
    LEAST_ROOM,
    PREPARED_ROOM,
    LOGS_DAYS,
    JOBS_DAYS,
    ANSWERS_DAYS,
    COUNTS_DAYS,
    COMPARISONS_DAYS,
    DIGEST,
    *WHEN.values(),
)
