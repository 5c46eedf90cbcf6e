"""What every room may use: ids, clock, places on disk, hashing, files, logging, errors."""
