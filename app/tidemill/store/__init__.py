"""The only room that speaks SQL and blob files."""
