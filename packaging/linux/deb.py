"""The package for Debian and Ubuntu, and the portable archive, from a laid-out tree."""

import hashlib
import os
import platform
import shutil
import subprocess
from pathlib import Path

import system_libraries
import tree

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_HOLDS = """\
Tidemill keeps tabular models alive: it takes in data, trains models, compares
them, promotes the better one, watches what it says and trains anew when the
data has moved on. It works on this computer and sends nothing anywhere unless
it is asked to.
"""


def architecture() -> str:
    """What Debian calls this machine's kind."""
    return ARCHITECTURES.get(platform.machine(), platform.machine())


def pack(work: Path, usr: Path, version: str, out: Path, epoch: int) -> Path:
    """Write `tidemill_VERSION_ARCH.deb` from what becomes `/usr`, and return it."""
    root = work / "deb"
    shutil.rmtree(root, ignore_errors=True)
    (root / "DEBIAN").mkdir(parents=True)
    usr.rename(root / "usr")
    try:
        (root / "DEBIAN" / "control").write_text(_control(root, version), encoding="utf-8")
        (root / "DEBIAN" / "md5sums").write_text(_sums(root), encoding="utf-8")
        made = out / f"tidemill_{version}_{architecture()}.deb"
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", root, made],
            env={**os.environ, "SOURCE_DATE_EPOCH": str(epoch)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    finally:
        (root / "usr").rename(usr)
    return made


def _control(root: Path, version: str) -> str:
    depends = system_libraries.packages(system_libraries.binaries(root / "usr/lib/tidemill"))
    size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())
    first, *rest = _HOLDS.splitlines()
    return "\n".join(
        [
            "Package: tidemill",
            f"Version: {version}",
            "Section: science",
            "Priority: optional",
            f"Architecture: {architecture()}",
            f"Installed-Size: {-(-size // 1024)}",
            f"Maintainer: {tree.MAINTAINER}",
            f"Depends: {', '.join(depends)}",
            "Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme",
            "Suggests: gnome-keyring | kwalletmanager, python3-venv",
            "Description: keep tabular models alive, in one window",
            *(f" {line}" for line in (first, *rest)),
            "",
        ]
    )


def _sums(root: Path) -> str:
    lines = []
    for path in sorted((root / "usr").rglob("*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                mark = hashlib.file_digest(file, "md5").hexdigest()
            lines.append(f"{mark}  {path.relative_to(root).as_posix()}")
    return "\n".join(lines) + "\n"


def portable(usr: Path, version: str, out: Path, epoch: int) -> Path:
    """Write `tidemill-VERSION-MACHINE.tar.xz`, to be unpacked anywhere, and return it."""
    name = f"tidemill-{version}-{platform.machine()}"
    made = out / f"{name}.tar.xz"
    subprocess.run(
        [
            "tar", "--create", f"--file={made}", "--use-compress-program=xz -6 -T0",
            f"--directory={usr}", f"--transform=flags=r;s|^\\.|{name}|", "--sort=name",
            "--owner=0", "--group=0", "--numeric-owner", f"--mtime=@{epoch}", ".",
        ],
        check=True,
    )  # fmt: skip
    return made
