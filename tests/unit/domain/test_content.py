"""The content hash sees what a table says and nothing else."""

import numpy as np
import pytest

from tidemill.domain.columns import Column, Kind, Schema
from tidemill.domain.content import content_hash, content_sums, row_hashes
from tidemill.domain.frames import BOOLEAN_LEVELS, ColumnData, Frame, coded, stacked


def numeric(name: str, values) -> ColumnData:
    return ColumnData(name, Kind.NUMERIC, np.asarray(values))


def example() -> Frame:
    return Frame(
        (
            numeric("n", [1.0, -2.5, np.nan, np.inf]),
            coded("c", Kind.CATEGORICAL, ["a", None, "b", "a"]),
            ColumnData("b", Kind.BOOLEAN, np.array([0, 1, -1, 1], np.int32), BOOLEAN_LEVELS),
            ColumnData(
                "t",
                Kind.DATETIME,
                np.array(
                    ["2013-01-01", "NaT", "1900-01-01", "2013-01-01T00:00:00.000001"], "M8[us]"
                ),
            ),
        )
    )


def test_order_of_rows_columns_and_levels_does_not_count():
    frame = example()
    shuffled = frame.take(np.array([2, 0, 3, 1]))
    turned = Frame(tuple(reversed(shuffled.columns)))
    levels = ColumnData("c", Kind.TEXT, np.array([2, -1, 0, 2], np.int32), ("b", "unused", "a"))
    other = Frame((frame["n"], levels, frame["b"], frame["t"]))
    assert len(content_hash(frame)) == 32
    assert {content_hash(f) for f in (frame, shuffled, turned, other)} == {content_hash(frame)}


def test_equal_numbers_hash_alike_whatever_their_form():
    whole = Frame((numeric("n", np.array([0, 3, 2**53], np.int64)),))
    floats = Frame((numeric("n", [-0.0, 3.0, 2.0**53]),))
    assert content_hash(whole) == content_hash(floats)


def test_every_nan_is_the_same_missing_value():
    odd_nan = np.array([0x7FF8000000000123], np.uint64).view(np.float64)
    one = Frame((numeric("n", np.concatenate([odd_nan, [1.0]])),))
    assert content_hash(one) == content_hash(Frame((numeric("n", [np.nan, 1.0]),)))


def test_neighbouring_big_whole_numbers_differ():
    def of(value: int) -> str:
        return content_hash(Frame((numeric("n", np.array([value, 1], np.int64)),)))

    values = [2**53, 2**53 + 1, 2**62, 2**62 + 1, 2**63 - 1, 2**63 - 2, -(2**63), -(2**63) + 1]
    assert len({of(v) for v in values}) == len(values)


@pytest.mark.parametrize(
    "changed",
    [
        lambda f: f.take(np.array([0, 1, 2])),
        lambda f: f.take(np.array([0, 1, 2, 2])),
        lambda f: f.take(np.array([0, 0, 1, 2, 3])),
        lambda f: f.select(["n", "c", "b"]),
        lambda f: Frame((numeric("m", f["n"].values), f["c"], f["b"], f["t"])),
        lambda f: Frame((numeric("n", [1.0, -2.5, np.nan, -np.inf]), f["c"], f["b"], f["t"])),
        lambda f: Frame((numeric("n", [-2.5, 1.0, np.nan, np.inf]), f["c"], f["b"], f["t"])),
    ],
)
def test_what_a_table_says_does_count(changed):
    assert content_hash(changed(example())) != content_hash(example())


def test_values_swapped_between_columns_count():
    one = Frame((numeric("a", [1.0]), numeric("b", [2.0])))
    other = Frame((numeric("a", [2.0]), numeric("b", [1.0])))
    assert content_hash(one) != content_hash(other)


def test_a_column_without_values_has_no_kind():
    texts = Frame((numeric("a", [1.0, 2.0]), coded("e", Kind.CATEGORICAL, [None, None])))
    numbers = Frame((numeric("a", [1.0, 2.0]), numeric("e", [np.nan, np.nan])))
    assert content_hash(texts) == content_hash(numbers)


def test_number_and_text_of_the_same_look_differ():
    assert content_hash(Frame((numeric("a", [1.0]),))) != content_hash(
        Frame((coded("a", Kind.CATEGORICAL, ["1"]),))
    )


def test_parts_hashed_alone_add_up_to_the_whole():
    frame = example()
    parts = [frame.take(np.array(rows)) for rows in ([2], [0, 3], [1])]
    added = content_sums(parts[0]) + content_sums(parts[1]) + content_sums(parts[2])
    assert added.hexdigest() == content_hash(stacked(parts)) == content_hash(frame)


def test_schema_picks_the_columns():
    schema = Schema((Column("n", Kind.NUMERIC), Column("c", Kind.CATEGORICAL)))
    assert content_hash(example(), schema) == content_hash(example().select(["n", "c"]))


def test_equal_rows_have_equal_hashes_and_others_differ():
    frame = Frame((numeric("a", [1, 2, 1]), coded("b", Kind.TEXT, ["x", "x", "x"])))
    first, second, third = row_hashes(frame).tolist()
    assert first == third != second


def test_no_two_of_many_rows_collide():
    frame = Frame((numeric("a", np.arange(200_000)), numeric("b", np.arange(200_000)[::-1])))
    assert len(np.unique(row_hashes(frame))) == 200_000


def test_empty_tables_hash_by_their_columns():
    none = Frame((numeric("a", np.array([], float)),))
    assert content_hash(none) == content_hash(none)
    assert content_hash(none) != content_hash(Frame((numeric("b", np.array([], float)),)))
