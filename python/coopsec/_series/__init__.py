"""Questions about frames over time, one verb per file."""
