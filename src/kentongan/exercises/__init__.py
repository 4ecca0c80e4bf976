"""Exercises: scenarios, player, scoring, and the generator of demo and load."""
