"""The face that answers programs: a model's champion behind HTTP."""
