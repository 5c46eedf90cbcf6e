"""The shells' completions as installed: real bash, zsh and fish are asked what may follow."""

import os
import subprocess
import tempfile

from telling import must, say

LINE = "tidemill models pro"
OFFERED = ("promote", "propose")
_LIMIT_S = 60

_BASH = """
source /usr/share/bash-completion/completions/tidemill
COMP_WORDS=(tidemill models pro); COMP_CWORD=2; _tidemill; echo "${COMPREPLY[@]}"
"""
_FISH = f"complete -C '{LINE}'"
# zsh completes at its prompt only: it gets a terminal, and Tab is pressed in it.
_ZSH = f"""
zmodload zsh/zpty
TERM=dumb zpty -b shell zsh -f -i
zpty -w shell "autoload -U compinit; compinit -u -D; stty cols 200; print rea''dy"
zpty -r -m shell said '*ready*'
zpty -w -n shell "{LINE}"$'\\t\\t'
zpty -r -m shell said '*{OFFERED[-1]}*'
print -r -- $said
zpty -d shell
"""


def complete() -> None:
    """Each shell offers the commands that may follow."""
    asked = {
        "bash": ["bash", "--norc", "-c", _BASH],
        "zsh": ["zsh", "-f", "-c", _ZSH],
        "fish": ["fish", "-c", _FISH],
    }
    with tempfile.TemporaryDirectory(prefix="tidemill-shells-") as home:
        for shell, words in asked.items():
            done = subprocess.run(
                words, env={**os.environ, "HOME": home}, stdin=subprocess.DEVNULL,
                capture_output=True, text=True, check=False, timeout=_LIMIT_S,
            )  # fmt: skip
            missing = [word for word in OFFERED if word not in done.stdout]
            must(not missing, f"{shell} does not offer {missing}: {done.stdout}{done.stderr}")
    say("bash, zsh and fish complete its commands")
