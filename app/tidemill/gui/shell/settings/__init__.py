"""The sheet of settings: a frame, and a section for each part of them."""
