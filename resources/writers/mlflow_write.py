"""Writes runs and versions of models with MLflow's own client; run by a Python that has `mlflow`.

Speaks lines of JSON: each request is answered by one. A run carries two tags: `tidemill.run`, its
id in Tidemill, from when it is made, and `tidemill.state`, what it was like there, once it is
whole. So what is there already is known again, and what was left half written is replaced.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

RUN, STATE, VERSION = "tidemill.run", "tidemill.state", "tidemill.version"
MODEL = "tidemill.model"
LABELS = ("Staging", "Production", "Archived")
MOST_METRICS, MOST_OTHERS, PAGE = 1000, 100, 1000


def main(uri: str) -> None:
    """Answer until the input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what others print is no answer
    try:
        import mlflow
        from mlflow import MlflowClient
    except ImportError as error:
        _say(answers, {"missing": str(error)})
        return
    try:
        writer = Writer(MlflowClient(tracking_uri=uri, registry_uri=uri))
        _say(answers, {"version": mlflow.__version__, "known": writer.known_states()})
    except Exception as error:  # whatever it is, the one who asked tells it
        _say(answers, {"error": _short(error)})
        return
    for line in sys.stdin:
        request = json.loads(line)
        try:
            _say(answers, getattr(writer, request.pop("do"))(**request) or {})
        except Exception as error:
            _say(answers, {"error": _short(error)})


def _say(answers, told: dict) -> None:
    answers.write(json.dumps(told) + "\n")
    answers.flush()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:500] or type(error).__name__


class Writer:
    """Keeps which runs are there, and the one that is being written."""

    def __init__(self, client) -> None:
        from mlflow.entities import ViewType

        self._client, self._ids, self._run = client, {}, None
        self._states, self._models = {}, {}
        pages, token = [], None
        while token != "":
            page = client.search_experiments(ViewType.ACTIVE_ONLY, PAGE, page_token=token)
            pages += page
            token = page.token or ""
        self._experiments = {one.name: one.experiment_id for one in pages}
        token = None
        ids = list(self._experiments.values())
        while ids and token != "":
            page = client.search_runs(
                ids, f"tags.`{RUN}` LIKE '%'", max_results=PAGE, page_token=token
            )
            for one in page:
                self._ids[one.data.tags[RUN]] = one.info.run_id
                self._states[one.data.tags[RUN]] = one.data.tags.get(STATE, "")
            token = page.token or ""

    def known_states(self) -> dict:
        """What each run that came before was like in Tidemill; empty where it is not whole."""
        return self._states

    def begin(self, run, experiment, name, began, tags, parent) -> dict:
        """Begin a run; one of before that is half written, or went on since, is replaced."""
        if run in self._ids:
            self._client.delete_run(self._ids.pop(run))
        if experiment not in self._experiments:
            self._experiments[experiment] = self._client.create_experiment(experiment)
        first = {RUN: run, "mlflow.user": tags.get("mlflow.user", "")}
        if parent in self._ids:
            first["mlflow.parentRunId"] = self._ids[parent]
        made = self._client.create_run(
            self._experiments[experiment], start_time=began, tags=first, run_name=name or None
        )
        self._run = made.info.run_id
        self._ids[run] = self._run
        others = {key: value for key, value in tags.items() if key not in first}
        return {"refused": self._texts("tags", others)}

    def params(self, values) -> dict:
        """Log parameters."""
        return {"refused": self._texts("params", values)}

    def _texts(self, what, values) -> list:
        from mlflow.entities import Param, RunTag

        make = Param if what == "params" else RunTag
        items = [make(key, value) for key, value in values.items()]
        return self._log(what, items, MOST_OTHERS)

    def points(self, values) -> dict:
        """Log points: name, value, time in milliseconds, step."""
        from mlflow.entities import Metric

        items = [Metric(key, float(value), at, step) for key, value, at, step in values]
        return {"refused": self._log("metrics", items, MOST_METRICS)}

    def _log(self, what, items, most) -> list:
        """Log some at a time; of those that are refused together each name by itself."""
        refused = []
        for start in range(0, len(items), most):
            some = items[start : start + most]
            try:
                self._client.log_batch(self._run, **{what: some})
            except Exception as error:
                if not _is_about_what_was_said(error):
                    raise
                names = list(dict.fromkeys(item.key for item in some))
                if len(names) == 1 and len(some) == 1:
                    refused.append([names[0], _short(error)])
                elif len(names) == 1:
                    refused += self._log(what, some, 1)[:1]
                else:
                    for name in names:
                        refused += self._log(what, [i for i in some if i.key == name], most)
        return refused

    def inputs(self, given) -> dict:
        """Log the datasets that the run read."""
        from mlflow.entities import Dataset, DatasetInput, InputTag

        refused = []
        for one in given:
            tags = [InputTag(key, value) for key, value in one.pop("tags").items()]
            try:
                self._client.log_inputs(self._run, [DatasetInput(Dataset(**one), tags)])
            except Exception as error:
                if not _is_about_what_was_said(error):
                    raise
                refused.append([one["name"], _short(error)])
        return {"refused": refused}

    def file(self, path, source) -> dict:
        """Put a file of the run in its place."""
        folder, _, name = path.rpartition("/")
        with tempfile.TemporaryDirectory(prefix="tidemill-") as scratch:
            named = Path(scratch) / name
            try:
                named.symlink_to(source)
            except OSError:  # where links are a privilege
                shutil.copyfile(source, named)
            try:
                self._client.log_artifact(self._run, str(named), folder or None)
            except Exception as error:
                if not _is_about_what_was_said(error):
                    raise
                return {"refused": [[path, _short(error)]]}
        return {}

    def end(self, run, status, ended, state) -> None:
        """End the run, and note that it is whole."""
        self._client.set_terminated(self._run, status, ended)
        self._client.set_tag(self._run, STATE, state)
        self._states[run] = state

    def version(self, model, number, run, path, about, tags) -> dict:
        """Register a version of a model, unless it is there; tells its number."""
        try:
            self._client.create_registered_model(model)
        except Exception as error:
            if getattr(error, "error_code", "") != "RESOURCE_ALREADY_EXISTS":
                raise
        run_id = self._ids[run]
        name = model.replace("'", "''")
        for one in self._client.search_model_versions(f"name = '{name}'", max_results=PAGE):
            if one.tags.get(VERSION) == f"{run}/{number}" and one.run_id == run_id:
                self._tagged(model, one, tags)
                return {"number": str(one.version), "is_new": False}
        root = self._client.get_run(run_id).info.artifact_uri
        made = self._client.create_model_version(
            model,
            source=f"{root.rstrip('/')}/{path}" if path else root,
            run_id=run_id,
            tags={**tags, VERSION: f"{run}/{number}"},
            description=about,
        )
        return {"number": str(made.version), "is_new": True}

    def _tagged(self, model, version, tags) -> None:
        for key, value in tags.items():
            if version.tags.get(key) != value:
                self._client.set_model_version_tag(model, version.version, key, value)

    def logged(self, model, experiment, name, kind, status, run, params, tags, measured, outputs,
               files) -> dict:  # fmt: skip
        """Put a model that a script logged in its place, with its files, unless it is there."""
        if experiment not in self._experiments:
            self._experiments[experiment] = self._client.create_experiment(experiment)
        where = self._experiments[experiment]
        for one in self._client.search_logged_models([where], f"tags.`{MODEL}` = '{model}'"):
            if one.tags.get(STATE) == "whole":
                self._models[model] = one.model_id
                changed = {k: v for k, v in tags.items() if one.tags.get(k) != v}
                if changed:
                    self._client.set_logged_model_tags(one.model_id, changed)
                return {"is_new": False}
            self._client.delete_logged_model(one.model_id)  # it was left half written
        try:
            made = self._client.create_logged_model(
                where, name=name or None, source_run_id=self._ids.get(run),
                tags={**tags, MODEL: model}, params=params, model_type=kind or None,
            )  # fmt: skip
        except Exception as error:
            if not _is_about_what_was_said(error):
                raise
            return {"is_new": False, "refused": [[name, _short(error)]]}
        self._put_files(made.model_id, model, files)
        refused = self._measured(made.model_id, measured)
        self._came_of(made.model_id, outputs)
        self._client.finalize_logged_model(
            made.model_id, "READY" if status == "READY" else "FAILED"
        )
        self._client.set_logged_model_tags(made.model_id, {STATE: "whole"})
        self._models[model] = made.model_id
        return {"is_new": True, "refused": refused}

    def _put_files(self, model_id, before, files) -> None:
        """Put a model's files; its page names it by the id that it has there."""
        if not files:
            return
        with tempfile.TemporaryDirectory(prefix="tidemill-") as scratch:
            for path, source in files:
                named = Path(scratch, *path.split("/"))
                named.parent.mkdir(parents=True, exist_ok=True)
                if path == "MLmodel":
                    page = Path(source).read_bytes()
                    named.write_bytes(page.replace(before.encode(), model_id.encode()))
                    continue
                try:
                    named.symlink_to(source)
                except OSError:  # where links are a privilege
                    shutil.copyfile(source, named)
            self._client.log_model_artifacts(model_id, scratch)

    def _measured(self, model_id, measured) -> list:
        """Log what was measured of a model: name, value, step, time, run, dataset, digest."""
        from mlflow.entities import Metric

        refused = []
        for name, value, step, at, run, dataset, digest in measured:
            if run not in self._ids:
                refused.append([name, "its run is not there"])
                continue
            number = float("nan") if value is None else value
            metric = Metric(
                name, number, at, step, model_id=model_id, dataset_name=dataset,
                dataset_digest=digest,
            )  # fmt: skip
            try:
                self._client.log_batch(self._ids[run], metrics=[metric])
            except Exception as error:
                if not _is_about_what_was_said(error):
                    raise
                refused.append([name, _short(error)])
        return refused

    def _came_of(self, model_id, outputs) -> None:
        from mlflow.entities import LoggedModelOutput

        for run, step in outputs.items():
            if run in self._ids:
                self._client.log_outputs(self._ids[run], [LoggedModelOutput(model_id, step)])

    def named(self, model, about, tags) -> None:
        """Have a registered model of a name, with what is said of it."""
        try:
            self._client.create_registered_model(model)
        except Exception as error:
            if getattr(error, "error_code", "") != "RESOURCE_ALREADY_EXISTS":
                raise
        there = self._client.get_registered_model(model)
        if about and there.description != about:
            self._client.update_registered_model(model, about)
        for key, value in tags.items():
            if there.tags.get(key) != value:
                self._client.set_registered_model_tag(model, key, value)

    def outside(self, model, number, source, logged, run, path, stage, about, tags) -> dict:
        """Register a version that a script registered, unless it is there; tells its number."""
        mark = f"script/{number}"
        name = model.replace("'", "''")
        for one in self._client.search_model_versions(f"name = '{name}'", max_results=PAGE):
            if one.tags.get(VERSION) == mark:
                self._tagged(model, one, tags)
                return {"number": str(one.version), "is_new": False}
        given = {"source": source}
        if logged in self._models:
            own = self._models[logged]
            given = {"source": f"models:/{own}", "model_id": own, "run_id": self._ids.get(run)}
        elif path is not None and run in self._ids:
            root = self._client.get_run(self._ids[run]).info.artifact_uri.rstrip("/")
            given = {"source": f"{root}/{path}" if path else root, "run_id": self._ids[run]}
        try:
            made = self._client.create_model_version(
                model, tags={**tags, VERSION: mark}, description=about, **given
            )
        except Exception as error:
            if not _is_about_what_was_said(error):
                raise
            return {"number": "", "is_new": False, "refused": [[f"{number}", _short(error)]]}
        if stage in LABELS:
            self._client.transition_model_version_stage(model, made.version, stage)
        return {"number": str(made.version), "is_new": True}

    def aliases(self, model, wanted) -> dict:
        """Put aliases on versions of a model: number by name. Others of it stay as they are."""
        refused = []
        there = dict(self._client.get_registered_model(model).aliases or {})
        for name, number in wanted.items():
            if str(there.get(name)) == str(number):
                continue
            try:
                self._client.set_registered_model_alias(model, name, number)
            except Exception as error:
                if not _is_about_what_was_said(error):
                    raise
                refused.append([name, _short(error)])
        return {"refused": refused}


def _is_about_what_was_said(error: Exception) -> bool:
    """Whether the server, or the client itself, does not take these words: not a lost server."""
    from mlflow.exceptions import MlflowException

    code = getattr(error, "error_code", "")
    told = ("INVALID_PARAMETER_VALUE", "BAD_REQUEST", "REQUEST_LIMIT_EXCEEDED")
    return isinstance(error, MlflowException) and code in told


if __name__ == "__main__":
    main(sys.argv[1])
