"""Which rows go to a candidate: a share of the keys, the same ones always and everywhere."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import blake2b
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidemill.domain.trials import Trial, TrialCounts, TrialKind, is_chosen, text_of, trial_of

KEYS = st.text(max_size=20)
SHARES = st.floats(min_value=0.0, max_value=1.0)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9))


def trial(share: float = 0.3, key: str = "", salt: str = "returns v1 v2") -> Trial:
    at = datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    return Trial(TrialKind.SPLIT, 1, 1, 2, 2, share, key, salt, at, "ada")


@given(KEYS, KEYS, SHARES)
def test_the_hash_is_the_documented_one(text: str, salt: str, share: float):
    digest = blake2b(json.dumps([salt, text]).encode(), digest_size=8).digest()
    assert is_chosen(text, salt, share) == (int.from_bytes(digest, "big") < round(share * 2**64))


@given(KEYS, KEYS, SHARES, SHARES)
def test_a_larger_share_only_adds_keys(text: str, salt: str, one: float, other: float):
    small, large = sorted((one, other))
    assert is_chosen(text, salt, large) >= is_chosen(text, salt, small)
    assert not is_chosen(text, salt, 0.0)
    assert is_chosen(text, salt, 1.0)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9])
@pytest.mark.parametrize("shape", ["{}", "customer-{:08d}", "{}000"])
def test_keys_that_count_up_are_split_in_the_share_that_was_asked_for(share: float, shape: str):
    n = 20_000
    found = sum(is_chosen(shape.format(number), "returns v1 v2", share) for number in range(n))
    assert abs(found - n * share) < 4.5 * sqrt(n * share * (1 - share))


def test_each_trial_chooses_keys_of_its_own():
    chosen = [
        {n for n in range(4_000) if is_chosen(str(n), salt, 0.5)} for salt in ("v1 v2", "v1 v3")
    ]
    both = len(chosen[0] & chosen[1])
    assert abs(both - 1_000) < 4.5 * sqrt(4_000 * 0.25 * 0.75)


def test_another_process_sends_every_key_the_same_way():
    code = (
        "from tidemill.domain.trials import is_chosen\n"
        "print(''.join('01'[is_chosen(f'clé {n}', 'returns v1 v2', 0.3)] for n in range(500)))"
    )
    here = "".join("01"[is_chosen(f"clé {n}", "returns v1 v2", 0.3)] for n in range(500))
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        told = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        )
        assert told.stdout.decode().strip() == here


@given(st.integers())
def test_a_number_and_its_text_are_one_key(number: int):
    assert text_of(17) == text_of(17.0) == text_of("17")
    if abs(number) < 2**53:
        assert text_of(number) == text_of(float(number)) == text_of(str(number))


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "more"]), VALUES), SHARES)
def test_a_whole_row_is_sent_by_its_fields_in_any_order(row: dict[str, Any], share: float):
    other = dict(reversed(row.items())) | {"more": "not a field"}
    one = trial(share)
    assert one.takes(row, ["a", "b", "c"]) is one.takes(other, ["c", "b", "a"])


@pytest.mark.parametrize("value", [None, "", float("nan")])
def test_a_row_without_its_key_is_in_no_share(value: Any):
    one = trial(1.0, key="customer")
    assert one.takes({"customer": value}, []) is None
    assert one.takes({}, []) is None
    assert one.takes({"customer": 0}, []) is True


STRANGE = {"huge": 10**5_000, "endless": float("inf"), "deep": [1, {"b": 2}], "half": "\ud800"}


@pytest.mark.parametrize("value", STRANGE.values(), ids=STRANGE)
def test_whatever_a_caller_sends_as_a_key_can_be_hashed(value: Any):
    assert trial(0.5, key="k").takes({"k": value}, []) in (True, False)


def test_a_trial_comes_back_from_where_it_is_kept_as_it_was():
    one = Trial(**{**vars(trial()), "counts": TrialCounts(1, 2, 3)})
    assert trial_of(json.loads(json.dumps(one.to_dict()))) == one
    assert trial_of({}) is None
