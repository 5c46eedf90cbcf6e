"""The installed program without its window: jobs, a service, files, exports, other stores."""

import http.client
import json
import shutil
import sqlite3
from pathlib import Path

import tables
from account import Account
from screen import until
from telling import must, say

ROOT = Path(__file__).resolve().parents[2]
NEWEST_OLD = "store_0007.sql"


def own_code(account: Account) -> None:
    """A step of a person's own: any part of Python is there, and pools of processes work."""
    code = account.home / "tables" / "steps.py"
    code.write_text(
        "import math, multiprocessing, os, statistics, xml.dom.minidom\n"
        "import joblib\n\n\n"
        "def widen(frame):\n"
        "    work = [joblib.delayed(os.getpid)() for _ in range(4)]\n"
        "    pids = set(joblib.Parallel(n_jobs=2, backend='loky')(work))\n"
        "    assert os.getpid() not in pids, pids\n"
        "    for method in ('spawn', 'forkserver'):\n"
        "        with multiprocessing.get_context(method).Pool(2) as pool:\n"
        "            assert pool.map(math.sqrt, [4, 9]) == [2, 3]\n"
        "            assert pool.apply(os.getpid) != os.getpid()\n"
        "    frame['twice'] = frame['visits'] * 2 + statistics.mean([0, 0])\n"
        "    return frame\n"
    )
    words = ["--target", "bought", "--step", f"{code}:widen", "--estimator", "logistic_regression"]
    account.said("train", "shop", *words)
    say("job: an own step ran, with pools of processes, joblib's and Python's")


def service(account: Account) -> None:
    worker = account.start("worker")
    try:
        account.said("deploy", "http", "shop")
        until(lambda: _answering(account), "the service did not come up")
        address = str(_answering(account))
        row = {"id": 7, "visits": 1.2, "basket": 0.7, "channel": "web"}
        host = address.removeprefix("http://").rstrip("/")
        connection = http.client.HTTPConnection(host, timeout=30)
        body = json.dumps({"rows": [row]})
        connection.request("POST", "/predict", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
        must(answer.status == 200, f"the service answered {answer.status}: {told}")
        must(told["items"][0]["prediction"] in {"true", "false"}, f"the service said {told}")
        say("service: it answers")
        _scored(account)
        account.said("deploy", "stop", "shop")
    finally:
        worker.terminate()
        worker.wait(60)


def _answering(account: Account) -> object:
    found = account.items("deploy", "list")
    ready = [one for one in found if one.get("address") and one.get("state") == "ready"]
    return ready[0]["address"] if ready else None


def _scored(account: Account) -> None:
    """A batch folder, while the worker works."""
    inside, out = account.home / "tables" / "in", account.home / "tables" / "out"
    for folder in (inside, out):
        folder.mkdir()
    account.said("deploy", "batch", "shop", "--in", str(inside), "--out", str(out))
    tables.written(account.home / "tables" / "new.csv", 50, 3).rename(inside / "new.csv")
    until(lambda: list(out.glob("*scored*")), "the file in the batch folder was not scored", 120)
    say("batch folder: a file was scored")


def batch(account: Account) -> None:
    """A file scored by command."""
    path = tables.written(account.home / "tables" / "asked.csv", 20, 4)
    words = account.said("predict", "shop", str(path)).lower()
    must("true" in words or "false" in words, f"no row was predicted: {words[:200]}")


def exports(account: Account) -> None:
    for to in ("onnx", "package"):
        path = account.home / "tables" / f"model.{'onnx' if to == 'onnx' else 'zip'}"
        account.said("models", "export", "shop", "--to", to, "--out", str(path))
        must(path.exists(), f"no {to} was written")
    say("exports: ONNX and a package, proved on stored rows")


def older_and_newer(account: Account) -> None:
    """An older store is opened after a backup; a newer one is refused in a sentence."""
    older, newer = account.home / "older", account.home / "newer"
    older.mkdir()
    connection = sqlite3.connect(older / "tidemill.sqlite")
    script = (ROOT / "tests" / "old_stores" / NEWEST_OLD).read_text(encoding="utf-8")
    connection.executescript(script)
    connection.close()
    account.said("data", "list", at=older)
    must(list(older.glob("tidemill-before-*.sqlite")), "the older store was not backed up")
    say("an older store is opened, after a copy of it")
    shutil.copytree(account.workspace, newer)
    connection = sqlite3.connect(newer / "tidemill.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = account.run("data", "list", at=newer)
    must(done.returncode == 3, f"a newer store was opened, with {done.returncode}")
    must("newer" in done.stderr and "Traceback" not in done.stderr, done.stderr)
    say(f"a newer store is refused: {done.stderr.strip().splitlines()[0]}")
