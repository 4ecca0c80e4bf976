"""Agencies: who works here. Agencies, users, roles, working calendars and the routing table."""
