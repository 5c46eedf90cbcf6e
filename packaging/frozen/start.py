"""The first words of the frozen program: its helpers' calls are told apart from a person's.

Python's and joblib's pools of processes start their workers and trackers as `python -m …`,
`python -c …` or with a word of their own. A frozen program is no Python, so those words are
recognised here and done; anything else is ours. PyInstaller's own hook for Python's pools would
read `multiprocessing` at every start: the spec leaves it out for this.
"""

import sys

_TRACKERS = (
    "from joblib.externals.loky.backend.",
    "from multiprocessing.resource_tracker ",
    "from multiprocessing.forkserver ",
    "import sys; from multiprocessing.forkserver ",
)


def _tracker(words: list[str]) -> str:
    """The line with which a pool starts the keeper of its resources or workers, or nothing."""
    line = words[words.index("-c") + 1] if "-c" in words[:-1] else ""
    return line if line.startswith(_TRACKERS) and "import main" in line else ""


def _pool_worker(words: list[str]) -> str:
    """The module that is one worker of joblib's pool, or nothing (not on Windows)."""
    is_one = words[:1] == ["-m"] and len(words) > 1
    return words[1] if is_one and words[1].startswith("joblib.externals.loky.backend.") else ""


def _helped() -> bool:
    """Do what a helper's call asks for; False where a person called."""
    words = sys.argv[1:]
    if module := _pool_worker(words):
        import runpy

        sys.argv = [sys.argv[0], *words[2:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return True
    if line := _tracker(words):
        namespace: dict[str, object] = {}
        exec(line, namespace)  # our own child's words, one import and one call
        return True
    if words[:1] == ["--multiprocessing-fork"] and "=" in words[-1]:
        from multiprocessing.spawn import freeze_support

        freeze_support()  # works as the pool's child, and leaves
    if words[:1] == ["--multiprocessing-fork"] and len(words) == 2:
        from joblib.externals.loky.backend.popen_loky_win32 import main as work

        work(int(words[1]))
        return True
    return False


def _placed() -> None:
    """Give the first script an absolute path: children of a pool compare theirs with it, and read
    the script once more where the two differ."""
    inside = getattr(sys, "_MEIPASS", "")
    if inside:
        sys.modules["__main__"].__file__ = f"{inside}/start.py"


if __name__ == "__main__":
    _placed()
if __name__ == "__main__" and not _helped():
    from tidemill.__main__ import main

    main()
