"""Files that come with Tidemill: sample data, the app's mark, desktop files."""
