"""Gates as forms and lines, for the tab of a model and for the settings."""
