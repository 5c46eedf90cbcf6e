"""What lies where once Tidemill is installed on Linux, below `/usr` or in the portable folder."""

import gzip
import shutil
import subprocess
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import command_words
import icons

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MAINTAINER = "The Tidemill authors <maintainers@users.noreply.invalid>"


def lay_out(tree: Path, frozen: Path, drawn: Path, version: str, date: str) -> None:
    """Fill `tree` (what becomes `/usr`) with the frozen program and all that belongs to it."""
    program = tree / "lib" / "tidemill"
    shutil.copytree(frozen, program, symlinks=True)
    link = tree / "bin" / "tidemill"
    link.parent.mkdir(parents=True)
    link.symlink_to("../lib/tidemill/tidemill")
    share = tree / "share"
    _put(share / "applications/tidemill.desktop", (HERE / "tidemill.desktop").read_bytes())
    metainfo = (HERE / "tidemill.metainfo.xml").read_text(encoding="utf-8")
    metainfo = metainfo.replace("@VERSION@", version).replace("@DATE@", date)
    _put(share / "metainfo/tidemill.metainfo.xml", metainfo.encode())
    _put(share / "mime/packages/tidemill.xml", (HERE / "tidemill.xml").read_bytes())
    for size in icons.SIZES:
        picture = (drawn / f"tidemill-{size}.png").read_bytes()
        _put(share / f"icons/hicolor/{size}x{size}/apps/tidemill.png", picture)
    scalable = share / "icons/hicolor/scalable/apps/tidemill.svg"
    _put(scalable, (drawn / "tidemill.svg").read_bytes())
    _put(share / "man/man1/tidemill.1.gz", _packed(command_words.manual(version, date)))
    _put(share / "bash-completion/completions/tidemill", command_words.bash().encode())
    _put(share / "zsh/vendor-completions/_tidemill", command_words.zsh().encode())
    _put(share / "fish/vendor_completions.d/tidemill.fish", command_words.fish().encode())
    unit = (HERE / "tidemill-worker.service").read_bytes()
    _put(tree / "lib/systemd/user/tidemill-worker.service", unit)
    _put(share / "lintian/overrides/tidemill", (HERE / "lintian-overrides").read_bytes())
    _documents(share / "doc" / "tidemill", program, version, date)
    _modes(tree)


def _documents(folder: Path, program: Path, version: str, date: str) -> None:
    """The licences of all that travels along, the changes, and the guide to read offline."""
    _put(folder / "copyright", _copyright(program, date[:4]).encode())
    _put(folder / "changelog.gz", _packed(changelog(version, date)))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    _put(folder / "NEWS.md.gz", _packed(changes))
    for name in ("guide", "reference"):
        shutil.copytree(ROOT / "docs" / name, folder / name)


def changelog(version: str, date: str) -> str:
    """The package's changes as Debian writes them (Debian Policy 4.4); what a user notices stands
    beside it as the project writes it."""
    at = datetime.fromisoformat(date).replace(tzinfo=UTC)
    return (
        f"tidemill ({version}) unstable; urgency=medium\n\n"
        "  * What is new stands in /usr/share/doc/tidemill/NEWS.md.gz.\n\n"
        f" -- {MAINTAINER}  {format_datetime(at)}\n"
    )


def _copyright(program: Path, year: str) -> str:
    """Tidemill's licence in Debian's words, then where those of the parts lie."""
    parts = sorted(path.name for path in program.glob("_internal/*.dist-info"))
    named = "\n".join(f"  {part.removesuffix('.dist-info').replace('-', ' ')}" for part in parts)
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        "Upstream-Name: Tidemill\n\n"
        f"Files: *\nCopyright: {year} The Tidemill authors\nLicense: Apache-2.0\n"
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.\n\n"
        "Files: lib/tidemill/_internal/*\n"
        "Copyright: their authors, named in each part's own folder NAME-VERSION.dist-info\n"
        "License: see-each-part\n"
        " The program carries these parts, each with its licence beside it. Qt and PySide are\n"
        " used under the LGPL-3.0: their libraries lie in PySide6 and may be replaced.\n"
        " .\n" + "\n".join(f" {line}" for line in named.splitlines()) + "\n"
    )


def _packed(text: str) -> bytes:
    # Without a name or a time in its head, so that the same text gives the same file.
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _modes(tree: Path) -> None:
    """Folders and programs 0755, other files 0644, as packages have them."""
    subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(tree)], check=True)
    for path in (*tree.rglob("*.so*"), *tree.rglob("*.dist-info/*")):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
