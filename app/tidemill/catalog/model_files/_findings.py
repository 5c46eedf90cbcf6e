"""What a pickle names and would do, collected while it is read."""

from typing import Any

from tidemill.catalog.model_files._telling import told
from tidemill.catalog.model_files._values import (
    Blob,
    Items,
    Made,
    Named,
    Unclear,
    tuple_of,
)
from tidemill.domain.known_parts import Standing, may_be_called, standing
from tidemill.domain.model_files import Part, cut

MOST_PARTS = 2_000
_FUNCTIONS_THAT_LOOK_UP = ("_ufunc_reconstruct",)


class Findings:
    """Parts with their standings, and sentences about other things that are odd."""

    def __init__(self, *, is_garbled: bool = False) -> None:
        """Nothing was found yet; `is_garbled` where most of what is read makes no sense."""
        self._is_garbled = is_garbled
        self._parts: dict[str, Part] = {}
        self.notes: dict[str, None] = {}
        self.is_joblib = False

    def parts(self) -> tuple[Part, ...]:
        """All parts, worst first, then by name."""
        return tuple(sorted(self._parts.values(), key=lambda p: (-p.standing.rank, p.name)))

    def named(self, named: Named) -> None:
        """The file looks a class or function up."""
        self._add(Part(cut(named.whole), _standing(named)))

    def odd(self, name: str, how: Standing, said: str = "") -> None:
        """Something else that would happen."""
        self._add(Part(name, how, True, said))

    def called(self, callee: Any, args: Any) -> Any:
        """The file calls something; return what stands for the result.

        A known part may be called where it is a class or makes one anew. What the file builds
        itself and calls then is never part of a model, unless code that it carries made it.
        """
        if not isinstance(callee, Named):
            root = self._root(callee)
            if self._is_garbled and root is Standing.KNOWN:
                raise ValueError("something is called that can't be")
            how = Standing.CODE if root is Standing.CODE else Standing.ACTS
            self.odd("a call of what the file builds itself", how, told(callee))
            return Made(callee, args)
        how = _standing(callee)
        if how is Standing.KNOWN and not may_be_called(callee.module, callee.name):
            how = Standing.UNKNOWN
        if callee.whole == "_codecs.encode":
            how = Standing.KNOWN if _is_latin1(args) else Standing.UNKNOWN
        if callee.name in _FUNCTIONS_THAT_LOOK_UP and callee.module.startswith("numpy."):
            return self._looked_up(callee, args)
        said = f"{callee.whole}{told(args) if isinstance(args, Items) else '(…)'}"
        self._add(Part(cut(callee.whole), how, True, "" if how is Standing.KNOWN else cut(said)))
        return _folded(callee, args)

    def changed(self, target: Any, how: str) -> None:
        """The file puts something into an object; into what it did not make is never a model."""
        if isinstance(target, Named):
            self.odd(f"{how} {cut(target.whole)} itself", Standing.ACTS, target.whole)

    def _looked_up(self, callee: Named, args: Any) -> Any:
        """NumPy's way to a function by the names of its module and itself: as if it were named."""
        names = tuple_of(args)
        if len(names) == 2 and all(isinstance(one, str) for one in names):
            self._add(Part(callee.whole, Standing.KNOWN, True))
            found = Named(*names)
            self.named(found)
            return found
        self.odd(callee.whole, Standing.ACTS, told(args))
        return Made(callee, args)

    def _root(self, value: Any) -> Standing:
        """The standing of what made a value in the first place."""
        for _ in range(50):
            if isinstance(value, Named):
                return _standing(value)
            if not isinstance(value, Made):
                break
            value = value.callee
        return Standing.UNKNOWN

    def _add(self, part: Part) -> None:
        if len(self._parts) > MOST_PARTS and part.standing is Standing.KNOWN:
            return
        if len(self._parts) > 2 * MOST_PARTS:
            self.notes["It names more parts than are listed."] = None
            return
        before = self._parts.get(part.name)
        if before is None:
            self._parts[part.name] = part
            return
        worse = max(before, part, key=lambda p: p.standing.rank)
        said = worse.said or before.said or part.said
        called = before.is_called or part.is_called
        self._parts[part.name] = Part(part.name, worse.standing, called, said)


def _standing(named: Named) -> Standing:
    return standing(named.module, named.name)


def may_be_text(value: Any) -> bool:
    """Whether something may turn out a text while it is loaded, so that it may name a part.

    Names have to be `str` itself, no class made of it: most known parts never make one.
    """
    if isinstance(value, Made):
        callee = value.callee
        if not isinstance(callee, Named) or _standing(callee) is not Standing.KNOWN:
            return True
        return callee.whole == "builtins.str" or callee.module == "_codecs"
    return isinstance(value, (str, Unclear, Blob))


def _folded(callee: Named, args: Any) -> Any:
    """What a call returns; bytes as protocols before 3 write them are put down as such."""
    said = tuple_of(args)
    if callee.whole == "_codecs.encode" and _is_latin1(args):
        try:
            return str(said[0]).encode("latin-1")
        except UnicodeEncodeError:
            return Made(callee, args)
    return b"" if callee.whole == "builtins.bytes" and not said else Made(callee, args)


def _is_latin1(args: Any) -> bool:
    said = tuple_of(args)
    return len(said) == 2 and isinstance(said[0], str) and said[1] in ("latin1", "latin-1")
