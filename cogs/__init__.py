"""The Discord commands: names, options, permissions and one call each."""
