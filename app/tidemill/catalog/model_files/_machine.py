"""Walks the opcodes of a pickle and describes what they would build, without doing any of it.

The stack, the mark and the memo follow the standard library's `pickle.py` (PEP 307, 3154, 574),
arrays behind joblib's wrappers follow `joblib.numpy_pickle`. Opcodes and most of their arguments
are read by `pickletools` (`_arguments`). Names, calls and states become descriptions (`_values`);
nothing is imported.
"""

import _compat_pickle
import re
from collections.abc import Callable
from typing import Any, Final

from tidemill.catalog.model_files import _arrays
from tidemill.catalog.model_files._arguments import PUSHED, Damaged, instruction
from tidemill.catalog.model_files._findings import Findings, may_be_text
from tidemill.catalog.model_files._frames import Frames
from tidemill.catalog.model_files._streams import Bound, Ended, OverBounds
from tidemill.catalog.model_files._values import (
    Array,
    Items,
    Made,
    Named,
    Pairs,
    Unclear,
    attributes,
    class_of,
)
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import cut

MOST_OPCODES = 2_000_000
MOST_NESTED = 8

_WRAPPERS: Final = (
    "joblib.numpy_pickle.NumpyArrayWrapper",
    "sklearn.externals.joblib.numpy_pickle.NumpyArrayWrapper",
)
_DUNDER: Final = re.compile(r"__\w+__")
_CALLED_WHILE_LOADING: Final = frozenset(("append", "extend", "add"))
"""Methods that instructions call by name; an object's own attribute goes before its class's."""

_HARMLESS_DUNDERS: Final = frozenset(("__doc__", "__module__", "__dict__"))


class Machine:
    """Reads one pickle from its first opcode to STOP."""

    def __init__(
        self,
        frames: Frames,
        findings: Findings,
        bound: Bound,
        depth: int = 0,
        *,
        skips_arrays: bool = True,
    ) -> None:
        """Begin at the place the frames stand at; without `skips_arrays` as plain pickle would."""
        self._frames, self._findings, self._bound = frames, findings, bound
        self._skips_arrays = skips_arrays
        self._depth = depth
        self._stack: list[Any] = []
        self._marks: list[list[Any]] = []
        self._memo: dict[int, Any] = {}
        self.protocol = self._names_as = 0
        self._n = 0

    def run(self) -> Any:
        """Describe what the pickle would return.

        Raises ValueError (`Damaged`, `Ended` among them) for a damaged one and `OverBounds`; what
        was found before that stands in the findings.
        """
        while True:
            code = self._frames.read(1)
            if not code:
                raise Ended("the pickle ends before its STOP")
            self._count()
            name, argument = instruction(code, self._frames)
            if name == "STOP":
                return self._pop()
            _DO[name](self, argument)

    def _count(self) -> None:
        self._n += 1
        if self._n > MOST_OPCODES:
            raise OverBounds(f"It has more than {MOST_OPCODES:,} instructions.")
        if self._n % 4096 == 0:
            self._bound.check()

    # --- the stack -------------------------------------------------------------------------

    def push(self, value: Any) -> None:
        """Put on the stack."""
        self._stack.append(value)

    def _pop(self) -> Any:
        if not self._stack:
            raise Damaged("something is taken from an empty stack")
        return self._stack.pop()

    def _top(self) -> Any:
        if not self._stack:
            raise Damaged("the stack is empty")
        return self._stack[-1]

    def _since_mark(self) -> list[Any]:
        if not self._marks:
            raise Damaged("there is no mark")
        found, self._stack = self._stack, self._marks.pop()
        return found

    def mark(self, _argument: Any) -> None:
        """MARK."""
        self._marks.append(self._stack)
        self._stack = []

    def pop(self, _argument: Any) -> None:
        """POP; on a mark it takes the mark off."""
        if self._stack:
            self._stack.pop()
        else:
            self._since_mark()

    def pop_mark(self, _argument: Any) -> None:
        """POP_MARK."""
        self._since_mark()

    def dup(self, _argument: Any) -> None:
        """DUP."""
        self.push(self._top())

    def get(self, at: int) -> None:
        """GET, BINGET, LONG_BINGET."""
        if at not in self._memo:
            raise Damaged("something is remembered that was never kept")
        self.push(self._memo[at])

    def put(self, at: int) -> None:
        """PUT, BINPUT, LONG_BINPUT."""
        self._memo[at] = self._top()

    def memoize(self, _argument: Any) -> None:
        """MEMOIZE: the place is the number of what is kept already, as in `pickle`."""
        self._memo[len(self._memo)] = self._top()

    # --- plain values and containers ---------------------------------------------------------

    def proto(self, version: int) -> None:
        """PROTO; the last one says how names are read."""
        self._names_as = version
        self.protocol = max(self.protocol, version)
        if version > 5:
            raise Damaged(f"it says protocol {version}, which is not known")

    def frame(self, n_bytes: int) -> None:
        """FRAME."""
        self._frames.begin_frame(n_bytes)

    def new(self, kind: str) -> None:
        """EMPTY_LIST, EMPTY_TUPLE, EMPTY_SET."""
        self.push(Items(kind))

    def several(self, kind: str, n: int | None = None) -> None:
        """LIST, TUPLE, FROZENSET since the mark; TUPLE1 to TUPLE3."""
        found = Items(kind)
        if n is None:
            found.add(self._since_mark())
        else:
            found.add([self._pop() for _ in range(n)][::-1])
        self.push(found)

    def table(self, _argument: Any) -> None:
        """DICT since the mark."""
        found = Pairs()
        found.add(self._since_mark())
        self.push(found)

    def add(self, new: list[Any]) -> None:
        """APPEND, APPENDS, ADDITEMS."""
        target = self._top()
        if isinstance(target, Items):
            target.add(new)
        elif isinstance(target, Made):
            target.items = target.items or Items("list")
            target.items.add(new)
        else:
            self._findings.changed(target, "adds to")

    def set_pairs(self, flat: list[Any]) -> None:
        """SETITEM, SETITEMS."""
        target = self._top()
        if isinstance(target, Pairs):
            target.add(flat)
        elif isinstance(target, Made):
            target.pairs = target.pairs or Pairs()
            target.pairs.add(flat)
        else:
            self._findings.changed(target, "puts something into")

    def taken(self, n: int | None) -> list[Any]:
        """The last `n` values from the stack, or all since the mark."""
        if n is None:
            return self._since_mark()
        return [self._pop() for _ in range(n)][::-1]

    # --- names, calls and states -------------------------------------------------------------

    def named(self, text: str) -> None:
        """GLOBAL: module and name in two lines."""
        module, _, name = text.partition(" ")
        self.push(self._name(module, name))

    def stack_named(self, _argument: Any) -> None:
        """STACK_GLOBAL: module and name from the stack, which may be put together on the way."""
        name, module = self._pop(), self._pop()
        if isinstance(module, str) and isinstance(name, str):
            self.push(self._name(module, name))
            return
        if not (may_be_text(module) and may_be_text(name)):
            raise Damaged("a name is no text")
        self._findings.odd("a name put together while loading", Standing.ACTS)
        self.push(Unclear("something named while loading"))

    def _name(self, module: str, name: str) -> Named:
        if self._names_as < 3:  # as Python 2 named them
            if (module, name) in _compat_pickle.NAME_MAPPING:
                module, name = _compat_pickle.NAME_MAPPING[module, name]
            else:
                module = _compat_pickle.IMPORT_MAPPING.get(module, module)
        found = Named(module, name)
        self._findings.named(found)
        return found

    def call(self, n_parts: int) -> None:
        """REDUCE, NEWOBJ (2 parts: callable, arguments), NEWOBJ_EX (3: keywords too)."""
        words = self._pop() if n_parts == 3 else None
        args, callee = self._pop(), self._pop()
        if words is not None and not (isinstance(words, Pairs) and not words.n):
            args = Items("tuple", [args, words], 2)
        self._called(callee, args)

    def _called(self, callee: Any, args: Any) -> None:
        """Put down what a call would return; what can't be called raises `Damaged`."""
        if not isinstance(callee, (Named, Made, Unclear)):
            raise Damaged("something is called that can't be")
        self.push(self._findings.called(callee, args))

    def instance(self, text: str) -> None:
        """INST: a class by name, called with what stands since the mark."""
        args = Items("tuple")
        args.add(self._since_mark())
        module, _, name = text.partition(" ")
        self._called(self._name(module, name), args)

    def object(self, _argument: Any) -> None:
        """OBJ: a class and its arguments since the mark."""
        found = self._since_mark()
        if not found:
            raise Damaged("an object without a class")
        args = Items("tuple")
        args.add(found[1:])
        self._called(found[0], args)

    def build(self, _argument: Any) -> None:
        """BUILD: the state of an object; behind joblib's wrapper stands its array."""
        state, target = self._pop(), self._top()
        if not isinstance(target, Made):
            self._findings.changed(target, "changes")
            return
        target.state = state if target.state is None else Items("tuple", [target.state, state], 2)
        for name, value in attributes(Made(target.callee, None, state)).items():
            is_called = name in _CALLED_WHILE_LOADING and not isinstance(value, Items)
            if is_called or (_DUNDER.fullmatch(name) and name not in _HARMLESS_DUNDERS):
                self._findings.odd(f"sets {cut(name, 60)} of an object", Standing.UNKNOWN)
        kind = class_of(target)
        if self._skips_arrays and kind is not None and kind.whole in _WRAPPERS:
            self._stack[-1] = self._array(target)

    def extension(self, code: int) -> None:
        """EXT1, EXT2, EXT4: a name by a number of the computer that loads it."""
        self._findings.odd(f"extension {code}", Standing.ACTS)
        self.push(Unclear("an extension"))

    def persistent(self, text: Any) -> None:
        """PERSID, BINPERSID: something that the loading program has to bring."""
        said = text if isinstance(text, str) else ""
        self._findings.odd("an object kept elsewhere", Standing.UNKNOWN, cut(said, 60))
        self.push(Unclear("an object kept elsewhere"))

    def out_of_band(self, _argument: Any) -> None:
        """NEXT_BUFFER: bytes that the loading program has to bring."""
        self._findings.odd("bytes kept elsewhere", Standing.UNKNOWN)
        self.push(Unclear("bytes kept elsewhere"))

    def _array(self, wrapper: Made) -> Any:
        """Pass over an array's bytes; one of objects is a pickle of its own, read as such."""
        self._findings.is_joblib = True
        dtype, shape, is_padded = _arrays.wrapped(wrapper)
        file = self._frames.file
        if dtype.has_objects:
            if self._depth >= MOST_NESTED:
                raise Damaged("pickles stand in pickles too deep")
            inner = Machine(Frames(file), self._findings, self._bound, self._depth + 1)
            return Array(dtype.text, shape, values=inner.run())
        if is_padded:
            file.skip(file.exactly(1)[0])
        n_bytes = _arrays.count(shape) * dtype.n_bytes
        if n_bytes <= _arrays.MOST_BYTES:
            return Array(dtype.text, shape, file.exactly(n_bytes))
        file.skip(n_bytes)
        return Array(dtype.text, shape)


def _do() -> dict[str, Callable[[Machine, Any], None]]:
    push = Machine.push
    found: dict[str, Callable[[Machine, Any], None]] = dict.fromkeys(PUSHED, push)
    found |= {
        "NONE": lambda m, _: m.push(None),
        "NEWTRUE": lambda m, _: m.push(True),
        "NEWFALSE": lambda m, _: m.push(False),
        "PROTO": Machine.proto,
        "FRAME": Machine.frame,
        "MARK": Machine.mark,
        "POP": Machine.pop,
        "POP_MARK": Machine.pop_mark,
        "DUP": Machine.dup,
        "GET": Machine.get,
        "BINGET": Machine.get,
        "LONG_BINGET": Machine.get,
        "PUT": Machine.put,
        "BINPUT": Machine.put,
        "LONG_BINPUT": Machine.put,
        "MEMOIZE": Machine.memoize,
        "EMPTY_LIST": lambda m, _: m.new("list"),
        "EMPTY_TUPLE": lambda m, _: m.new("tuple"),
        "EMPTY_SET": lambda m, _: m.new("set"),
        "EMPTY_DICT": lambda m, _: m.push(Pairs()),
        "LIST": lambda m, _: m.several("list"),
        "TUPLE": lambda m, _: m.several("tuple"),
        "TUPLE1": lambda m, _: m.several("tuple", 1),
        "TUPLE2": lambda m, _: m.several("tuple", 2),
        "TUPLE3": lambda m, _: m.several("tuple", 3),
        "FROZENSET": lambda m, _: m.several("frozenset"),
        "DICT": Machine.table,
        "APPEND": lambda m, _: m.add(m.taken(1)),
        "APPENDS": lambda m, _: m.add(m.taken(None)),
        "ADDITEMS": lambda m, _: m.add(m.taken(None)),
        "SETITEM": lambda m, _: m.set_pairs(m.taken(2)),
        "SETITEMS": lambda m, _: m.set_pairs(m.taken(None)),
        "GLOBAL": Machine.named,
        "STACK_GLOBAL": Machine.stack_named,
        "REDUCE": lambda m, _: m.call(2),
        "NEWOBJ": lambda m, _: m.call(2),
        "NEWOBJ_EX": lambda m, _: m.call(3),
        "INST": Machine.instance,
        "OBJ": Machine.object,
        "BUILD": Machine.build,
        "EXT1": Machine.extension,
        "EXT2": Machine.extension,
        "EXT4": Machine.extension,
        "PERSID": Machine.persistent,
        "BINPERSID": lambda m, _: m.persistent(m.taken(1)[0]),
        "NEXT_BUFFER": Machine.out_of_band,
        "READONLY_BUFFER": lambda _machine, _: None,
    }
    return found


_DO: Final = _do()
