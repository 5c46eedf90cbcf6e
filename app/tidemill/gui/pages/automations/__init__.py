"""Automations: watched folders, every file that arrived, and the jobs behind them."""
