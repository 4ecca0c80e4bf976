"""Kentongan: a city's 112 emergency centre and its public complaints, one history from the first word to the answer."""
