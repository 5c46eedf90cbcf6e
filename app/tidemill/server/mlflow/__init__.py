"""MLflow's REST interface over a workspace: scripts that log to MLflow log to Tidemill."""
