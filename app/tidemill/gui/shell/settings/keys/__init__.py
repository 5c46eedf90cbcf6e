"""The section of the settings where keys are changed."""
