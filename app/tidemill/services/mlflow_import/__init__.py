"""Taking over what MLflow kept: readers of its stores, and the writing into ours."""
