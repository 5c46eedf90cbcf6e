"""Texts as columns of tables hold them, drawn by hypothesis: families of values, gaps, spaces."""

from hypothesis import strategies as st

SPACED = st.sampled_from(["", "", "", " ", "\t", "\u00a0", "\u2003"])
WHOLE = st.integers(-(10**6), 10**6).map(str)
LONG = st.one_of(st.integers(2**53 - 3, 2**53 + 3), st.integers(-(2**65), 2**65)).map(str)
REAL = st.one_of(
    st.floats(allow_nan=False).map(repr),
    st.sampled_from([".5", "5.", "+7.25", "1e400", "-1E-400", "inf", "-Infinity", "1_000"]),
)
ZEROS = st.integers(0, 99).map(lambda n: f"{n:04}")
COMMA = st.tuples(st.integers(0, 99_999), st.integers(0, 99)).map(lambda p: f"{p[0]},{p[1]:02}")
GROUPED = st.integers(0, 10**9).map(lambda n: f"{n:,}")
DOTTED = st.integers(0, 10**9).map(lambda n: f"{n:,}".replace(",", ".") + ",5")
DAYS = st.dates()
ISO = st.datetimes().map(lambda d: d.isoformat(sep=" "))
ISO_DAY = DAYS.map(str)
ZONED = st.datetimes().map(lambda d: d.isoformat() + "Z")
DAY_FIRST = DAYS.map(lambda d: f"{d.day:02}.{d.month:02}.{d.year:04}")
MONTH_FIRST = DAYS.map(lambda d: f"{d.month}/{d.day}/{d.year:04} 05:07")
NO_DAY = st.sampled_from(["2013-02-30", "0000-01-01", "31.02.2013", "2013-1-5", "2013-01-05 24:00"])
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)
GAPS = st.sampled_from(["NA", "n/a", "", " null ", "\u00a0NaN", None, None])
YES = st.sampled_from(["yes", "No", "true", "FALSE", "1", "0"])
FAMILIES = [
    WHOLE, LONG, REAL, ZEROS, COMMA, GROUPED, DOTTED,
    ISO, ISO_DAY, ZONED, DAY_FIRST, MONTH_FIRST, NO_DAY, WORDS, YES,
]  # fmt: skip


@st.composite
def columns(draw: st.DrawFn) -> list[str | None]:
    """Texts mostly of one family, with some of another and some missing."""
    most = draw(st.sampled_from(FAMILIES))
    texts: list[str | None] = list(draw(st.lists(most, min_size=1, max_size=30)))
    if draw(st.booleans()):
        texts += draw(st.lists(draw(st.sampled_from(FAMILIES)), max_size=3))
    if draw(st.booleans()):
        texts += draw(st.lists(GAPS, max_size=3))
    if draw(st.booleans()):
        space = draw(SPACED)
        texts = [None if t is None else f"{space}{t}" for t in texts]
    return draw(st.permutations(texts))
