"""The commands, each in a file that bears its name: `add` adds the arguments, `run` does the work."""
