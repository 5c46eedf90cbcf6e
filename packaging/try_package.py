"""Installs the package, uses it as a person would, and takes it away again: Debian or Ubuntu, root.

    .venv/bin/python packaging/try_package.py [--deb FILE] [--pictures DIR]

Without `--deb` the package is built first. What it needs (Xvfb, openbox, xdotool, the package's own
dependencies) is brought by apt-get. Pictures of each step stay in `dist/trial`. It ends with 0 and
the steps it took, or with a sentence that says what was not so.
"""

import argparse
import contextlib
import csv
import http.client
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE / "trial"), str(HERE)]

from account import FOLDER, Account, installed, living  # noqa: E402
from screen import Screen, until  # noqa: E402

TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "strip": "binutils"}
NEWEST_OLD = "store_0003.sql"
_MOST_INSTALLED = 450_000_000
_MOST_TO_DOWNLOAD = 150_000_000


def main() -> None:
    """Build, install, use, uninstall."""
    parser = argparse.ArgumentParser(description="Try the package as a person would.")
    parser.add_argument("--deb", type=Path)
    parser.add_argument("--pictures", type=Path, default=ROOT / "dist" / "trial")
    given = parser.parse_args()
    if os.geteuid() != 0:
        raise SystemExit("Installing needs root.")
    _bring_tools()
    deb = given.deb or _built()
    _bring([word.strip() for word in _field(deb, "Depends").split(",")])
    before = installed()
    with tempfile.TemporaryDirectory(prefix="tidemill-trial-") as scratch:
        account = Account(Path(scratch) / "home")
        _run("dpkg", "-i", deb)
        size = _size()
        try:
            _use(account, given.pictures)
            _log_out()
        except SystemExit:
            print(account.words.read_text(errors="replace") if account.words.exists() else "")
            raise
        finally:
            _run("dpkg", "-P", "tidemill")
        until(lambda: not living(), "a process of the program outlived it", 30)
        left = sorted(installed() - before)
        _must(not left, f"the system still has {left[:5]}")
        _must(not FOLDER.exists(), f"{FOLDER} is still there")
        strange = account.left()
        _must(not strange, f"the home has {strange[:5]} beside the data")
        _must((account.workspace / "tidemill.sqlite").is_file(), "the workspace is gone")
    _say("uninstalled: nothing is left but the data")
    # Last, so that one thing too large does not hide what else there is to know.
    _must(size <= _MOST_INSTALLED, f"only {_MOST_INSTALLED / 1e6:.0f} MB may be installed")


def _use(account: Account, pictures: Path) -> None:
    _belongings()
    _catalogue(account)
    _loop(account, pictures)
    _own_code(account)
    _service(account)
    _batch(account)
    _exports(account)
    _older_and_newer(account)


def _log_out() -> None:
    """Ask what still runs to leave, as the end of a session does: workers wait a while for work."""
    for pid in living():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    until(lambda: not living(), "a worker did not leave when it was asked to", 60)


# --- before ----------------------------------------------------------------------------------


def _bring_tools() -> None:
    missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
    if missing:
        _run("apt-get", "update", "-q", must=False)
        _bring(missing)


def _bring(wanted: list[str]) -> None:
    """Install packages, named as in a `Depends` line."""
    words = ["apt-get", "satisfy", "-y", "-q", "--no-install-recommends", ", ".join(wanted)]
    _run(*words, DEBIAN_FRONTEND="noninteractive")


def _built() -> Path:
    out = ROOT / "dist"
    _run(sys.executable, HERE / "make_package.py", "--out", out, "--only", "deb")
    (made,) = out.glob("tidemill_*.deb")
    _say(f"built {made.name}: {made.stat().st_size / 1e6:.0f} MB")
    _must(made.stat().st_size <= _MOST_TO_DOWNLOAD, "the package is too large to download")
    return made


def _field(deb: Path, name: str) -> str:
    return subprocess.run(
        ["dpkg-deb", "--field", deb, name], capture_output=True, text=True, check=True
    ).stdout.strip()


# --- what is installed -----------------------------------------------------------------------


def _size() -> int:
    """Bytes of what is installed."""
    size = sum(p.lstat().st_size for p in FOLDER.rglob("*") if not p.is_dir())
    _say(f"installed: {size / 1e6:.0f} MB")
    return size


def _belongings() -> None:
    """What the system is told: menu, links, files, help, completion, service."""
    share = Path("/usr/share")
    for name in (
        "applications/tidemill.desktop",
        "metainfo/tidemill.metainfo.xml",
        "mime/packages/tidemill.xml",
        "icons/hicolor/48x48/apps/tidemill.png",
        "icons/hicolor/scalable/apps/tidemill.svg",
        "bash-completion/completions/tidemill",
        "doc/tidemill/copyright",
        "man/man1/tidemill.1.gz",
    ):
        _must((share / name).is_file(), f"{name} is not installed")
    _must(Path("/usr/lib/systemd/user/tidemill-worker.service").is_file(), "no unit for systemd")
    for checker, path in (
        ("desktop-file-validate", share / "applications/tidemill.desktop"),
        ("systemd-analyze", None),
    ):
        if shutil.which(checker) and path is not None:
            _run(checker, path)
    _say("menu, links, icons, manual, completion and service are there")


def _catalogue(account: Account) -> None:
    """The entries that the frozen program finds are those of the source."""
    frozen = account.told("catalogue")
    done = subprocess.run(
        [sys.executable, "-m", "tidemill", "--json", "catalogue"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    source = json.loads(done.stdout)
    _must(frozen["total"] > 50, "the catalogue is empty")
    names = {(one["family"], one["id"], one["version"]) for one in frozen["items"]}
    wanted = {(one["family"], one["id"], one["version"]) for one in source["items"]}
    _must(names == wanted, f"the catalogue differs: {sorted(names ^ wanted)[:5]}")
    _say(f"catalogue: the same {len(names)} entries as the source's")


# --- the main loop, in the window ------------------------------------------------------------


def _table(path: Path, n: int, seed: int) -> Path:
    """Rows whose answer hangs on two columns together, which a linear model sees in part only."""
    chance = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "visits", "basket", "channel", "bought"])
        for number in range(n):
            visits, basket = chance.gauss(0, 1), chance.gauss(0, 1)
            channel = chance.choice(["shop", "web", "app"])
            score = 0.8 * visits + 2.5 * visits * basket + chance.gauss(0, 0.5)
            word = "yes" if score > 0 else "no"
            rows.writerow(
                [seed * 100_000 + number, f"{visits:.4f}", f"{basket:.4f}", channel, word]
            )
    return path


def _loop(account: Account, pictures: Path) -> None:
    shutil.rmtree(pictures, ignore_errors=True)
    screen = Screen(pictures)
    account.environment["DISPLAY"] = screen.display
    try:
        window = account.start("open")
        try:
            _play(account, screen)
            screen.key("ctrl+q")
            until(lambda: window.poll() is not None, "the window did not close")
            _must(window.returncode == 0, f"the window ended with {window.returncode}")
        finally:
            if window.poll() is None:
                window.kill()
                window.wait(20)
    finally:
        del account.environment["DISPLAY"]
        screen.close()


def _play(account: Account, screen: Screen) -> None:
    table = _table(account.home / "tables" / "shop.csv", 1500, 1)
    screen.window("shop.*Tidemill")  # the title once the workspace is open
    screen.settle()
    screen.picture("first_run")
    screen.click(776, 502)  # Choose a file
    screen.window("Add data")
    screen.write(str(table))
    screen.key("Return")
    screen.gone("Add data")
    screen.settle()
    screen.picture("file_chosen")
    screen.key("Return")  # Make a new dataset
    until(lambda: account.items("data", "list"), "the file became no dataset")
    _say("window: a file became a dataset")

    _go(account, screen, "tidemill://data/shop")
    screen.key("t")
    screen.picture("train")
    screen.key("ctrl+Return")
    until(lambda: len(_runs(account)) == 6, "the baselines were not trained", 240)
    _say("window: six baselines were trained")

    runs = {one["params"]["estimator"]: one["name"] for one in _runs(account)}
    linear = runs["logistic_regression"]
    account.said("models", "register", linear, "--name", "shop")
    _promote(account, screen, 1)
    _say("window: the first version was promoted")

    _go(account, screen, "tidemill://experiments")
    screen.click(237, 237)
    screen.click(237, 267)
    screen.picture("two_runs")
    screen.key("c")
    screen.settle()
    screen.picture("compared")
    account.said("models", "register", runs["hist_gradient_boosting"], "--name", "shop")
    _promote(account, screen, 2)
    _say("window: two runs were compared, and a better version was promoted")

    screen.key("ctrl+k")
    screen.write("roll back")
    screen.picture("palette")
    screen.key("Return")
    screen.picture("rolled_back")
    until(lambda: _champion(account) == 1, "the model was not rolled back")
    _say("window: it was rolled back")


def _go(account: Account, screen: Screen, address: str) -> None:
    """Follow a link: the program is started once more and hands the address over."""
    account.said("open", address)
    screen.settle()


def _promote(account: Account, screen: Screen, version: int) -> None:
    _go(account, screen, f"tidemill://models/shop/{version}")
    screen.key("p")
    screen.picture(f"promote_v{version}")
    screen.key("ctrl+Return")
    until(lambda: _champion(account) == version, f"version {version} was not promoted")
    screen.settle()
    screen.picture(f"champion_v{version}")


def _runs(account: Account) -> list[dict[str, Any]]:
    """The finished runs, once no job is at work any more."""
    found = account.items("runs", "list")
    return [one for one in found if str(one["state"]) == "finished"]


def _champion(account: Account) -> object:
    (model,) = [one for one in account.items("models", "list") if one["name"] == "shop"]
    return model["champion"]


# --- work without the window -----------------------------------------------------------------


def _own_code(account: Account) -> None:
    """A step of a person's own: any part of Python is there, and joblib's processes work."""
    code = account.home / "tables" / "steps.py"
    code.write_text(
        "import os, statistics, xml.dom.minidom\n"
        "import joblib\n\n\n"
        "def widen(frame):\n"
        "    work = [joblib.delayed(os.getpid)() for _ in range(4)]\n"
        "    pids = set(joblib.Parallel(n_jobs=2, backend='loky')(work))\n"
        "    assert os.getpid() not in pids, pids\n"
        "    frame['twice'] = frame['visits'] * 2 + statistics.mean([0, 0])\n"
        "    return frame\n"
    )
    words = ["--target", "bought", "--step", f"{code}:widen", "--estimator", "logistic_regression"]
    account.said("train", "shop", *words)
    _say("job: an own step ran, with a pool of joblib's processes")


def _service(account: Account) -> None:
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
        _must(answer.status == 200, f"the service answered {answer.status}: {told}")
        _must(told["items"][0]["prediction"] in {"true", "false"}, f"the service said {told}")
        _say("service: it answers")
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
    _table(account.home / "tables" / "new.csv", 50, 3).rename(inside / "new.csv")
    until(lambda: list(out.glob("*scored*")), "the file in the batch folder was not scored", 120)
    _say("batch folder: a file was scored")


def _batch(account: Account) -> None:
    """A file scored by command."""
    path = _table(account.home / "tables" / "asked.csv", 20, 4)
    words = account.said("predict", "shop", str(path)).lower()
    _must("true" in words or "false" in words, f"no row was predicted: {words[:200]}")


def _exports(account: Account) -> None:
    for to in ("onnx", "package"):
        path = account.home / "tables" / f"model.{'onnx' if to == 'onnx' else 'zip'}"
        account.said("models", "export", "shop", "--to", to, "--out", str(path))
        _must(path.exists(), f"no {to} was written")
    _say("exports: ONNX and a package, proved on stored rows")


def _older_and_newer(account: Account) -> None:
    """An older store is opened after a backup; a newer one is refused in a sentence."""
    older, newer = account.home / "older", account.home / "newer"
    older.mkdir()
    connection = sqlite3.connect(older / "tidemill.sqlite")
    script = (ROOT / "tests" / "old_stores" / NEWEST_OLD).read_text(encoding="utf-8")
    connection.executescript(script)
    connection.close()
    account.said("data", "list", at=older)
    _must(list(older.glob("tidemill-before-*.sqlite")), "the older store was not backed up")
    _say("an older store is opened, after a copy of it")
    shutil.copytree(account.workspace, newer)
    connection = sqlite3.connect(newer / "tidemill.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    done = account.run("data", "list", at=newer)
    _must(done.returncode == 3, f"a newer store was opened, with {done.returncode}")
    _must("newer" in done.stderr and "Traceback" not in done.stderr, done.stderr)
    _say(f"a newer store is refused: {done.stderr.strip().splitlines()[0]}")


# --- words -----------------------------------------------------------------------------------


def _run(*command: object, must: bool = True, **environment: str) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(
        words, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if must and done.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")


def _must(fact: object, sentence: str) -> None:
    if not fact:
        raise SystemExit(f"Not so: {sentence}")


_BEGAN = time.monotonic()


def _say(words: str) -> None:
    print(f"{time.monotonic() - _BEGAN:6.1f} s  {words}", flush=True)


if __name__ == "__main__":
    main()
