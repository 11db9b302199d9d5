"""The commands, each in a file of its own, called as the file is: `add` adds its arguments, `run` answers."""
