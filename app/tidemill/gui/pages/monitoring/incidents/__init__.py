"""The page of one incident: what happened, what it costs, why, and what can be done."""
