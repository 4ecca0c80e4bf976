"""Dispatch: the life of an emergency. Incidents, units, assignments."""
