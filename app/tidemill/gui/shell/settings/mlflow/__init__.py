"""The section MLflow: the switch of its interface, and taking over what it kept."""
