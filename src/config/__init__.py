"""Config: the composition of the parts into one program: settings, URLs, processes, command line."""
