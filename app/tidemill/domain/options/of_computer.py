"""What a person chooses for the window, on this computer only."""

from tidemill.domain.options.option import Choice, Kept, Option, choices
from tidemill.domain.options.regions import REGIONS

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
    "Which region's way of writing them; the system's unless another is chosen",
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

OF_COMPUTER: tuple[Option, ...] = (
    THEME,
    CONTRAST,
    TEXT_SIZE,
    DENSITY,
    LESS_MOTION,
    REGION,
    LETTER_KEYS,
)
