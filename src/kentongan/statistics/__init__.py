"""Statistics: figures people can trust, with their definitions."""
