"""Looking at new rows for a champion: did the input move, is it still right, who is to know?

One look (`looking`, the job) is a chain of steps, each a module of its own.
"""

from tidemill.services.monitoring.alerting import close_alert, psi_limit
from tidemill.services.monitoring.board import board
from tidemill.services.monitoring.overview import Overview, overview, watched
from tidemill.services.monitoring.showing import (
    Event,
    Figures,
    MonitorView,
    alerts,
    chunk,
    course,
    events,
    figures,
    show,
)

__all__ = [
    "Event",
    "Figures",
    "MonitorView",
    "Overview",
    "alerts",
    "board",
    "chunk",
    "close_alert",
    "course",
    "events",
    "figures",
    "overview",
    "psi_limit",
    "show",
    "watched",
]
