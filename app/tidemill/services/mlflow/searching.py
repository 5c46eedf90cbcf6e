"""Runs that a filter of MLflow's takes, in the order asked for: Tidemill's own view answers."""

from collections.abc import Mapping, Sequence
from typing import Any

from tidemill.domain.mlflow import filters, limits
from tidemill.domain.mlflow.errors import MlflowError
from tidemill.domain.mlflow.filters import Condition
from tidemill.domain.query.ast import Comparison, In, Name, Node, Query, Text
from tidemill.domain.query.errors import QueryError
from tidemill.services import runs as whole_runs
from tidemill.services.mlflow import experiments, runs
from tidemill.services.mlflow.histories import offset_of, token_of
from tidemill.services.mlflow.tracker import Tracker
from tidemill.store import run_inputs

_VIEWS: Mapping[object, tuple[Node, ...]] = {
    None: (Comparison(Name(None, "trashed"), "=", Text("no")),),
    "ACTIVE_ONLY": (Comparison(Name(None, "trashed"), "=", Text("no")),),
    "DELETED_ONLY": (Comparison(Name(None, "trashed"), "=", Text("yes")),),
    "ALL": (),
}
_NONE = In(Name(None, "id"), (Text(""),))


def search(tracker: Tracker, body: Mapping[str, Any]) -> dict[str, Any]:
    """Some runs, and the token for the next ones where there are more."""
    most = limits.most(body.get("max_results"), "max_results", 1_000, limits.MOST_RUNS)
    first = offset_of(body.get("page_token"))
    view = body.get("run_view_type")
    if not isinstance(view, (str, type(None))) or view not in _VIEWS:
        raise MlflowError(f"Invalid value for parameter 'run_view_type': '{str(view)[:60]}'.")
    asked = limits.text_of(body.get("filter"), "filter", limits.FILTER_LENGTH, is_needed=False)
    found = filters.conditions(asked)
    order = filters.order(_texts(body.get("order_by"), "order_by"))
    parts = [*_VIEWS[view], *_of_experiments(tracker, body)]
    parts += [_reading(tracker, one) for one in filters.of_datasets(found)]
    wanted = filters.node(found)
    where = Query(filters.joined([*parts, *([] if wanted is None else [wanted])]))
    try:
        pks, n_all = tracker.view.keys(where, order, limit=most, offset=first)
    except QueryError as error:
        raise MlflowError(f"Invalid filter string '{asked[:500]}'. {error}") from error
    told: dict[str, Any] = {"runs": runs.tell(tracker, whole_runs.find(tracker.workspace, pks))}
    if first + most < n_all:
        told["next_page_token"] = token_of(first + most)
    return told


def _of_experiments(tracker: Tracker, body: Mapping[str, Any]) -> list[Node]:
    """That a run is of one of the experiments asked for; of none where none is."""
    numbers = set(_texts(body.get("experiment_ids"), "experiment_ids"))
    experiments.note_all(tracker)
    known = {experiments.id_of(one): one for one in experiments.every(tracker)}
    names = tuple(Text(known[number].name) for number in sorted(numbers & known.keys()))
    project = Comparison(Name(None, "project"), "=", Text(tracker.project))
    return [project, In(Name(None, "experiment"), names) if names else _NONE]


def _reading(tracker: Tracker, one: Condition) -> Node:
    """That a run read a dataset that fits; the store knows which did."""
    with tracker.workspace.store.read() as connection:
        every = run_inputs.every(connection)
    ids = {
        run_id
        for run_id, name, digest, tags in every
        if filters.fits(one, _told(one.key, name, digest, tags))
    }
    return In(Name(None, "id"), tuple(Text(run_id) for run_id in sorted(ids))) if ids else _NONE


def _told(key: str, name: str, digest: str, tags: Mapping[str, str]) -> str:
    known = {"name": name, "digest": digest, "context": tags.get(runs.CONTEXT_TAG, "")}
    return known[key]


def _texts(given: object, what: str) -> Sequence[str]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise MlflowError(f"Invalid value for parameter '{what}': a list of texts is expected.")
    return given
