"""Tells what a copy of an Aim repository holds; run by a Python that has `aim`.

Speaks lines of JSON: first the ids of all runs, then the run whose id it reads from its input. The
copy is opened for writing, since Aim reads runs that were not indexed yet in no other way.
"""

import json
import sys


def main(place: str) -> None:
    """Answer until the input ends."""
    say = sys.stdout.write
    sys.stdout = sys.stderr  # what Aim prints is no answer
    try:
        from aim import Repo, Run
    except ImportError as error:
        say(json.dumps({"error": str(error)}) + "\n")
        return
    repo = Repo(place)
    say(json.dumps({"runs": sorted(repo.list_all_runs())}) + "\n")
    sys.__stdout__.flush()
    for line in sys.stdin:
        say(json.dumps(_run(repo, Run, line.strip()), default=str) + "\n")
        sys.__stdout__.flush()


def _run(repo: object, make: type, name: str) -> dict:
    tree = repo.request_tree("meta", name, read_only=False)
    tree = tree.subtree("meta").subtree("chunks").subtree(name)
    kept = {key: tree.get(key) for key in ("end_time", "typed_traces", "attrs")}
    del tree
    run = make(
        name,
        repo=repo,
        system_tracking_interval=None,
        log_system_params=False,
        capture_terminal_logs=False,
    )
    told = {
        "name": run.name,
        "experiment": run.experiment,
        "description": run.description,
        "tags": list(run.tags),
        "archived": bool(run.archived),
        "created": run.creation_time,
        "ended": kept["end_time"],
        "params": _plain(kept["attrs"] or {}),
        "others": {
            kind: sum(len(names) for names in contexts.values())
            for kind, contexts in (kept["typed_traces"] or {}).items()
            if kind != "metric"
        },
        "metrics": [_metric(one) for one in run.metrics()],
    }
    run.close()
    return told


def _metric(one: object) -> dict:
    steps, columns = one.data.items_list()
    values, times = columns[0], columns[-1]
    return {
        "name": one.name,
        "context": one.context.to_dict(),
        "steps": [int(step) for step in steps],
        "values": [float(value) for value in values],
        "times": [float(at) for at in times],
    }


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
