"""The shell of a report: one HTML page that needs nothing from outside and runs no script.

It is light or dark as the reader's system is, and light on paper. A policy in its head forbids the
browser to load anything, whatever names the page holds.
"""

from collections.abc import Sequence
from pathlib import Path

from tidemill.base import atomic
from tidemill.base.errors import WorldError
from tidemill.services.svg_plots import N_TONES, escaped

LIGHT = {
    "canvas": "#F3F5F6", "surface": "#FFFFFF", "subtle": "#F8F9FA", "line": "#E3E7EA",
    "text": "#14212B", "text2": "#46555F", "text3": "#5C6A74", "good": "#1A7346",
    "bad": "#B02A2A", "warn-tint": "#FCF0DA", "gold": "#7E5A00", "accent": "#0B6B7A",
    "accent-tint": "#E1F0F2", "grid": "#EBEEF0", "axis": "#62717B", "reference": "#8795A0",
    "low": "#1546A8", "high": "#C2570C",
    "c0": "#1546A8", "c1": "#D07C14", "c2": "#2F9E8C", "c3": "#8E1458",
    "c4": "#7B8DDA", "c5": "#9A62F0", "c6": "#7A621A", "c7": "#4F6B78",
}  # fmt: skip
"""The window's light colours (the tokens of its theme, which only the window may import)."""

DARK = {
    "canvas": "#0E1417", "surface": "#151C20", "subtle": "#192125", "line": "#242E34",
    "text": "#E8EEF1", "text2": "#AEBBC3", "text3": "#8A99A3", "good": "#63CE95",
    "bad": "#F58F87", "warn-tint": "#33270F", "gold": "#E9C25C", "accent": "#3CB4C6",
    "accent-tint": "#12343B", "grid": "#20292E", "axis": "#8A99A3", "reference": "#7E8F99",
    "low": "#3F86E8", "high": "#F09A52",
    "c0": "#9CC0FF", "c1": "#E08C2A", "c2": "#30D6C4", "c3": "#D24F90",
    "c4": "#3F86E8", "c5": "#A585E0", "c6": "#E7C65A", "c7": "#93A7BD",
}  # fmt: skip

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:var(--canvas);color:var(--text);
 font:14px/1.5 Inter,"Segoe UI",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1180px;margin:0 auto;padding:32px 24px 64px}
h1{font-size:24px;line-height:1.3;margin:0 0 4px}
h2{font-size:17px;margin:36px 0 10px}
h3{font-size:14px;margin:0}
p{margin:4px 0;max-width:75ch}
.quiet-text{color:var(--text3)}
.finding{font-size:16px;margin-top:16px}
.card{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:14px 16px}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,540px),1fr));gap:14px}
.scroll{overflow-x:auto;background:var(--surface);border:1px solid var(--line);border-radius:8px}
table{border-collapse:collapse;width:100%}
th,td{padding:6px 12px;text-align:left;vertical-align:top;border-top:1px solid var(--line);
 overflow-wrap:break-word;min-width:76px;max-width:320px}
thead th{border-top:0;background:var(--subtle);font-weight:600}
tbody th{font-weight:400;color:var(--text2);position:sticky;left:0;background:var(--surface)}
tr.section th{background:var(--subtle);font-weight:600;color:var(--text2);font-size:12px}
td.number{text-align:right;white-space:nowrap}
.delta{display:inline-block;margin-left:8px;font-size:12px;color:var(--text3);white-space:nowrap}
td.tier{min-width:236px}
tbody th:first-child{min-width:140px}
.good{color:var(--good)} .bad{color:var(--bad)}
.best{font-weight:600} .best::after{content:" ★";color:var(--gold)}
.tinted{background:var(--warn-tint)}
.chip{display:inline-block;white-space:nowrap;padding:0 7px;border-radius:9px;font-size:12px;
 margin-left:6px;background:var(--accent-tint);color:var(--accent)}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;margin:4px 0 12px;padding:0;list-style:none}
.legend li{display:flex;align-items:center;gap:6px}
svg.plot{width:100%;max-width:720px;height:auto;display:block;margin-top:8px}
svg text{fill:var(--text2);font-size:11px}
svg text.tick{fill:var(--axis)} svg text.in-cell{fill:var(--text);text-anchor:middle}
.grid{stroke:var(--grid)} .axis{stroke:var(--line)}
.zero,.diagonal{stroke:var(--reference);stroke-dasharray:3 3;fill:none}
.line{fill:none;stroke:var(--c);stroke-width:1.6;stroke-linejoin:round}
.range{stroke:var(--c);stroke-width:1.6}
.band{fill:var(--c);opacity:.13}
.mark{fill:var(--c);stroke:var(--surface)}
.mark.hollow{fill:var(--surface);stroke:var(--c);stroke-width:1.6}
.quiet{--c:var(--reference)} .quiet .line{opacity:.35;stroke-width:1}
.run:hover .line{stroke-width:3}
.cell.heat{fill:color-mix(in srgb,var(--accent) calc(var(--share)*.6),var(--surface))}
.cell.low{fill:color-mix(in srgb,var(--low) calc(var(--share)*.6),var(--surface))}
.cell.high{fill:color-mix(in srgb,var(--high) calc(var(--share)*.6),var(--surface))}
footer{margin-top:40px;color:var(--text3);font-size:12px}
@media print{main{max-width:none;padding:0}.card,.scroll{break-inside:avoid}
 .scroll{overflow:visible}
 body{font-size:11px;print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def page(title: str, body: Sequence[str]) -> str:
    """A whole page around sections of HTML; the title is plain text."""
    light, dark = _values(LIGHT), _values(DARK)
    tones = "".join(f".c{k}{{--c:var(--c{k})}}" for k in range(N_TONES))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escaped(title)}</title><style>:root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{tones}{_STYLE}</style>"
        f"</head><body><main>{''.join(body)}</main></body></html>\n"
    )


def write(path: Path, text: str) -> int:
    """Write a page and return its bytes; the file there was stays until the new one is whole.

    Raises `WorldError` where it can't be written.
    """
    data = text.encode()
    try:
        atomic.write_bytes(path, data)
    except OSError as error:
        raise WorldError(
            f"{path.name} can't be written in {path.parent}.",
            "Check that the folder may be written and has room, or choose another.",
            detail=str(error),
        ) from error
    return len(data)


def card(title: str, note: str, content: str) -> str:
    """A plot or table under its title; both texts are plain, the content is HTML."""
    quiet = f' <span class="quiet-text">{escaped(note, 200)}</span>' if note else ""
    return f'<section class="card"><h3>{escaped(title)}{quiet}</h3>{content}</section>'


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text."""
    named = f' class="{kind}"' if kind else ""
    return f"<p{named}>{escaped(text, 2_000)}</p>" if text else ""


def _values(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())
