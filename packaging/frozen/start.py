"""The first words of the frozen program: its helpers' calls are told apart from a person's.

joblib's process pool starts its workers and its tracker as `python -m …` and `python -c …`. A
frozen program is no Python, so those words are recognised here and done; anything else is ours.
"""

import sys


def _tracker(words: list[str]) -> str:
    """The line with which joblib starts the tracker of its pool's resources, or nothing."""
    line = words[words.index("-c") + 1] if "-c" in words[:-1] else ""
    is_tracker = line.startswith("from joblib.externals.loky.backend.") and "import main" in line
    return line if is_tracker else ""


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
    if words[:1] == ["--multiprocessing-fork"] and len(words) == 2 and "=" not in words[1]:
        from joblib.externals.loky.backend.popen_loky_win32 import main as work

        work(int(words[1]))
        return True
    return False


if __name__ == "__main__" and not _helped():
    from tidemill.__main__ import main

    main()
