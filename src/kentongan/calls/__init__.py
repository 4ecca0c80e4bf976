"""Calls: the telephone. Calls, legs, operators, locations and the PBX."""
