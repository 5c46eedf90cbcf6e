"""What Tidemill needs from the operating system, by the names Debian gives it.

Standard library only: this runs before anything is installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

# Shared library -> Debian package. Only what Qt's own wheels leave to the system.
PACKAGE_OF = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}


def packages_for(libraries: Sequence[str]) -> list[str]:
    """Return the Debian packages that bring these libraries, each once, sorted."""
    return sorted({PACKAGE_OF[name] for name in libraries if name in PACKAGE_OF})


def is_debian() -> bool:
    """Whether packages come from apt here (Debian, Ubuntu and their kin)."""
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def may_install() -> bool:
    """Whether this process may install packages of the system."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and is_debian()


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages and return whether that went well; asks nothing."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    sys.stderr.write(f"Installing {', '.join(packages)} with apt-get.\n")
    # An out-of-date list still installs most packages, so a failed update alone is no failure.
    _quietly(["apt-get", "update", "-q"], environment)
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    return _quietly(command, environment)


def advice(packages: Sequence[str], libraries: Sequence[str] = ()) -> str:
    """Say in a sentence what a person has to install where this program may not."""
    if packages and is_debian():
        return f"Install it with: sudo apt-get install {' '.join(packages)}"
    wanted = ", ".join(libraries or packages)
    named = f" (on Debian: {', '.join(packages)})" if packages and libraries else ""
    return f"Install {wanted}{named} with the package manager of your system."


def _quietly(command: Sequence[str], environment: dict[str, str]) -> bool:
    """Run a command; show what it said only where it failed."""
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        sys.stderr.write(done.stdout)
    return done.returncode == 0
