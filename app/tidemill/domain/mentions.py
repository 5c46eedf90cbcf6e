"""People whom a text speaks to: `@login`."""

import re
from collections.abc import Iterable

_MENTION = re.compile(r"(?<![\w@.])@([\w](?:[\w.-]*[\w])?)")


def mentioned(text: str, logins: Iterable[str]) -> tuple[str, ...]:
    """Logins that a text names with an @, each once in order; a name nobody has is only text."""
    known = {login.casefold(): login for login in logins}
    found = (known.get(name.casefold()) for name in _MENTION.findall(text))
    return tuple(dict.fromkeys(login for login in found if login is not None))
