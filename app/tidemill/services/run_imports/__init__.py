"""Taking over what other trackers kept: a reader for each, and the writing into our store."""
