"""The tables of a workspace. A change here needs a migration in `migrations/versions`.

A key that points to nothing is refused, and so is deleting what another row points to: no
foreign key cascades, so nothing is deleted silently.

An index of PostgreSQL's holds no entry over a third of a page: there, texts that may be long are
found by their hash or not indexed.
"""

from tidemill.store.schema.alerts import (
    alert_rule,
    incident,
    incident_alert,
    model_gate,
    notice,
    real_fall,
)
from tidemill.store.schema.automations import (
    automation,
    automation_run,
    automation_step,
    probation,
    trigger_state,
)
from tidemill.store.schema.basis import metadata
from tidemill.store.schema.channels import channel, delivery, seen_notice
from tidemill.store.schema.data import (
    dataset,
    dataset_version,
    file,
    label_entry,
    rule,
    step,
    version_part,
    watch,
)
from tidemill.store.schema.deployments import answer_log, batch_file, deployment, traffic
from tidemill.store.schema.experiments import experiment, run_input
from tidemill.store.schema.gates import gate_run, rulebook
from tidemill.store.schema.logged import (
    logged_file,
    logged_metric,
    logged_model,
    registered_alias,
    registered_model,
    registered_version,
    run_output,
)
from tidemill.store.schema.models import alert, chunk, decision, model, model_version
from tidemill.store.schema.monitoring import (
    chunk_answers,
    chunk_part,
    chunk_points,
    monitor_reference,
)
from tidemill.store.schema.registry import agreement, comment, model_alias, rehearsal
from tidemill.store.schema.runs import (
    artifact,
    console,
    history_chunk,
    key,
    kv,
    point,
    run,
    run_origin,
    series,
)
from tidemill.store.schema.work import (
    activity,
    feed,
    job,
    job_log,
    meta,
    person,
    process,
    project,
    saved_view,
    setting,
    spool,
)
from tidemill.store.schema.worth import kpi_day, kpi_file, model_costs

__all__ = [
    "activity",
    "agreement",
    "alert",
    "alert_rule",
    "answer_log",
    "artifact",
    "automation",
    "automation_run",
    "automation_step",
    "batch_file",
    "channel",
    "chunk",
    "chunk_answers",
    "chunk_part",
    "chunk_points",
    "comment",
    "console",
    "dataset",
    "dataset_version",
    "decision",
    "delivery",
    "deployment",
    "experiment",
    "feed",
    "file",
    "gate_run",
    "history_chunk",
    "incident",
    "incident_alert",
    "job",
    "job_log",
    "key",
    "kpi_day",
    "kpi_file",
    "kv",
    "label_entry",
    "logged_file",
    "logged_metric",
    "logged_model",
    "meta",
    "metadata",
    "model",
    "model_alias",
    "model_costs",
    "model_gate",
    "model_version",
    "monitor_reference",
    "notice",
    "person",
    "point",
    "probation",
    "process",
    "project",
    "real_fall",
    "registered_alias",
    "registered_model",
    "registered_version",
    "rehearsal",
    "rule",
    "rulebook",
    "run",
    "run_input",
    "run_origin",
    "run_output",
    "saved_view",
    "seen_notice",
    "series",
    "setting",
    "spool",
    "step",
    "traffic",
    "trigger_state",
    "version_part",
    "watch",
]
