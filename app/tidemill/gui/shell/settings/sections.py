"""The sections of the settings, in their order. A new one is a module and a row here."""

from tidemill.gui.shell.settings.look import LookPart
from tidemill.gui.shell.settings.notifications.part import NotificationsPart
from tidemill.gui.shell.settings.person import PersonPart
from tidemill.gui.shell.settings.section import Section

SECTIONS: tuple[Section, ...] = (
    Section("look", "Look", "palette", "How the window looks, on this computer only.", LookPart),
    Section(
        "person",
        "Person and roles",
        "users",
        "Who you are to your colleagues in this workspace.",
        PersonPart,
        needs_workspace=True,
    ),
    Section(
        "notifications",
        "Notifications",
        "bell",
        "What reaches you, and how. Everything is in the notification centre either way.",
        NotificationsPart,
        needs_workspace=True,
    ),
)
