"""Requests that wait for the model: together where they are small, apart where they are large.

What waits while the model is at work is answered by one call of it: a call costs a millisecond or
more, whether for one row or a hundred. Everything that takes time (reading, checking, predicting,
writing the answer) is done in the line's threads; the loop only moves bytes.

In a split the candidate's rows are predicted in a line of their own: who gets the champion's
answer never waits for the candidate. Where the candidate can't answer, or not soon, the champion
does.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tidemill.base.errors import NotThere, TidemillError
from tidemill.domain.trials import NO_COUNTS, TrialCounts
from tidemill.server.lanes import Busy, Lane
from tidemill.services.serving.beside import Beside
from tidemill.services.serving.fields import Row
from tidemill.services.serving.served_models import Said as Pair
from tidemill.services.serving.served_models import ServedModel
from tidemill.services.training.answers import Answer

SMALL_BYTES = 16_384
"""Bodies up to this size stand in the line of the small ones."""

MOST_WAITING = 256
MOST_LARGE = 4
AT_ONCE = 64
"""So many small requests are answered by one call."""

CANDIDATE_S = 2.0
"""For so long a candidate is waited for beyond the champion; then the champion answers."""

log = logging.getLogger(__name__)


class NotReady(TidemillError):
    """There is no version to answer with."""

    kind = "not-ready"


@dataclass(frozen=True, eq=False)
class Part:
    """The rows of a request that one version answered. `is_tried`: they count in the trial."""

    served: ServedModel
    rows: Sequence[Row]
    answers: Sequence[Answer]
    is_tried: bool = False


@dataclass(frozen=True, eq=False)
class Said:
    """What was said to one request, by which version each row, and what a trial does with it.

    `shadowed` are the places of the rows that the candidate is to answer as well.
    """

    parts: tuple[Part, ...]
    versions: Sequence[int]
    body: bytes
    beside: Beside | None = None
    shadowed: Sequence[int] = ()
    counts: TrialCounts = NO_COUNTS


@dataclass(frozen=True, eq=False)
class _Half:
    """A request that the champion answered as far as it is its own; the rest is the candidate's."""

    asked: "Asked"
    champion: ServedModel
    beside: Beside
    rows: Sequence[Row]
    takes: Sequence[bool | None]
    pairs: Sequence[Pair | None]


Read = Callable[[ServedModel], Sequence[Row]]
Write = Callable[[ServedModel, Sequence[Row], Sequence[Answer], Sequence[int]], bytes]
"""Writes the answers to rows, with the number of the version that gave each."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A request in the line: how its rows are read, how its answer is written.

    `version` is the one that is asked for by its number, where one is. `is_alone` keeps the
    candidate out.
    """

    read: Read
    write: Write
    version: str | None = None
    is_alone: bool = False


class Line:
    """The small requests' line, and the large ones'. Lives in one event loop; `close` ends it."""

    def __init__(
        self,
        current: Callable[[], ServedModel | None],
        beside: Callable[[], Beside | None] = lambda: None,
    ) -> None:
        def work(some: Sequence[Asked]) -> list[Said | _Half | TidemillError]:
            return answered(current(), some, beside())

        self.on_idle: Callable[[], None] = lambda: None
        """Called in the loop when the champion has nothing to do."""
        self._small: Lane[Asked, Said | _Half] = Lane(work, AT_ONCE, MOST_WAITING, self._done)
        self._large: Lane[Asked, Said | _Half] = Lane(work, 1, MOST_LARGE, self._done)
        self._small_rest: Lane[_Half, Said] = Lane(finished, AT_ONCE, MOST_WAITING)
        self._large_rest: Lane[_Half, Said] = Lane(finished, 1, MOST_LARGE)
        self._is_told = False

    @property
    def n_waiting(self) -> int:
        """How many requests wait now."""
        lanes = (self._small, self._large, self._small_rest, self._large_rest)
        return sum(lane.n_waiting for lane in lanes)

    @property
    def is_idle(self) -> bool:
        """Whether the champion has nothing to do."""
        return self._small.is_idle and self._large.is_idle

    async def ask(
        self,
        n_bytes: int,
        read: Read,
        write: Write,
        version: str | None = None,
        *,
        is_alone: bool = False,
    ) -> Said:
        """Stand in the line and return the answer; `Busy` where too many wait.

        `version` asks for one of those that answer by its number, `is_alone` for the champion
        without a candidate.
        """
        is_small = n_bytes <= SMALL_BYTES
        lane = self._small if is_small else self._large
        found = await lane.take(Asked(read, write, version, is_alone))
        if isinstance(found, Said):
            return found
        whole = await self._whole(self._small_rest if is_small else self._large_rest, found)
        if whole is not None:
            return whole
        alone = await lane.take(Asked(read, write, is_alone=True))
        assert isinstance(alone, Said)
        n_failed = sum(1 for taken in found.takes if taken)
        return Said(alone.parts, alone.versions, alone.body, counts=TrialCounts(failed=n_failed))

    async def _whole(self, lane: Lane[_Half, Said], half: _Half) -> Said | None:
        """The answer with the candidate's part; None where the candidate does not give it."""
        try:
            waits = lane.take(half)
        except Busy:
            return None
        try:
            done, _ = await asyncio.wait([waits], timeout=CANDIDATE_S)
        finally:
            waits.cancel()  # nothing where it is done
        error = waits.exception() if done else TimeoutError("It took too long.")
        if error is None:
            return waits.result()
        if not self._is_told:
            label = half.beside.served.version.label
            log.warning("%s did not answer, the champion did: %s", label, error)
        self._is_told = True
        return None

    def _done(self) -> None:
        if self.is_idle:
            self.on_idle()

    def close(self) -> None:
        """Wait for what is at hand, and end."""
        for lane in (self._small, self._large):
            lane.close()
        for rest in (self._small_rest, self._large_rest):
            rest.close()


def answered(
    served: ServedModel | None, some: Sequence[Asked], beside: Beside | None = None
) -> list[Said | _Half | TidemillError]:
    """What the champion says to some requests, in one call of it; in their order."""
    if served is None:
        return [NotReady("The model has no champion now.", "Promote a version.") for _ in some]
    if beside is not None and not beside.stands_by(served):
        beside = None
    read: list[tuple[Sequence[Row], list[bool | None]] | TidemillError] = []
    for one in some:
        try:
            came = one.read(served)
            served.fields.check(came)
            read.append((came, _takes(one, served, came, beside)))
        except TidemillError as error:
            read.append(error)
    is_split = beside is not None and beside.trial.is_split
    own: list[Sequence[Row]] = [
        _kept(found[0], found[1]) if is_split else found[0]
        for found in read
        if not isinstance(found, TidemillError)
    ]
    pairs = iter(served.predicted_each(own))
    told: list[Said | _Half | TidemillError] = []
    for one, found in zip(some, read, strict=True):
        if isinstance(found, TidemillError):
            told.append(found)
            continue
        rows, takes = found
        if beside is None or not takes:
            told.append(_alone(served, one, rows, [next(pairs) for _ in rows]))
        elif not is_split:
            mine = _alone(served, one, rows, [next(pairs) for _ in rows])
            told.append(_to_shadow(mine, beside, takes))
        else:
            halves = [None if taken else next(pairs) for taken in takes]
            half = _Half(one, served, beside, rows, takes, halves)
            told.append(half if any(takes) else _joined(half, []))
    return told


def _takes(
    one: Asked, served: ServedModel, rows: Sequence[Row], beside: Beside | None
) -> list[bool | None]:
    """Which rows are the candidate's; empty where it has no part in the request."""
    champion = str(served.version.number)
    is_split = beside is not None and beside.trial.is_split
    if one.version is not None and one.version != champion:
        if beside is None or not is_split or one.version != str(beside.served.version.number):
            raise NotThere("version here", one.version)
        return [True] * len(rows)
    if beside is None or one.is_alone or (is_split and one.version is not None):
        return []
    columns = served.fields.columns.names
    return [beside.trial.takes(row, columns) for row in rows]


def _kept(rows: Sequence[Row], takes: Sequence[bool | None]) -> Sequence[Row]:
    if not takes:
        return rows
    return [row for row, taken in zip(rows, takes, strict=True) if not taken]


def _alone(served: ServedModel, one: Asked, rows: Sequence[Row], pairs: Sequence[Pair]) -> Said:
    answers = served.told(rows, pairs)
    versions = [served.version.number] * len(rows)
    body = one.write(served, rows, answers, versions)
    return Said((Part(served, rows, answers),), versions, body)


def _to_shadow(said: Said, beside: Beside, takes: Sequence[bool | None]) -> Said:
    places = [place for place, taken in enumerate(takes) if taken]
    counts = TrialCounts(without_key=sum(1 for taken in takes if taken is None))
    return Said(said.parts, said.versions, said.body, beside, places, counts)


def finished(some: Sequence[_Half]) -> list[Said | TidemillError]:
    """The whole answers to some requests, with the candidate's part, in as few calls as can be."""
    read: list[list[Row] | TidemillError] = []
    for half in some:
        rows = [row for row, taken in zip(half.rows, half.takes, strict=True) if taken]
        try:
            half.beside.served.fields.check(rows)
            read.append(rows)
        except TidemillError as error:
            read.append(error)
    pairs: dict[int, list[Pair]] = {}
    for served in {half.beside.served for half in some}:  # two, where the candidate was changed
        places = [n for n, half in enumerate(some) if half.beside.served is served]
        theirs = {n: came for n in places if not isinstance(came := read[n], TidemillError)}
        said = iter(served.predicted_each(list(theirs.values())))
        pairs |= {n: [next(said) for _ in came] for n, came in theirs.items()}
    return [
        one if isinstance(one, TidemillError) else _joined(half, pairs[n])
        for n, (half, one) in enumerate(zip(some, read, strict=True))
    ]


def _joined(half: _Half, pairs: Sequence[Pair]) -> Said:
    """The answer of which some rows are the champion's and some the candidate's."""
    champion, candidate, rows = half.champion, half.beside.served, half.rows
    theirs = iter(pairs)
    both = [next(theirs) if pair is None else pair for pair in half.pairs]
    answers = champion.told(rows, both)
    numbers = (champion.version.number, candidate.version.number)
    versions = [numbers[bool(taken)] for taken in half.takes]
    is_asked_for = half.asked.version is not None  # chosen by its caller, not by the hash
    parts = []
    for served, kind, is_tried in (
        (champion, None, False),
        (champion, False, True),
        (candidate, True, not is_asked_for),
    ):
        places = [place for place, taken in enumerate(half.takes) if taken is kind]
        if places:
            mine = [answers[place] for place in places]
            parts.append(Part(served, [rows[place] for place in places], mine, is_tried))
    n_without = sum(1 for taken in half.takes if taken is None)
    body = half.asked.write(champion, rows, answers, versions)
    return Said(tuple(parts), versions, body, counts=TrialCounts(without_key=n_without))
