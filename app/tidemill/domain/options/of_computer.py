"""What a person chooses for the window, on this computer only."""

from urllib.parse import urlsplit

from tidemill.domain.options.option import Choice, Kept, Option, choices
from tidemill.domain.options.regions import REGIONS

_HERE = ("localhost", "127.0.0.1", "::1")


def is_secure_address(text: str) -> bool:
    """Whether a text is an address that may be asked: by HTTPS, or by HTTP on this computer."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    return is_secure and bool(host) and text.isprintable() and " " not in text


def _is_address_or_none(text: str) -> bool:
    return not text or is_secure_address(text)


THEME = Option(
    "look.theme",
    "Theme",
    "Light, dark, or what the system says",
    "system",
    "look",
    Kept.COMPUTER,
    choices("system", "light", "dark"),
    words="dark light colour system night",
)
CONTRAST = Option(
    "look.contrast",
    "Contrast",
    "More draws every edge and takes the tints away; status keeps its shape and its word",
    "system",
    "look",
    Kept.COMPUTER,
    choices("system", "usual", "more"),
    words="high contrast accessibility edges",
)
TEXT_SIZE = Option(
    "look.text_size",
    "Text size",
    "Rows and buttons grow along",
    1.0,
    "look",
    Kept.COMPUTER,
    tuple(Choice(scale, f"{scale * 100:.0f}%") for scale in (0.9, 1.0, 1.1, 1.25)),
    words="font bigger larger smaller zoom scale",
)
DENSITY = Option(
    "look.density",
    "Rows of tables",
    "How much room a row has; more rows fit, or each is easier to tell from the next",
    "usual",
    "look",
    Kept.COMPUTER,
    choices("compact", "usual", "roomy"),
    words="density height compact roomy comfortable spacing",
)
LESS_MOTION = Option(
    "look.less_motion",
    "Less motion",
    "Things appear without moving",
    False,
    "look",
    Kept.COMPUTER,
    words="animation reduced moving",
)
REGION = Option(
    "region.formats",
    "Numbers, dates and sorting",
    "Which region's way of writing them. A page that is open follows when it is shown anew.",
    "system",
    "language",
    Kept.COMPUTER,
    (Choice("system", "As the system"), *(Choice(name, title) for name, title in REGIONS)),
    words="region locale decimal comma point thousands format country language",
)
LETTER_KEYS = Option(
    "keys.letters",
    "Single-letter keys",
    "G then H goes home, / filters; never while you type",
    True,
    "keys",
    Kept.COMPUTER,
    words="keyboard shortcut letters",
)
UPDATES = Option(
    "updates.tell",
    "Tell of newer versions",
    "Asks the address below once a day while a window is open, and tells of a newer version once. "
    "It is told this program's name and version, nothing else; nothing is asked while this is off",
    False,
    "updates",
    Kept.COMPUTER,
    words="update upgrade newer release version check network telemetry",
)
UPDATES_AT = Option(
    "updates.address",
    "Where that is asked",
    "Tidemill has no address of its own for this: your team's, which answers with a JSON object of "
    "the newest version and the page about it",
    "",
    "updates",
    Kept.COMPUTER,
    words="update address server url feed",
    form="an address that begins with https://, or empty",
    is_form=_is_address_or_none,
    empty="nowhere",
)

OF_COMPUTER: tuple[Option, ...] = (
    THEME,
    CONTRAST,
    TEXT_SIZE,
    DENSITY,
    LESS_MOTION,
    REGION,
    LETTER_KEYS,
    UPDATES,
    UPDATES_AT,
)
