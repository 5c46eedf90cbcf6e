"""What MLflow's REST interface says and means: errors, limits, filters; nothing of a store."""
