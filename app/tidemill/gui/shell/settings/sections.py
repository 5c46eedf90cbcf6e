"""The sections of the settings, in their order. A new one is a module and a row here."""

from functools import partial

from tidemill.domain.notices import KINDS
from tidemill.gui.kit import key_map
from tidemill.gui.shell.settings.about import AboutPart
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
        "Look",
        "palette",
        "How the window looks, on this computer only.",
        partial(OptionsPart, "look"),
    ),
    Section(
        "language",
        "Language and region",
        "globe",
        "How words, numbers and dates are written, on this computer only.",
        partial(OptionsPart, "language"),
    ),
    Section(
        "keys",
        "Keys",
        "keyboard",
        "What keys do, on this computer only.",
        KeysPart,
        settings=tuple(
            Findable(key.title, f"{key.group} key keyboard shortcut") for key in key_map.KEYS
        ),
    ),
    Section(
        "person",
        "Person and roles",
        "users",
        "Who you are to your colleagues in this workspace.",
        PersonPart,
        needs_workspace=True,
        settings=(
            Findable("Name", "me user"),
            Findable("Role", "approver member rights"),
            Findable("People", "colleagues team roles add viewer member approver"),
        ),
    ),
    Section(
        "storage",
        "Storage",
        "hard-drive",
        "What is kept on disk, and for how long, for all who work here.",
        StoragePart,
        needs_workspace=True,
        settings=(
            Findable("What takes room", "size bytes disk space large models database logs"),
            Findable("What can go", "trash empty clean sweep free delete cache"),
        ),
    ),
    Section(
        "worker",
        "Worker",
        "cpu",
        "How much is done at once, and where, for all who work here.",
        WorkerPart,
        needs_workspace=True,
        settings=(
            Findable("At work", "start running state"),
            Findable("Start at login", "autostart systemd boot session"),
            Findable("Pause", "stop resume everything automatic red"),
        ),
    ),
    Section(
        "notifications",
        "Notifications",
        "bell",
        "What reaches you, and how. Everything is in the notification centre either way.",
        NotificationsPart,
        needs_workspace=True,
        settings=(
            *(Findable(kind.title, f"{kind.means} told notice kind") for kind in KINDS),
            Findable("Quiet hours", "night silence pause"),
            Findable("Channels", "mail webhook chat slack teams file command desktop test address"),
            Findable("One digest instead", "several together one message"),
            Findable("What was sent", "log deliveries failed retry"),
        ),
        hides_options=True,
    ),
    Section(
        "services",
        "Services",
        "radio-tower",
        "What services that answer others keep, for all who work here.",
        partial(OptionsPart, "services"),
        needs_workspace=True,
    ),
    Section(
        "mlflow",
        "MLflow",
        "plug",
        "Scripts that log to MLflow log here, unchanged.",
        MlflowPart,
        needs_workspace=True,
        settings=(
            Findable("Answer scripts that log to MLflow", "tracking server interface endpoint uri"),
            Findable("Port", "mlflow address listen"),
            Findable("Reached from", "mlflow host network loopback"),
            Findable("Token", "mlflow password secret authorization"),
            Findable("Answer without a window", "mlflow background keep on"),
            Findable("Take over what MLflow kept", "import mlruns database server move in runs"),
        ),
    ),
    Section(
        "updates",
        "Updates",
        "circle-arrow-up",
        "Whether this program looks for a newer one, on this computer only. Usually it does not.",
        partial(OptionsPart, "updates"),
    ),
    Section(
        "leaving",
        "Leaving",
        "package-open",
        "Nothing here holds you: all of it goes where other programs read it, and comes back.",
        LeavingPart,
        needs_workspace=True,
        settings=(
            Findable("Everything into a folder", "export backup take out parquet json leave"),
            Findable("Runs and models to MLflow", "export server send"),
        ),
    ),
    Section(
        "about",
        "About and licences",
        "info",
        "Which Tidemill this is, and what it stands on.",
        AboutPart,
        settings=(Findable("Licences", "open source copyright packages version legal"),),
    ),
)
