"""Intake: the one front door. Every report enters here, once and only once."""
