"""Mechanics of durable work: queue, lease, progress, cancel, child processes."""
