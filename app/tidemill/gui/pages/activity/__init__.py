"""The page Activity: who did what, to what, when and why."""
