"""What a person chooses for the window, on this computer only."""

from urllib.parse import urlsplit

from tidemill.base.words import tr
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
    tr("Theme"),
    tr("Light, dark, or what the system says"),
    "system",
    "look",
    Kept.COMPUTER,
    choices("system", "light", "dark"),
    words=tr("dark light colour system night"),
)
CONTRAST = Option(
    "look.contrast",
    tr("Contrast"),
    tr("More draws every edge and takes the tints away; status keeps its shape and its word"),
    "system",
    "look",
    Kept.COMPUTER,
    choices("system", "usual", "more"),
    words=tr("high contrast accessibility edges"),
)
TEXT_SIZE = Option(
    "look.text_size",
    tr("Text size"),
    tr("Rows and buttons grow along"),
    1.0,
    "look",
    Kept.COMPUTER,
    tuple(Choice(scale, f"{scale * 100:.0f}%") for scale in (0.9, 1.0, 1.1, 1.25)),
    words=tr("font bigger larger smaller zoom scale"),
)
DENSITY = Option(
    "look.density",
    tr("Rows of tables"),
    tr("How much room a row has; more rows fit, or each is easier to tell from the next"),
    "usual",
    "look",
    Kept.COMPUTER,
    choices("compact", "usual", "roomy"),
    words=tr("density height compact roomy comfortable spacing"),
)
LESS_MOTION = Option(
    "look.less_motion",
    tr("Less motion"),
    tr("Things appear without moving"),
    False,
    "look",
    Kept.COMPUTER,
    words=tr("animation reduced moving"),
)
LANGUAGES = {"en": "English", "de": "Deutsch"}
"""Those the window speaks, by their codes, each in its own words."""
LANGUAGE = Option(
    "language.window",
    tr("Language"),
    tr("What the window speaks once it is opened again; what is stored keeps its words"),
    "system",
    "language",
    Kept.COMPUTER,
    (
        Choice("system", tr("As the system")),
        *(Choice(code, title) for code, title in LANGUAGES.items()),
    ),
    words=tr("english german deutsch translation words"),
)
REGION = Option(
    "region.formats",
    tr("Numbers, dates and sorting"),
    tr("Which region's way of writing them. A page that is open follows when it is shown anew."),
    "system",
    "language",
    Kept.COMPUTER,
    (Choice("system", tr("As the system")), *(Choice(name, title) for name, title in REGIONS)),
    words=tr("region locale decimal comma point thousands format country language"),
)
LETTER_KEYS = Option(
    "keys.letters",
    tr("Single-letter keys"),
    tr("G then H goes home, / filters; never while you type"),
    True,
    "keys",
    Kept.COMPUTER,
    words=tr("keyboard shortcut letters"),
)
UPDATES = Option(
    "updates.tell",
    tr("Tell of newer versions"),
    tr(
        "Asks the address below once a day while a window is open, and tells of a "
        "newer version once. It is told this program's name and version, nothing "
        "else; nothing is asked while this is off"
    ),
    False,
    "updates",
    Kept.COMPUTER,
    words=tr("update upgrade newer release version check network telemetry"),
)
UPDATES_AT = Option(
    "updates.address",
    tr("Where that is asked"),
    tr(
        "Tidemill has no address of its own for this: your team's, which answers "
        "with a JSON object of the newest version and the page about it"
    ),
    "",
    "updates",
    Kept.COMPUTER,
    words=tr("update address server url feed"),
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
    LANGUAGE,
    REGION,
    LETTER_KEYS,
    UPDATES,
    UPDATES_AT,
)
