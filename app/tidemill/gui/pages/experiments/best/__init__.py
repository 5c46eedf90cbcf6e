"""The best runs by a rule of choice."""
