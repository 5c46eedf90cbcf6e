"""The page Models: versions, gates, decisions, and the sheet that promotes."""
