"""A folder as a network share brings it: a real mount that can be made to hang and to answer.

It shows another folder, read only, through FUSE (Linux' `include/uapi/linux/fuse.h` tells the
messages), in a process of its own. What is written into that other folder is there at once, and
the system tells nobody of it, as where a colleague writes from another computer.
"""

import contextlib
import errno
import os
import stat
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from own_mounts import mount, unmount

_IN, _OUT = struct.Struct("<IIQQIIIHH"), struct.Struct("<IiQ")
_ATTR = struct.Struct("<QQQQQQIIIIIIIIII")
_LOOKUP, _FORGET, _GETATTR, _OPEN, _READ, _RELEASE = 1, 2, 3, 14, 15, 18
_FLUSH, _INIT, _OPENDIR, _READDIR, _RELEASEDIR, _INTERRUPT, _DESTROY = 25, 26, 27, 28, 29, 36, 38
_BATCH_FORGET = 42
_UNANSWERED = (_FORGET, _INTERRUPT, _BATCH_FORGET)
_MOST = 1 << 17
_PATIENCE_S = 60.0


class _Server:
    """Answers the kernel's questions about one folder; `goes_on` is cleared while it hangs."""

    def __init__(self, source: Path, handle: int) -> None:
        self._handle = handle
        self._paths = {1: source}
        self._nodes = {source: 1}
        self.goes_on = threading.Event()
        self.goes_on.set()

    def serve(self) -> None:
        while True:
            try:
                asked = os.read(self._handle, _MOST + 4096)
            except OSError as error:
                if error.errno in (errno.EINTR, errno.ENOENT):
                    continue
                return  # ENODEV: unmounted
            self.goes_on.wait()
            _, code, unique, node, *_ = _IN.unpack_from(asked)
            if code in _UNANSWERED:
                continue
            try:
                number, said = 0, self._answer(code, node, asked[_IN.size :])
            except OSError as error:
                number, said = -(error.errno or errno.EIO), b""
            with contextlib.suppress(FileNotFoundError):  # who asked has gone
                os.write(self._handle, _OUT.pack(_OUT.size + len(said), number, unique) + said)

    def _answer(self, code: int, node: int, words: bytes) -> bytes:
        if code == _INIT:
            minor = struct.unpack_from("<I", words, 4)[0]
            return struct.pack(
                "<IIIIHHIIHHII24x", 7, min(minor, 31), 0, 0, 0, 0, 4096, 1, 0, 0, 0, 0
            )
        path = self._paths[node]
        if code == _LOOKUP:
            return self._entry(path / os.fsdecode(words.rstrip(b"\0")))
        if code == _GETATTR:
            return struct.pack("<QII", 0, 0, 0) + _attributes(node, path.stat())
        if code in (_OPEN, _OPENDIR):
            return struct.pack("<QII", 0, 0, 0)
        if code in (_RELEASE, _RELEASEDIR, _FLUSH, _DESTROY):
            return b""
        if code not in (_READ, _READDIR):
            raise OSError(errno.ENOSYS, "not needed here")
        _, offset, size = struct.unpack_from("<QQI", words)
        if code == _READ:
            with path.open("rb") as stream:
                stream.seek(offset)
                return stream.read(size)
        return _listed(path, offset, size)

    def _entry(self, path: Path) -> bytes:
        facts = path.stat()
        node = self._nodes.setdefault(path, len(self._nodes) + 1)
        self._paths[node] = path
        return struct.pack("<QQQQII", node, 0, 0, 0, 0, 0) + _attributes(node, facts)


def _attributes(node: int, facts: os.stat_result) -> bytes:
    seconds = [int(facts.st_atime), int(facts.st_mtime), int(facts.st_ctime)]
    parts = [ns % 10**9 for ns in (facts.st_atime_ns, facts.st_mtime_ns, facts.st_ctime_ns)]
    rights = [facts.st_mode, facts.st_nlink, facts.st_uid, facts.st_gid, 0, 4096, 0]
    return _ATTR.pack(node, facts.st_size, facts.st_blocks, *seconds, *parts, *rights)


def _listed(path: Path, offset: int, size: int) -> bytes:
    found = b""
    for place, name in enumerate(sorted(one.name for one in path.iterdir())[offset:], offset + 1):
        word = os.fsencode(name)
        kind = stat.S_IFDIR if (path / name).is_dir() else stat.S_IFREG
        one = struct.pack("<QQII", place, place, len(word), kind >> 12) + word
        one += b"\0" * (-len(one) % 8)
        if len(found) + len(one) > size:
            break
        found += one
    return found


class Share:
    """A mounted share; `hang` and `answer` say what it does."""

    def __init__(self, source: Path, folder: Path, kind: str) -> None:
        """Mount `source` at `folder` as a file system called `kind`."""
        self.source, self.folder = source, folder
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(source), str(folder), kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        )
        self._said()

    def _said(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "the share ended"

    def _tell(self, word: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        self._process.stdin.flush()
        self._said()

    def hang(self) -> None:
        """From now on no question is answered."""
        self._tell("hang")

    def answer(self) -> None:
        """Answer again, also what was asked meanwhile."""
        self._tell("answer")

    def break_off(self) -> None:
        """End the connection; the folder stays mounted, and every question fails."""
        self._process.kill()
        self._process.wait(_PATIENCE_S)

    def close(self) -> None:
        """Unmount it; who still waits for an answer is told that there is no connection."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        if self._process.poll() is not None:
            unmount(self.folder)
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(_PATIENCE_S)
        self._process.stdout.close()


@pytest.fixture
def share(private_mounts: None, tmp_path: Path) -> Iterator[Callable[..., Share]]:
    """Mount folders as shares; skipped where that can't be done."""
    if not Path("/dev/fuse").exists():
        pytest.skip("There is no /dev/fuse here, so no share can be mounted.")
    made: list[Share] = []

    def one(name: str = "share", kind: str = "fuse.sshfs") -> Share:
        source, folder = tmp_path / f"{name}-elsewhere", tmp_path / name
        source.mkdir()
        folder.mkdir()
        made.append(Share(source, folder, kind))
        return made[-1]

    yield one
    for each in made:
        each.close()


def _main(source: Path, folder: Path, kind: str) -> None:
    handle = os.open("/dev/fuse", os.O_RDWR)
    words = f"fd={handle},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}"
    mount("colleague:/share", folder, kind, data=f"{words},allow_other")
    server = _Server(source, handle)
    threading.Thread(target=server.serve, daemon=True).start()
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "hang":
            server.goes_on.clear()
        else:
            server.goes_on.set()
        print("done", flush=True)
    unmount(folder)
    os._exit(0)  # closes the connection: what was not answered ends


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
