"""Lets a test close a file to a command that it starts, also where root runs the tests."""

import os
import shutil
import subprocess

import pytest


@pytest.fixture(scope="session")
def without_roots_rights(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ...]:
    """Words before a command that make closed files closed to it, also where root runs tests."""
    if os.name == "nt":
        pytest.skip("Closing a file by its mode does not work on Windows.")
    if os.geteuid() != 0:
        return ()
    rights = "-dac_override,-dac_read_search"
    words = ("setpriv", f"--inh-caps={rights}", f"--bounding-set={rights}")
    closed = tmp_path_factory.mktemp("closed") / "file"
    closed.touch(0o000)
    if shutil.which("setpriv") is None:
        pytest.skip("Root runs the tests, and there is no setpriv to lay its rights down.")
    if (
        subprocess.run([*words, "cat", str(closed)], capture_output=True, check=False).returncode
        == 0
    ):
        pytest.skip("Root runs the tests, and its rights can't be laid down here.")
    return words
