#!/bin/sh
# Finds a Python that is new enough and hands over to prepare.py. `PYTHON` may name one.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -n "${PYTHON:-}" ]; then
    candidates=$PYTHON
else
    candidates="python3 python3.14 python3.13 python3.12 python3.11 python"
fi

for candidate in $candidates; do
    if command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate"; then
        exec "$candidate" "$here/prepare.py" "$@"
    fi
done

if [ -n "${PYTHON:-}" ]; then
    echo "PYTHON=$PYTHON is missing or older than Python 3.11, which Tidemill needs." >&2
    echo "Name another one, for example: make PYTHON=python3.12" >&2
elif command -v python3 >/dev/null 2>&1; then
    echo "Tidemill needs Python 3.11 or newer; python3 here is $(python3 -V 2>&1)." >&2
    echo "Install a newer one beside it, then name it, for example: make PYTHON=python3.12" >&2
else
    echo "Tidemill needs Python 3.11 or newer, and no python3 was found." >&2
    echo "Install one (on Debian and Ubuntu: apt-get install python3 python3-venv) and try again." >&2
fi
exit 1
