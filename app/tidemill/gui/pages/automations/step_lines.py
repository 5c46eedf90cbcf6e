"""Steps of a file or a run as they stand in an inspector."""

from collections.abc import Sequence

from tidemill.gui.kit.timeline import Step, Timeline
from tidemill.gui.pages.automations.selected import StepRow


def timeline_of(steps: Sequence[StepRow]) -> Timeline:
    """Steps, one below the other."""
    return Timeline([Step(s.title, s.text, s.trailing, s.mark) for s in steps])
