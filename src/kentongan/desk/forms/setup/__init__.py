"""Forms of the administrator."""
