"""The sections of the settings, in their order. A new one is a module and a row here."""

from tidemill.domain.notices import KINDS
from tidemill.gui.shell.settings.leaving import LeavingPart
from tidemill.gui.shell.settings.look import LookPart
from tidemill.gui.shell.settings.notifications.part import NotificationsPart
from tidemill.gui.shell.settings.person import PersonPart
from tidemill.gui.shell.settings.section import Findable, Section

SECTIONS: tuple[Section, ...] = (
    Section(
        "look",
        "Look",
        "palette",
        "How the window looks, on this computer only.",
        LookPart,
        settings=(
            Findable("Theme", "dark light colour system"),
            Findable("Text size", "font bigger larger zoom scale"),
            Findable("Less motion", "animation"),
            Findable("Single-letter keys", "keyboard shortcut"),
        ),
    ),
    Section(
        "person",
        "Person and roles",
        "users",
        "Who you are to your colleagues in this workspace.",
        PersonPart,
        needs_workspace=True,
        settings=(Findable("Name", "me user"), Findable("Role", "approver member rights")),
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
)
