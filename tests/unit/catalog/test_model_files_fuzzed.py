"""Whatever a model file holds, looking at it ends soon, in words, and runs nothing."""

import contextlib
import pickle
import zlib
from pathlib import Path

import made_model_files as made
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.catalog import model_reading

LONGEST_S = 10.0

few = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Seeds(list[tuple[str, bytes]]):
    """Names and bytes; a failure is told without all of them, which would be told instead."""

    def __repr__(self) -> str:
        return f"{len(self)} seeds"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Seeds:
    folder = tmp_path_factory.mktemp("seeds")
    files = made.honest(folder)
    names = ("forest-0.pkl", "forest-5.pkl", "forest-plain.joblib", "forest.skops", "graph.onnx")
    found = [(name, files[name].read_bytes()) for name in names]
    baits = made.malicious(folder / "canary")
    return Seeds([*found, *(("bait.pkl", data) for data in baits.values())])


def look(path: Path, data: bytes) -> None:
    """Look at bytes; anything but words is a failure."""
    path.write_bytes(data)
    began = monotonic()
    with contextlib.suppress(NeedsYou):
        facts = model_reading.facts(path)
        assert facts.verdict
        assert facts.to_dict()
    assert monotonic() - began < LONGEST_S


@few
@given(data=st.binary(max_size=400), name=st.sampled_from(["m.pkl", "m.onnx", "m.skops", "m"]))
def test_any_bytes_are_told_in_words(tmp_path: Path, data: bytes, name: str) -> None:
    look(tmp_path / name, data)


@few
@given(
    which=st.integers(0, 1_000),
    changes=st.lists(
        st.tuples(
            st.integers(0, 1_000_000),
            st.sampled_from(["set", "cut", "twice"]),
            st.integers(0, 255),
            st.integers(1, 40),
        ),
        min_size=1,
        max_size=12,
    ),
)
def test_a_changed_file_is_told_in_words_and_runs_nothing(
    tmp_path: Path,
    seeds: Seeds,
    which: int,
    changes: list[tuple[int, str, int, int]],
) -> None:
    name, seed = seeds[which % len(seeds)]
    changed = bytearray(seed)
    for place, kind, value, length in changes:
        at = place % max(1, len(changed))
        if kind == "cut":
            del changed[at : at + length]
        elif kind == "twice":
            changed[at:at] = changed[at : at + length]
        elif changed:
            changed[at] = value
    look(tmp_path / name, bytes(changed))
    assert not list(tmp_path.rglob("canary*"))


@few
@given(
    codes=st.lists(
        st.sampled_from([bytes([code]) for code in b"(.01234567IJKLMNQRSTUVXabcdeghijloprstu}])"])
        | st.sampled_from([bytes([code]) for code in range(0x80, 0x99)])
        | st.sampled_from([made.text("os"), made.text("system"), b"cos\nsystem\n", b"K\x01"]),
        max_size=60,
    ),
    is_packed=st.booleans(),
)
def test_any_instructions_are_told_in_words(
    tmp_path: Path, codes: list[bytes], is_packed: bool
) -> None:
    data = b"\x80\x04" + b"".join(codes)
    look(tmp_path / "m.pkl", zlib.compress(data) if is_packed else data)


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(), inside, max_size=4),
    max_leaves=12,
)


@few
@given(value=plain, protocol=st.integers(0, 5))
def test_plain_values_of_any_protocol_are_read_to_their_end(
    tmp_path: Path, value: object, protocol: int
) -> None:
    path = tmp_path / "m.pkl"
    path.write_bytes(pickle.dumps(value, protocol))
    facts = model_reading.facts(path)
    assert facts.trouble == ""
    assert facts.dangers == ()
