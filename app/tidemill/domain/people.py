"""People and what they may do: agreements among colleagues, recorded with each action."""

from dataclasses import dataclass
from enum import StrEnum


class PersonRole(StrEnum):
    """What a person has agreed to do; not security."""

    VIEWER = "viewer"
    MEMBER = "member"
    APPROVER = "approver"


@dataclass(frozen=True)
class Person:
    """Somebody who works in a workspace, or the worker itself."""

    login: str
    display: str
    role: PersonRole = PersonRole.MEMBER

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = [w for w in self.display.replace(".", " ").replace("_", " ").split() if w]
        if not words:
            return "?"
        return (words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])).upper()

    @property
    def can_approve(self) -> bool:
        """May promote against a failed gate."""
        return self.role is PersonRole.APPROVER


WORKER = Person("worker", "Worker", PersonRole.MEMBER)
