"""Questions to frames over time, one verb, one file."""
