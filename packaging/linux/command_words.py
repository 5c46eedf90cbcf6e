"""The manual page and the shells' completions, made from the commands themselves.

A shell completes from these files alone, so that a press of Tab does not start the program.
"""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tidemill.cli.app import whole


@dataclass(frozen=True)
class Word:
    """What may follow the words so far: a command or an option, with what it is for."""

    text: str
    help: str
    takes_value: bool = False


@dataclass(frozen=True)
class Place:
    """A point in the tree of commands: the words that lead to it and what may follow."""

    words: str
    help: str
    commands: tuple[Word, ...]
    options: tuple[Word, ...]


def places() -> list[Place]:
    """Every point in the tree of commands that people see, the root first."""
    import typer

    found: list[Place] = []

    def walk(words: str, command: Any) -> None:
        inner = {
            name: child
            for name, child in sorted(getattr(command, "commands", {}).items())
            if not getattr(child, "hidden", False)
        }
        commands = tuple(Word(name, first_sentence(child.help)) for name, child in inner.items())
        found.append(Place(words, command.help or "", commands, tuple(_options(command))))
        for name, child in inner.items():
            walk(f"{words} {name}".strip(), child)

    walk("", typer.main.get_command(whole()))
    return found


def _options(command: Any) -> Iterable[Word]:
    for one in command.params:
        if one.param_type_name == "option" and not getattr(one, "hidden", False):
            for text in (*one.opts, *one.secondary_opts):
                yield Word(text, first_sentence(one.help), not one.is_flag)
    yield Word("--help", "Show what a command does.")


def first_sentence(text: str | None) -> str:
    """The first sentence of a help text, on one line."""
    line = " ".join((text or "").split())
    sentence, dot, _ = line.partition(". ")
    return sentence.rstrip(".") if dot else line.rstrip(".")


def manual(version: str, date: str) -> str:
    """The page `man tidemill` shows (man 7 groff_man)."""
    root, *rest = places()
    lines = [
        f'.TH TIDEMILL 1 "{date}" "Tidemill {version}" "User Commands"',
        ".SH NAME",
        "tidemill \\- keep tabular models alive",
        ".SH SYNOPSIS",
        ".B tidemill",
        "[\\fB\\-w\\fR \\fIWORKSPACE\\fR] [\\fICOMMAND\\fR ...]",
        ".SH DESCRIPTION",
        _roff(first_sentence(root.help) + "."),
        "Without a command the window opens on the workspace used last.",
        ".SH OPTIONS",
        *_listed(root.options),
        ".SH COMMANDS",
    ]
    for place in rest:
        if not place.commands:
            lines += [".TP", f".B {_roff(place.words)}", _roff(place.help)]
    lines += [
        ".SH EXIT STATUS",
        *_listed(
            (
                Word("0", "It went well."),
                Word("1", "A mistake of Tidemill's own."),
                Word("2", "Wrong use: an unknown command, option or value."),
                Word("3", "It needs you: bad input, a failed gate, a name that is not there."),
                Word("4", "The world: the disk, a lock, the network; worth another try."),
                Word("130", "You stopped it."),
            )
        ),
        ".SH ENVIRONMENT",
        *_listed(
            (
                Word("TIDEMILL_WORKSPACE", "The workspace where none is named."),
                Word("TIDEMILL_USER", "Who you are, where it is not your login."),
            )
        ),
        ".SH FILES",
        *_listed(
            (
                Word("~/.local/share/tidemill", "The first workspace, and backups."),
                Word("~/.config/tidemill", "Your own choices: look, keys, workspaces used last."),
            )
        ),
    ]
    return "\n".join(lines) + "\n"


def _listed(words: Iterable[Word]) -> Iterable[str]:
    for word in words:
        yield from (".TP", f".B {_roff(word.text)}", _roff(word.help))


def _roff(text: str) -> str:
    """Text as roff reads it, in lines that are not long: a hyphen stays one, and a line's first
    point or quote is no request."""
    lines = textwrap.wrap(text, 70, break_long_words=False, break_on_hyphens=False)
    plain = [line.replace("\\", "\\e").replace("-", "\\-") for line in lines]
    return "\n".join(f"\\&{line}" if line.startswith((".", "'")) else line for line in plain)


def bash() -> str:
    """Completion for bash (man bash, "Programmable Completion")."""
    cases = []
    for place in places():
        words = [word.text for word in (*place.commands, *place.options)]
        cases.append(f'    "{place.words}") words="{" ".join(words)}" ;;')
    return "\n".join(
        [
            "# bash completion for tidemill; made from its commands.",
            "_tidemill() {",
            '  local current="${COMP_WORDS[COMP_CWORD]}" path="" words="" skip="" i word',
            "  for ((i = 1; i < COMP_CWORD; i++)); do",
            '    word="${COMP_WORDS[i]}"',
            '    if [[ -n $skip ]]; then skip=""; continue; fi',
            f'    case "$word" in {"|".join(_takers())}) skip=1; continue ;; -*) continue ;; esac',
            '    path="${path:+$path }$word"',
            "  done",
            "  COMPREPLY=()",
            "  [[ -n $skip ]] && { compopt -o default; return; }",
            '  while :; do case "$path" in',
            *cases,
            '    *) case "$path" in *" "*) path="${path% *}"; continue ;; esac ;;',
            "  esac; break; done",
            '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
            "  [[ ${#COMPREPLY[@]} -eq 0 ]] && compopt -o default",
            "}",
            "complete -F _tidemill tidemill",
            "",
        ]
    )


def _takers() -> list[str]:
    """Options after which a value comes, which is no command."""
    return sorted({o.text for place in places() for o in place.options if o.takes_value})


def zsh() -> str:
    """Completion for zsh (man zshcompsys); `path` is a name of zsh's own, so it is none here."""
    cases = []
    for place in places():
        commands = " ".join(_pair(word) for word in place.commands)
        options = " ".join(_pair(word) for word in place.options)
        cases.append(f"    '{place.words}') commands=({commands}); options=({options}) ;;")
    return "\n".join(
        [
            "#compdef tidemill",
            "# Made from tidemill's commands.",
            "_tidemill() {",
            "  local at='' skip='' word; local -a commands options",
            "  for word in ${words[2,CURRENT-1]}; do",
            "    if [[ -n $skip ]]; then skip=''; continue; fi",
            f"    case $word in {'|'.join(_takers())}) skip=1; continue ;; -*) continue ;; esac",
            '    at="${at:+$at }$word"',
            "  done",
            "  if [[ -n $skip ]]; then _files; return; fi",
            '  while :; do case "$at" in',
            *cases,
            '    *" "*) at="${at% *}"; continue ;;',
            "  esac; break; done",
            "  if [[ $PREFIX == -* ]]; then _describe -o option options; return; fi",
            "  if (( $#commands )); then _describe command commands; else _files; fi",
            "}",
            '_tidemill "$@"',
            "",
        ]
    )


def _pair(word: Word) -> str:
    text = f"{word.text.replace(':', chr(92) + ':')}:{word.help}"
    return "'" + text.replace("'", "'\\''") + "'"


def fish() -> str:
    """Completion for fish (man complete); a word's help stands after a tab."""
    cases = []
    for place in places():
        commands = " ".join(_told(word) for word in place.commands)
        options = " ".join(_told(word) for word in place.options)
        cases += [
            f"            case '{place.words}'",
            f"                set commands {commands}".rstrip(),
            f"                set options {options}".rstrip(),
            "                break",
        ]
    return "\n".join(
        [
            "# Made from tidemill's commands.",
            "function __tidemill_offers",
            "    set -l at",
            "    set -l skip 0",
            "    set -l commands",
            "    set -l options",
            "    set -l before (commandline -opc)",
            "    for word in $before[2..-1]",
            "        if test $skip = 1",
            "            set skip 0",
            "            continue",
            "        end",
            "        switch $word",
            f"            case {' '.join(_takers())}",
            "                set skip 1",
            "            case '-*'",
            "            case '*'",
            "                set -a at $word",
            "        end",
            "    end",
            "    set -l current (commandline -ct)",
            "    if test $skip = 1",
            '        __fish_complete_path "$current"',
            "        return",
            "    end",
            "    while true",
            '        switch "$at"',
            *cases,
            "        end",
            "        set -e at[-1]",
            "    end",
            "    if string match -q -- '-*' \"$current\"",
            "        printf '%s\\n' $options",
            "    else if set -q commands[1]",
            "        printf '%s\\n' $commands",
            "    else",
            '        __fish_complete_path "$current"',
            "    end",
            "end",
            "complete -c tidemill -f -a '(__tidemill_offers)'",
            "",
        ]
    )


def _told(word: Word) -> str:
    said = word.help.replace("\\", "\\\\").replace("'", "\\'")
    return f"{word.text}\\t'{said}'"
