"""Desk: the pages of those who work here, and the commands of administration."""
