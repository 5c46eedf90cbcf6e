"""All options there are, in the order in which they are shown."""

from tidemill.base.errors import NotThere
from tidemill.domain.options.of_computer import OF_COMPUTER
from tidemill.domain.options.of_workspace import OF_WORKSPACE
from tidemill.domain.options.option import Option

EVERY: tuple[Option, ...] = (*OF_COMPUTER, *OF_WORKSPACE)
_BY_KEY = {one.key: one for one in EVERY}


def find(key: str) -> Option:
    """An option by its key; an unknown one raises `NotThere`."""
    if key not in _BY_KEY:
        raise NotThere("setting", key)
    return _BY_KEY[key]


def of_section(section: str) -> tuple[Option, ...]:
    """The options of a part of the settings."""
    return tuple(one for one in EVERY if one.section == section)
