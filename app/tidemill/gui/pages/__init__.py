"""The pages of the window, one folder each; the shell finds them, they do not know each other."""
