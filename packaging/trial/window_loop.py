"""The main loop in the real window, with the keys and the mouse of a person."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import tables
from account import Account
from screen import Screen, until
from telling import must, say


def loop(account: Account, pictures: Path, *, is_whole: bool = True) -> None:
    """A file becomes a dataset and models; where the loop is whole they are also promoted, compared
    and rolled back."""
    shutil.rmtree(pictures, ignore_errors=True)
    screen = Screen(pictures)
    account.environment["DISPLAY"] = screen.display
    try:
        window = account.start("open")
        try:
            _take_in(account, screen)
            if is_whole:
                _decide(account, screen)
            _close(screen, window)
            must(window.returncode == 0, f"the window ended with {window.returncode}")
        finally:
            if window.poll() is None:
                window.kill()
                window.wait(20)
    finally:
        del account.environment["DISPLAY"]
        screen.close()


def _close(screen: Screen, window: subprocess.Popen[bytes]) -> None:
    """Close the window; where the worker is still at something, it is asked to go on with it."""
    screen.key("ctrl+q")
    asked_at = time.monotonic()

    def is_gone() -> bool:
        if window.poll() is None and time.monotonic() - asked_at > 5:
            screen.key("ctrl+Return")
        return window.poll() is not None

    until(is_gone, "the window did not close")


def _take_in(account: Account, screen: Screen) -> None:
    table = tables.written(account.home / "tables" / "shop.csv", 1500, 1)
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
    say("window: a file became a dataset")

    _go(account, screen, "tidemill://data/shop")
    screen.key("t")
    screen.picture("train")
    screen.key("ctrl+Return")
    until(lambda: len(_runs(account)) == 6, "the baselines were not trained", 240)
    say("window: six baselines were trained")


def _decide(account: Account, screen: Screen) -> None:
    runs = {one["params"]["estimator"]: one["name"] for one in _runs(account)}
    linear = runs["logistic_regression"]
    account.said("models", "register", linear, "--name", "shop")
    _promote(account, screen, 1)
    say("window: the first version was promoted")

    _go(account, screen, "tidemill://experiments")
    screen.click(237, 237)
    screen.click(237, 267)
    screen.picture("two_runs")
    screen.key("c")
    screen.settle()
    screen.picture("compared")
    account.said("models", "register", runs["hist_gradient_boosting"], "--name", "shop")
    _promote(account, screen, 2)
    say("window: two runs were compared, and a better version was promoted")

    screen.key("ctrl+k")
    screen.write("roll back")
    screen.picture("palette")
    screen.key("Return")
    screen.picture("rolled_back")
    until(lambda: _champion(account) == 1, "the model was not rolled back")
    say("window: it was rolled back")


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
