"""The use-cases behind MLflow's interface: its experiments and runs are Tidemill's own."""
