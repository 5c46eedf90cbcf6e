"""Many fitted estimators of one make, kept as one of them and the numbers in which others differ.

Five hundred boostings are 75,000 trees; written object by object they would fill a file with
hundreds of thousands of entries. Estimators of one make differ in numbers only: their arrays go
into one long array a type, what else is plain into one text, and the objects are made again after
the first of them, the model. So nothing in what is kept names a type: what a file may bring to life
is decided by the model alone, which goes through the same trust as any estimator.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_PLAIN = (str, int, float, bool, type(None))
_FORTRAN = 100
"""Added to the number of dimensions of an array that lies column by column."""


class NotAlike(ValueError):
    """Two estimators are not of one make."""


class Alike(Mapping[int, Any]):
    """Fitted estimators by a whole number; those that were loaded are made when first asked for."""

    def __init__(self, estimators: Mapping[int, Any]) -> None:
        self._made = dict(estimators)
        self._kept: _Kept | None = None

    def __getitem__(self, key: int) -> Any:
        if key not in self._made:
            if self._kept is None or key not in self._kept.places:
                raise KeyError(key)
            self._made[key] = self._kept.estimator(key)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._made or (self._kept is not None and key in self._kept.places)

    def __iter__(self) -> Iterator[int]:
        return iter(self._made if self._kept is None else self._kept.places)

    def __len__(self) -> int:
        return len(self._made if self._kept is None else self._kept.places)

    def made(self) -> list[Any]:
        """The estimators that exist as objects now."""
        return list(self._made.values())

    def __getstate__(self) -> dict[str, Any]:
        return (packed(self._made) if self._kept is None else self._kept).to_dict()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._made, self._kept = {}, _Kept(**state)


class _Kept:
    """Estimators as numbers and texts, beside the models they are made again after.

    `keys` and `models_of` (estimators,) say which estimator is made after which of `models`;
    `plain` is a text of what each has beside arrays; `pools` are the arrays' values, one a type,
    `dims` how many dimensions and how long each array is. `starts` (estimators, 1 + pools) is where
    the values of each begin, in `dims` and in each pool.
    """

    def __init__(
        self,
        keys: list[int],
        models_of: list[int],
        models: list[Any],
        plain: str,
        pools: list[Array],
        dims: Array,
        starts: Array,
    ) -> None:
        self.keys, self.models_of, self.models = keys, models_of, models
        self.plain, self.pools, self.dims, self.starts = plain, pools, dims, starts
        self.places = {key: place for place, key in enumerate(keys)}
        self._read: list[Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        names = ("keys", "models_of", "models", "plain", "pools", "dims", "starts")
        return {name: getattr(self, name) for name in names}

    def estimator(self, key: int) -> Any:
        """An estimator, made anew."""
        if self._read is None:
            self._read = json.loads(self.plain)
        place = self.places[key]
        numbers = {pool.dtype: k for k, pool in enumerate(self.pools)}
        source = _Source(self._read[place], self.dims, self.pools, numbers, self.starts[place])
        return _remade(self.models[self.models_of[place]], source)


def packed(estimators: Mapping[int, Any]) -> _Kept:
    """The estimators for keeping: each after the first one that is of its make."""
    models: list[Any] = []
    keys, models_of, plain = [], [], []
    pools: dict[Any, list[Array]] = {}
    dims: list[int] = []
    places: list[tuple[int, dict[Any, int]]] = []
    lengths: dict[Any, int] = {}
    for key, estimator in estimators.items():
        which, sink = _after_one_of(models, estimator)
        keys.append(key)
        models_of.append(which)
        plain.append(sink.plain)
        places.append((len(dims), dict(lengths)))
        dims += sink.dims
        for array in sink.arrays:
            pools.setdefault(array.dtype, []).append(array)
            lengths[array.dtype] = lengths.get(array.dtype, 0) + len(array)
    kinds = list(pools)
    starts = [[at, *(begun.get(kind, 0) for kind in kinds)] for at, begun in places]
    return _Kept(
        keys,
        models_of,
        models,
        json.dumps(plain),
        [_joined(pools[kind], kind) for kind in kinds],
        np.array(dims, dtype=np.int64),
        np.array(starts, dtype=np.int64).reshape(len(keys), 1 + len(kinds)),
    )


def _joined(arrays: list[Array], kind: Any) -> Array:
    """One array after the other. `np.concatenate` would take the gaps out of a record's type."""
    made = np.zeros(sum(map(len, arrays)), dtype=kind)
    end = 0
    for array in arrays:
        made[end : end + len(array)] = array
        end += len(array)
    return made


def _after_one_of(models: list[Any], estimator: Any) -> "tuple[int, _Sink]":
    """The model an estimator is made after, one more where it is like none, and what differs."""
    for which, model in enumerate(models):
        sink = _Sink()
        try:
            _take(model, estimator, sink)
        except NotAlike:
            continue
        return which, sink
    models.append(estimator)
    sink = _Sink()
    _take(estimator, estimator, sink)
    return len(models) - 1, sink


class _Sink:
    """Takes what an estimator has of its own, in the order in which it is asked for again."""

    def __init__(self) -> None:
        self.plain: list[Any] = []
        self.arrays: list[Array] = []
        self.dims: list[int] = []

    def array(self, values: Array) -> None:
        is_fortran = values.flags.f_contiguous and not values.flags.c_contiguous
        self.dims += [values.ndim + (_FORTRAN if is_fortran else 0), *values.shape]
        self.arrays.append(values.ravel(order="F" if is_fortran else "C"))


class _Source:
    """Gives what a `_Sink` took, in the same order."""

    def __init__(
        self,
        plain: list[Any],
        dims: Array,
        pools: list[Array],
        numbers: Mapping[Any, int],
        starts: Array,
    ) -> None:
        self._plain = iter(plain)
        self._dims, self._pools, self._numbers = dims, pools, numbers
        at, *begins = starts.tolist()
        self._at, self._begins = at, begins

    def plain(self) -> Any:
        return next(self._plain)

    def array(self, kind: Any) -> Array:
        n_dims = int(self._dims[self._at])
        is_fortran, n_dims = n_dims >= _FORTRAN, n_dims % _FORTRAN
        shape = tuple(self._dims[self._at + 1 : self._at + 1 + n_dims].tolist())
        self._at += 1 + n_dims
        n = int(np.prod(shape, dtype=np.int64))
        pool = self._numbers[kind]
        begin = self._begins[pool]
        self._begins[pool] += n
        flat = self._pools[pool][begin : begin + n]
        return flat.reshape(shape, order="F" if is_fortran else "C")


def _is_plain(value: Any) -> bool:
    if type(value) is list:
        return all(map(_is_plain, value))
    return type(value) in _PLAIN


def _take(model: Any, own: Any, sink: _Sink) -> None:
    """Give to the sink what `own` has; `NotAlike` where `model` could not be made into it."""
    if _is_plain(model):
        if not _is_plain(own):
            raise NotAlike
        sink.plain.append(own)
        return
    if type(model) is not type(own):
        raise NotAlike
    if isinstance(model, np.ndarray | np.generic):
        if model.dtype != own.dtype or model.dtype.hasobject:
            raise NotAlike
        sink.array(np.asarray(own))
    elif isinstance(model, bytes | bytearray):
        sink.array(np.frombuffer(bytes(own), dtype=np.uint8))
    elif isinstance(model, list | tuple | dict):
        _take_items(model, own, sink)
    elif _is_shared(model):
        if not _is_same(model, own):
            raise NotAlike
    else:
        for mine, theirs in zip(_parts(model), _parts(own), strict=True):
            _take(mine, theirs, sink)


def _take_items(model: Any, own: Any, sink: _Sink) -> None:
    """Give what a list, a tuple or a dict has. A list may be of another length than its model."""
    if isinstance(model, dict):
        if list(model) != list(own):
            raise NotAlike
        for name, item in own.items():
            _take(model[name], item, sink)
        return
    if len(model) != len(own) and (isinstance(model, tuple) or not len(model)):
        raise NotAlike
    sink.plain.append(len(own))
    for place, item in enumerate(own):
        _take(_item_of(model, place, len(own)), item, sink)


def _remade(model: Any, source: _Source) -> Any:
    """What `_take` took, made after the same model."""
    if _is_plain(model):
        return source.plain()
    if isinstance(model, np.ndarray):
        return source.array(model.dtype)
    if isinstance(model, np.generic):
        return source.array(model.dtype)[()]
    if isinstance(model, bytes | bytearray):
        return type(model)(source.array(np.dtype(np.uint8)).tobytes())
    if isinstance(model, list | tuple):
        n = source.plain()
        items = [_remade(_item_of(model, place, n), source) for place in range(n)]
        return items if isinstance(model, list) else tuple(items)
    if isinstance(model, dict):
        again = model.copy()
        again.update((name, _remade(item, source)) for name, item in model.items())
        return again
    return model if _is_shared(model) else _object(model, source)


def _object(model: Any, source: _Source) -> Any:
    """An object made by what its model is made by."""
    make, args, state = _parts(model)
    found = make(*_remade(args, source))
    own = _remade(state, source)
    if own is None:
        return found
    if hasattr(found, "__setstate__"):
        found.__setstate__(own)
    else:
        found.__dict__.update(own)
    return found


def _item_of(model: Any, place: int, n: int) -> Any:
    """What the item at a place of a list of `n` is made after."""
    return model[place] if len(model) == n else model[0]


def _is_shared(value: Any) -> bool:
    """Whether a value is one that many may have: a type, a function, a kind of number.

    So is a generator of chance: what is fitted asks it nothing more.
    """
    if isinstance(value, type | np.dtype | np.random.RandomState | np.random.Generator):
        return True
    is_function = callable(value) and not hasattr(value, "__dict__")
    return is_function or callable(getattr(value, "__get__", None))


def _is_same(model: Any, own: Any) -> bool:
    if isinstance(model, np.random.RandomState | np.random.Generator):
        return True
    return model is own or (isinstance(model, np.dtype) and model == own)


def _parts(value: Any) -> tuple[Any, Any, Any]:
    """How an object is made again: by what, of what, and the state it gets then."""
    made = value.__reduce_ex__(4)
    if isinstance(made, str) or any(one is not None for one in made[3:]):
        raise NotAlike
    make, args = made[:2]
    return make, args, made[2] if len(made) > 2 else None
