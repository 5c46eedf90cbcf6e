"""The sections of the settings, in their order. A new one is a module and a row here."""

from functools import partial

from tidemill.base.words import spoken, tr
from tidemill.domain.notices import KINDS
from tidemill.gui.kit import key_map
from tidemill.gui.shell.settings.about import AboutPart
from tidemill.gui.shell.settings.gates.part import GatesPart
from tidemill.gui.shell.settings.keys.part import KeysPart
from tidemill.gui.shell.settings.leaving import LeavingPart
from tidemill.gui.shell.settings.mlflow.part import MlflowPart
from tidemill.gui.shell.settings.notifications.part import NotificationsPart
from tidemill.gui.shell.settings.options_part import OptionsPart
from tidemill.gui.shell.settings.person import PersonPart
from tidemill.gui.shell.settings.section import Findable, Section
from tidemill.gui.shell.settings.storage import StoragePart
from tidemill.gui.shell.settings.worker import WorkerPart

SECTIONS: tuple[Section, ...] = (
    Section(
        "look",
        tr("Look"),
        "palette",
        tr("How the window looks, on this computer only."),
        partial(OptionsPart, "look"),
    ),
    Section(
        "language",
        tr("Language and region"),
        "globe",
        tr("How words, numbers and dates are written, on this computer only."),
        partial(OptionsPart, "language"),
    ),
    Section(
        "keys",
        tr("Keys"),
        "keyboard",
        tr("What keys do, on this computer only."),
        KeysPart,
        settings=tuple(
            Findable(key.title, tr("{group} key keyboard shortcut", group=key.group))
            for key in key_map.KEYS
        ),
    ),
    Section(
        "person",
        tr("Person and roles"),
        "users",
        tr("Who you are to your colleagues in this workspace."),
        PersonPart,
        needs_workspace=True,
        settings=(
            Findable(tr("Name"), tr("me user")),
            Findable(tr("Role"), tr("approver member rights")),
            Findable(tr("People"), tr("colleagues team roles add viewer member approver")),
        ),
    ),
    Section(
        "storage",
        tr("Storage"),
        "hard-drive",
        tr("What is kept on disk, and for how long, for all who work here."),
        StoragePart,
        needs_workspace=True,
        settings=(
            Findable(tr("What takes room"), tr("size bytes disk space large models database logs")),
            Findable(tr("What can go"), tr("trash empty clean sweep free delete cache")),
        ),
    ),
    Section(
        "worker",
        tr("Worker"),
        "cpu",
        tr("How much is done at once, and where, for all who work here."),
        WorkerPart,
        needs_workspace=True,
        settings=(
            Findable(tr("At work"), tr("start running state")),
            Findable(tr("Start at login"), tr("autostart systemd boot session")),
            Findable(tr("Pause"), tr("stop resume everything automatic red")),
        ),
    ),
    Section(
        "notifications",
        tr("Notifications"),
        "bell",
        tr("What reaches you, and how. Everything is in the notification centre either way."),
        NotificationsPart,
        needs_workspace=True,
        settings=(
            *(
                Findable(
                    spoken(kind.title), tr("{means} told notice kind", means=spoken(kind.means))
                )
                for kind in KINDS
            ),
            Findable(tr("Quiet hours"), tr("night silence pause")),
            Findable(
                tr("Channels"),
                tr("mail webhook chat slack teams file command desktop test address"),
            ),
            Findable(tr("One digest instead"), tr("several together one message")),
            Findable(tr("What was sent"), tr("log deliveries failed retry")),
        ),
        hides_options=True,
    ),
    Section(
        "gates",
        tr("Gates"),
        "shield-check",
        tr("What candidates have to pass, for all who work here."),
        GatesPart,
        needs_workspace=True,
        settings=(
            Findable(tr("Default gates"), tr("standard set usual promote bounds")),
            Findable(
                tr("Sets of gates"), tr("limits bounds margin slices fair latency calibration add")
            ),
        ),
    ),
    Section(
        "services",
        tr("Services"),
        "radio-tower",
        tr("What services that answer others keep, for all who work here."),
        partial(OptionsPart, "services"),
        needs_workspace=True,
    ),
    Section(
        "mlflow",
        "MLflow",
        "plug",
        tr("Scripts that log to MLflow log here, unchanged."),
        MlflowPart,
        needs_workspace=True,
        settings=(
            Findable(
                tr("Answer scripts that log to MLflow"),
                tr("tracking server interface endpoint uri"),
            ),
            Findable(tr("Port"), tr("mlflow address listen")),
            Findable(tr("Reached from"), tr("mlflow host network loopback")),
            Findable(tr("Token"), tr("mlflow password secret authorization")),
            Findable(tr("Answer without a window"), tr("mlflow background keep on")),
            Findable(
                tr("Take over what MLflow kept"), "import mlruns database server move in runs"
            ),
        ),
    ),
    Section(
        "updates",
        tr("Updates"),
        "circle-arrow-up",
        tr(
            "Whether this program looks for a newer one, on this computer only. Usually "
            "it does not."
        ),
        partial(OptionsPart, "updates"),
    ),
    Section(
        "leaving",
        tr("Leaving"),
        "package-open",
        tr("Nothing here holds you: all of it goes where other programs read it, and comes back."),
        LeavingPart,
        needs_workspace=True,
        settings=(
            Findable(tr("Everything into a folder"), "export backup take out parquet json leave"),
            Findable(tr("Runs and models to MLflow"), "export server send"),
        ),
    ),
    Section(
        "about",
        tr("About and licences"),
        "info",
        tr("Which Tidemill this is, and what it stands on."),
        AboutPart,
        settings=(Findable(tr("Licences"), tr("open source copyright packages version legal")),),
    ),
)
