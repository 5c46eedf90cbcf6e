"""How Sphinx builds the site of the guide; `docs/make_site.py` gathers what it builds."""

from pathlib import Path

project = "Tidemill"
extensions = ["myst_parser"]
root_doc = "index"
nitpicky = True

# Links in pages name headings as forges do.
myst_heading_anchors = 4

html_theme = "furo"
html_title = "Tidemill"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0B6B7A",
        "color-brand-content": "#0B6B7A",
        "color-brand-visited": "#0B6B7A",
    },
    "dark_css_variables": {
        "color-brand-primary": "#5CC4D2",
        "color-brand-content": "#5CC4D2",
        "color-brand-visited": "#5CC4D2",
    },
}
if (Path(__file__).parent / "_static" / "tidemill.svg").is_file():
    html_logo = html_favicon = "_static/tidemill.svg"
