"""The worker: watches folders, claims jobs, runs each in a child process."""
