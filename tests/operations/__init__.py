"""The program as a whole: processes, command line, backup, monitoring."""
