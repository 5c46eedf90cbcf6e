"""The notification centre under the bell, and what can be done from a notice."""
