"""Rows of the registry: models, versions, decisions."""

from typing import Any

import sqlalchemy as sa

from tidemill.base import collation
from tidemill.domain.models import Decision, DecisionKind, Model, ModelVersion, Stage
from tidemill.store import registered_models
from tidemill.store.engine import Transaction
from tidemill.store.schema import dataset, dataset_version, decision, model, model_version, run

_trained = dataset_version.alias("trained")
_checked = dataset_version.alias("checked")
_trained_set = dataset.alias("trained_set")
_checked_set = dataset.alias("checked_set")

_NOW, _BEFORE = model_version.alias(), model_version.alias()
_DECISIONS = (
    sa.select(
        decision.c.id,
        decision.c.kind,
        decision.c.model_id,
        decision.c.version_id,
        _NOW.c.number,
        decision.c.previous_id,
        _BEFORE.c.number,
        decision.c.at,
        decision.c.by,
        decision.c.note,
        decision.c.undone_by,
    )
    .outerjoin(_NOW, _NOW.c.id == decision.c.version_id)
    .outerjoin(_BEFORE, _BEFORE.c.id == decision.c.previous_id)
    .order_by(decision.c.id)
)


def _model(row: Any) -> Model:
    return Model(
        row.id,
        row.name,
        row.project,
        row.task,
        row.target,
        row.metric,
        row.dataset_id,
        row.dataset,
        row.created_at,
        row.created_by,
        row.is_four_eyes,
        row.card,
    )


def _models_query() -> sa.Select[Any]:
    return sa.select(model, dataset.c.name.label("dataset")).join(
        dataset, dataset.c.id == model.c.dataset_id
    )


def every(connection: sa.Connection) -> list[Model]:
    """All models, by name."""
    found = [_model(r) for r in connection.execute(_models_query().order_by(model.c.name))]
    return collation.rearranged(found, lambda one: one.name)


def find(connection: sa.Connection, name: str) -> Model | None:
    """The model of a name."""
    row = connection.execute(_models_query().where(model.c.name == name)).one_or_none()
    return None if row is None else _model(row)


def of_dataset(connection: sa.Connection, dataset_id: int) -> list[Model]:
    """Models that learn from a dataset."""
    query = _models_query().where(model.c.dataset_id == dataset_id).order_by(model.c.id)
    return [_model(r) for r in connection.execute(query)]


def insert(tx: Transaction, one: Model) -> int:
    """Insert a model (its `id` and `dataset` are ignored) and return its key."""
    key = tx.insert(
        model,
        name=one.name,
        project=one.project,
        task=one.task,
        target=one.target,
        metric=one.metric,
        dataset_id=one.dataset_id,
        created_at=one.created_at,
        created_by=one.created_by,
    )
    tx.feed("model", one.name)
    return key


def update(tx: Transaction, one: Model, **values: Any) -> None:
    """Change a model's row."""
    tx.run(sa.update(model).where(model.c.id == one.id).values(**values))
    tx.feed("model", one.name)


def _versions_query() -> sa.Select[Any]:
    return (
        sa.select(
            model_version,
            model.c.name.label("model_name"),
            run.c.uuid.label("run_uuid"),
            run.c.name.label("run_name"),
            run.c.user.label("run_user"),
            _trained_set.c.name.label("trained_name"),
            _trained.c.number.label("trained_number"),
            _checked_set.c.name.label("checked_name"),
            _checked.c.number.label("checked_number"),
        )
        .join(model, model.c.id == model_version.c.model_id)
        .join(run, run.c.pk == model_version.c.run_pk)
        .join(_trained, _trained.c.id == model_version.c.dataset_version_id)
        .join(_trained_set, _trained_set.c.id == _trained.c.dataset_id)
        .outerjoin(_checked, _checked.c.id == model_version.c.validated_on_id)
        .outerjoin(_checked_set, _checked_set.c.id == _checked.c.dataset_id)
    )


def _version(row: Any) -> ModelVersion:
    checked = None if row.checked_name is None else f"{row.checked_name}@{row.checked_number}"
    return ModelVersion(
        id=row.id,
        model_id=row.model_id,
        model=row.model_name,
        number=row.number,
        stage=Stage(row.stage),
        run_pk=row.run_pk,
        run_id=row.run_uuid,
        run_name=row.run_name,
        estimator=row.estimator,
        dataset_version_id=row.dataset_version_id,
        dataset=f"{row.trained_name}@{row.trained_number}",
        validated_on=checked,
        metrics=row.metrics,
        intervals=row.intervals,
        gates=tuple(row.gates),
        comparison=row.comparison,
        input_hash=row.input_hash,
        blob=row.blob,
        reference_blob=row.reference_blob,
        created_at=row.created_at,
        by=row.by,
        cause=row.cause,
        gates_at=row.gates_at,
        code=row.code,
        recipe=row.recipe,
        trained_by=row.run_user,
    )


def versions(connection: sa.Connection, model_id: int | None = None) -> list[ModelVersion]:
    """All versions of a model, or of every model, oldest first."""
    query = _versions_query()
    if model_id is not None:
        query = query.where(model_version.c.model_id == model_id)
    return [_version(r) for r in connection.execute(query.order_by(model_version.c.number))]


def champions(connection: sa.Connection) -> list[ModelVersion]:
    """The champions of all models."""
    query = _versions_query().where(model_version.c.stage == str(Stage.CHAMPION))
    return [_version(r) for r in connection.execute(query.order_by(model.c.name))]


def champion(connection: sa.Connection, model_id: int) -> ModelVersion | None:
    """The version that serves, if any."""
    query = _versions_query().where(
        model_version.c.model_id == model_id, model_version.c.stage == str(Stage.CHAMPION)
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def version(connection: sa.Connection, model_id: int, number: int) -> ModelVersion | None:
    """One version of a model by its number."""
    query = _versions_query().where(
        model_version.c.model_id == model_id, model_version.c.number == number
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def version_of_id(connection: sa.Connection, version_id: int) -> ModelVersion | None:
    """The version of a key."""
    query = _versions_query().where(model_version.c.id == version_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else _version(row)


def versions_of_runs(connection: sa.Connection, pks: list[int]) -> list[ModelVersion]:
    """Versions made from any of the runs."""
    query = _versions_query().where(model_version.c.run_pk.in_(pks))
    return [_version(r) for r in connection.execute(query.order_by(model_version.c.id))]


def version_of_inputs(connection: sa.Connection, input_hash: str) -> ModelVersion | None:
    """The newest version, of whichever model, that came of the very same inputs."""
    query = _versions_query().where(model_version.c.input_hash == input_hash)
    row = connection.execute(query.order_by(model_version.c.id.desc()).limit(1)).one_or_none()
    return None if row is None else _version(row)


def recipe(connection: sa.Connection, version_id: int) -> dict[str, Any]:
    """The recipe a version was trained by."""
    query = sa.select(model_version.c.recipe).where(model_version.c.id == version_id)
    return dict(connection.execute(query).scalar_one())


def insert_version(
    tx: Transaction, model_name: str, *, number: int | None = None, **values: Any
) -> tuple[int, int]:
    """Insert the next version of a model; return its key and number.

    `number` is one that a script's version of the model has already: it is this one then.
    """
    is_registered = number is not None
    if number is None:
        number = registered_models.next_number(tx.connection, model_name, values["model_id"])
    key = tx.insert(model_version, number=number, created_at=tx.clock.now(), **values)
    if is_registered:
        registered_models.became(tx, model_name, number, key)
    tx.feed("model", model_name)
    return key, number


def update_version(tx: Transaction, model_name: str, version_id: int, **values: Any) -> None:
    """Change a version's row."""
    tx.run(sa.update(model_version).where(model_version.c.id == version_id).values(**values))
    tx.feed("model", model_name)


def decide(tx: Transaction, model_name: str, kind: DecisionKind, **values: Any) -> int:
    """Write a decision down and return its key."""
    key = tx.insert(decision, kind=str(kind), at=tx.clock.now(), **values)
    tx.feed("model", model_name)
    return key


def set_undone(tx: Transaction, decision_id: int, by_id: int) -> None:
    """Mark a decision as taken back by another."""
    tx.run(sa.update(decision).where(decision.c.id == decision_id).values(undone_by=by_id))


def decisions(connection: sa.Connection, model_id: int | None = None) -> list[Decision]:
    """All decisions over a model, or over every model, oldest first."""
    query = _DECISIONS
    if model_id is not None:
        query = query.where(decision.c.model_id == model_id)
    return [Decision(r[0], DecisionKind(r[1]), *r[2:]) for r in connection.execute(query)]


def stages_before(connection: sa.Connection, decision_id: int) -> dict[str, str]:
    """The stages of the versions a decision moved, before it: version key to stage."""
    query = sa.select(decision.c.before).where(decision.c.id == decision_id)
    return dict(connection.execute(query).scalar_one())
