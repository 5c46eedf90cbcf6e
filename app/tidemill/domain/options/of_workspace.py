"""What is chosen for a workspace, and so for all who work in it."""

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.base.zones import zone
from tidemill.domain import quiet_hours
from tidemill.domain.notices import KINDS, NoticeKind, When
from tidemill.domain.options.option import Choice, Look, Option, choices

KEEP_ORIGINALS = Option(
    "data.keep_originals",
    tr("Keep original files"),
    tr(
        "Keep the bytes of every file beside the version made of it. Without them a "
        "damaged version can't be made anew."
    ),
    True,
    "storage",
    words=tr("bytes copy source file"),
)
SHOWN_PERSONAL = Option(
    "privacy.show_personal",
    tr("Personal values"),
    tr("Who sees the values of columns marked personal."),
    "nobody",
    "person",
    choices=choices("nobody", "approvers", "members", "everyone"),
    words=tr("privacy masked columns hidden who sees"),
    is_for_approvers=True,
)
PATIENCE = Option(
    "folders.patience",
    tr("Patience with unfinished files"),
    tr(
        "How long a file in a watched folder that is empty, locked or cut short is "
        "waited for before it is set aside."
    ),
    tr("1 min"),
    "worker",
    choices=choices("2 s", "10 s", tr("1 min"), tr("10 min"), "1 h"),
    words=tr("watched folder wait half written"),
)


def _is_zone_or_none(text: str) -> bool:
    try:
        zone(text)
    except NeedsYou:
        return False
    return True


QUIET_HOURS = Option(
    "worker.quiet_hours",
    tr("Quiet hours"),
    tr(
        "From when until when no heavy job is begun, such as a training. Light ones go on, and "
        "what is at work ends its work."
    ),
    "",
    "worker",
    words=tr("night pause silence from to heavy wait"),
    form=tr("two times of day such as 22:00-06:00, or empty"),
    is_form=quiet_hours.are_hours,
    empty=tr("none"),
    look=Look.HOURS,
)
QUIET_DAYS = Option(
    "worker.quiet_days",
    tr("Days of quiet hours"),
    tr("The days on which quiet hours begin; those of Friday night may end on Saturday."),
    quiet_hours.EVERY_DAY,
    "worker",
    words=tr("monday weekend week days"),
    form=tr("days such as mon,tue,wed"),
    is_form=quiet_hours.are_days,
    look=Look.DAYS,
)
QUIET_ZONE = Option(
    "worker.quiet_zone",
    tr("Time zone of quiet hours"),
    tr(
        "The time zone they are meant in, such as Europe/Vienna. Empty: that of the computer the "
        "worker is on."
    ),
    "",
    "worker",
    words=tr("clock utc summer time"),
    form=tr("a time zone such as Europe/Vienna, or empty"),
    is_form=_is_zone_or_none,
    empty=tr("the worker's"),
)
HEAVY_AT_ONCE = Option(
    "jobs.heavy_at_once",
    tr("Heavy jobs at once"),
    tr("How many trainings and other heavy jobs run beside each other."),
    1,
    "worker",
    least=1,
    most=64,
    words=tr("parallel trainings how many slots"),
)
JOB_SECONDS = Option(
    "jobs.seconds",
    tr("Time of a job"),
    tr("Seconds a job may be at work, unless it has a limit of its own. 0: no limit."),
    0,
    "worker",
    unit="s",
    words=tr("limit timeout duration"),
    empty=tr("no limit"),
)
JOB_CORES = Option(
    "jobs.cores",
    tr("Cores of a job"),
    tr("Cores a job may use, unless it has a limit of its own. 0: no limit."),
    0,
    "worker",
    most=1024,
    unit="cores",
    words=tr("limit processor cpu threads"),
    empty=tr("no limit"),
)
JOB_MEMORY = Option(
    "jobs.memory_mb",
    tr("Memory of a job"),
    tr(
        "Memory in MB that a job's processes may hold, unless it has a limit of its "
        "own. 0: no limit."
    ),
    0,
    "worker",
    unit="MB",
    words=tr("limit ram"),
    empty=tr("no limit"),
)
DASK = Option(
    "training.dask_scheduler",
    tr("Dask scheduler"),
    "The address of a Dask scheduler, such as tcp://park:8786: fits and searches share out their "
    "work there. Empty: everything runs on this computer.",
    "",
    "worker",
    words=tr("cluster remote machines distributed park"),
    empty=tr("this computer"),
)
LEAST_ROOM = Option(
    "disk.least_mb",
    tr("Free room that is kept"),
    tr("Free room in MB on the disk below which no new job is begun. 0: none is wanted."),
    500,
    "storage",
    unit="MB",
    words=tr("disk full space least"),
    empty="none",
)
PREPARED_ROOM = Option(
    "disk.prepared_mb",
    tr("Room for prepared rows"),
    tr(
        "Room in MB for rows that trainings prepared, so that the next ones need not "
        "do it again; what was used longest ago goes first. 0: none are kept."
    ),
    1000,
    "storage",
    unit="MB",
    words=tr("cache steps disk"),
    empty=tr("none are kept"),
)
LOGS_DAYS = Option(
    "keep.logs_days",
    tr("Logs of ended jobs"),
    tr(
        "Days for which the log of an ended job is kept. 0: for ever. Logs of jobs "
        "that made a run or a version are always kept."
    ),
    90,
    "storage",
    unit="days",
    words=tr("retention keep"),
    empty=tr("for ever"),
)
JOBS_DAYS = Option(
    "keep.jobs_days",
    tr("Ended jobs"),
    tr(
        "Days for which an ended job is kept. 0: for ever. Jobs that a run, a file "
        "or an automation refers to are always kept."
    ),
    365,
    "storage",
    unit="days",
    words=tr("retention keep"),
    empty=tr("for ever"),
)
ANSWERS_DAYS = Option(
    "keep.answers_days",
    tr("Answers of services"),
    tr("Days for which the answers of services are kept. 0: for ever."),
    90,
    "services",
    unit="days",
    words=tr("retention keep predictions requests log"),
    empty=tr("for ever"),
)
COUNTS_DAYS = Option(
    "keep.counts_days",
    tr("Counts of monitoring"),
    tr(
        "Days for which monitoring keeps what it counted of each period, by which a "
        "model is compared with something else without reading its rows again. 0: "
        "for ever."
    ),
    1100,
    "storage",
    unit="days",
    words=tr("retention keep drift"),
    empty=tr("for ever"),
)
COMPARISONS_DAYS = Option(
    "keep.comparisons_days",
    tr("Comparisons and prepared rows"),
    tr(
        "Days for which a comparison of versions, or rows that a training prepared, "
        "are kept after they were last used. 0: for ever. They can always be made "
        "anew."
    ),
    90,
    "storage",
    unit="days",
    words=tr("retention keep diff cache"),
    empty=tr("for ever"),
)
DIGEST = Option(
    "notices.digest",
    tr("One digest instead"),
    tr(
        "Let several notices within ten minutes become one message of mail or chat. "
        "The first is sent at once; critical ones and services that stopped never "
        "wait."
    ),
    True,
    "notifications",
    words=tr("several together one message"),
)


def when_key(kind: NoticeKind) -> str:
    """The option that says when a kind of notice is told."""
    return f"notices.when.{kind}"


WHEN = {
    kind.id: Option(
        when_key(kind.id),
        tr("When: {title}", title=kind.title),
        tr(
            'When people are told "{title}": at once, or at 08:00 of the next morning or Monday.',
            title=kind.title,
        ),
        str(kind.usual),
        "notifications",
        choices=tuple(Choice(str(when), str(when).capitalize()) for when in When),
        words=tr("{means} told notice kind", means=kind.means),
    )
    for kind in KINDS
    if not kind.is_urgent
}
"""When each kind of notice that can wait is told, by the kind."""

OF_WORKSPACE: tuple[Option, ...] = (
    KEEP_ORIGINALS,
    SHOWN_PERSONAL,
    PATIENCE,
    QUIET_HOURS,
    QUIET_DAYS,
    QUIET_ZONE,
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
