"""A board holds many models over time, the worst first."""

from dataclasses import replace

import numpy as np

from tidemill.domain.boards import Standing, board_of, pack_point, without_point

ONE = Standing(1, "a", "default", "binary", "auc", 1, 0.8, higher_is_better=True)


def standing(number, **values):
    return replace(ONE, model_id=number, model=f"model-{number}", **values)


def names(board):
    return [one.model for one in board.models]


def test_points_come_back_in_time_whatever_their_order():
    packed = [pack_point(2, 200, {"psi": 0.2}) + pack_point(1, 100, {"psi": 0.1})]
    packed.append(pack_point(3, 300, {"psi": 0.3, "value": 0.7}))
    board = board_of([standing(1), standing(2)], [1, 1], packed, 0)
    row = names(board).index("model-1")
    assert board.course(row, "psi").tolist() == [0.1, 0.2, 0.3]
    assert board.ends_at[row].astype(int).tolist() == [100, 200, 300]
    other = 1 - row
    assert board.n_chunks[other] == 0
    assert board.course(other, "psi").size == 0
    assert np.isnan(board.last("psi")[other])


def test_a_shorter_history_stands_at_the_end_and_what_is_too_old_is_left_out():
    packed = [b"".join(pack_point(n, 100 * n, {"psi": n / 10}) for n in (1, 2, 3))]
    packed.append(pack_point(9, 300, {"psi": 0.9}))
    board = board_of([standing(1), standing(2)], [1, 2], packed, 200)
    assert board.n_chunks.tolist() == [1, 2]
    assert board.figures["psi"][1].tolist() == [0.2, 0.3]
    assert np.isnan(board.figures["psi"][0]).tolist() == [True, False]


def test_the_worst_stands_first_by_alerts_then_by_the_fall_then_by_drift():
    points = {1: (0.8, 0.0), 2: (0.6, 0.0), 3: (0.8, 0.5), 4: (0.8, 0.1), 5: (0.8, 0.0)}
    found = [pack_point(n, 100, {"value": value, "psi": psi}) for n, (value, psi) in points.items()]
    models = [standing(n) for n in points]
    models[3] = standing(4, n_warnings=2)
    models[4] = standing(5, n_critical=1)
    board = board_of(models, list(points), found, 0)
    assert names(board) == ["model-5", "model-4", "model-2", "model-3", "model-1"]


def test_an_error_that_rose_is_worse_where_less_is_better():
    models = [standing(n, higher_is_better=False, expected=0.5) for n in (1, 2)]
    found = [pack_point(1, 1, {"value": 0.4}), pack_point(2, 1, {"value": 0.6})]
    assert names(board_of(models, [1, 2], found, 0)) == ["model-2", "model-1"]


def test_models_of_others_and_points_taken_out_are_not_shown():
    both = pack_point(1, 100, {"psi": 0.1}) + pack_point(2, 200, {"psi": 0.2})
    assert without_point(both, 1) == pack_point(2, 200, {"psi": 0.2})
    board = board_of([standing(1)], [1, 7], [both, both], 0)
    assert board.n_chunks.tolist() == [2]
