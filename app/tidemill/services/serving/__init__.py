"""What a prediction service stands on: the fields it takes, the model it answers with, its log."""
