"""What an option is: what it is called and for, what it may be, and where its value is kept.

Settings in the window, `tidemill settings` and the reference are drawn from these declarations.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from tidemill.base.errors import NeedsYou
from tidemill.base.words import tr
from tidemill.domain.people import Person, PersonRole

Value = bool | int | float | str

_YES, _NO = ("on", "yes", "true", "1"), ("off", "no", "false", "0")
_MOST = 1_000_000


class Kept(StrEnum):
    """Where a value is kept: for this person on this computer, or for all of a workspace."""

    COMPUTER = "computer"
    WORKSPACE = "workspace"


class Look(StrEnum):
    """How the window takes a text that is more than words."""

    PLAIN = "plain"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True)
class Choice:
    """One of the values an option may have, and how it is called in a list."""

    value: Value
    title: str


def choices(*values: str, **titled: str) -> tuple[Choice, ...]:
    """Choices by their values, in order; those given by name have a title of their own."""
    plain = tuple(Choice(value, value[:1].upper() + value[1:]) for value in values)
    return plain + tuple(Choice(value, title) for value, title in titled.items())


@dataclass(frozen=True)
class Option:
    """One thing that can be set.

    The type of `default` is the type of the value: on or off, a whole number from `least` to
    `most`, a number among `choices`, or a text. A text without choices may be anything that
    `is_form` accepts, which `form` says in words.
    """

    key: str
    title: str
    help: str
    default: Value
    section: str
    kept: Kept = Kept.WORKSPACE
    choices: tuple[Choice, ...] = ()
    least: int = 0
    most: int = _MOST
    unit: str = ""
    words: str = ""
    """Other words people may look for."""
    form: str = tr("any text")
    is_form: Callable[[str], bool] | None = None
    empty: str = ""
    """What an empty text, or 0, means, in a word or two."""
    look: Look = Look.PLAIN
    is_for_approvers: bool = False
    """Whether only an approver may change it."""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off."""
        return isinstance(self.default, bool)

    @property
    def line(self) -> str:
        """The help as a line below the title: one sentence has no full stop there, several do."""
        return self.help if ". " in self.help else self.help.rstrip(".")

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number between bounds."""
        is_whole = isinstance(self.default, int) and not self.is_switch
        return is_whole and not self.choices

    @property
    def may_be(self) -> str:
        """What it can be set to, in words."""
        if self.is_switch:
            return tr("on or off")
        if self.choices:
            *most, last = (self.shown(one.value) for one in self.choices)
            return f"{', '.join(most)} or {last}" if most else last
        if self.is_number:
            return tr("a whole number from {least:,} to {most:,}", least=self.least, most=self.most)
        return self.form

    def why_not(self, person: Person) -> str:
        """Why a person may not change it, in a sentence; empty where they may."""
        if self.kept is Kept.COMPUTER:
            return ""
        if person.role is PersonRole.VIEWER:
            return tr("What holds for the whole workspace is for members to change.")
        if self.is_for_approvers and not person.can_approve:
            return tr("{title}: that is for an approver to say.", title=self.title)
        return ""

    def shown(self, value: Value) -> str:
        """A value as it is written in a command."""
        if isinstance(value, bool):
            return "on" if value else "off"
        return f"{value:g}" if isinstance(value, float) else str(value)

    def told(self, value: Value) -> Value:
        """A value as plain JSON tells it: on and off as words, the rest as it is."""
        return self.shown(value) if isinstance(value, bool) else value

    def parsed(self, text: str) -> Value:
        """The value that a text stands for; `NeedsYou` with what it may be where it can't."""
        value = self._meant(text.strip())
        if value is None:
            raise NeedsYou(
                tr("{key} can't be {text_}.", key=self.key, text_=text),
                tr("Choose {may_be}.", may_be=self.may_be),
            )
        return value

    def _meant(self, text: str) -> Value | None:
        word = text.lower()
        if self.is_switch:
            return word in _YES if word in (*_YES, *_NO) else None
        if self.choices:
            values = (one.value for one in self.choices)
            return next((v for v in values if self.shown(v).lower() == word), None)
        if self.is_number:
            is_written_so = word.removeprefix("-").isdigit() and word.isascii()
            return int(word) if is_written_so and self.accepts(int(word)) else None
        return text if self.accepts(text) else None

    def accepts(self, value: object) -> TypeGuard[Value]:
        """Whether a value is one that the option may have."""
        if self.is_switch:
            return isinstance(value, bool)
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return False
        if self.choices:
            return any(one.value == value for one in self.choices)
        if self.is_number:
            return isinstance(value, int) and self.least <= value <= self.most
        is_text = isinstance(value, str)
        return is_text and (self.is_form is None or self.is_form(str(value)))

    def sound(self, value: object) -> Value:
        """A value that was kept, or the default where it is none that the option may have.

        A file that somebody wrote by hand, or an older or newer program, is no harm.
        """
        if isinstance(value, int) and isinstance(self.default, float) and not self.is_switch:
            value = float(value) if math.isfinite(value) else None
        return value if self.accepts(value) else self.default
