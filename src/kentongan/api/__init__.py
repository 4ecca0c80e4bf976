"""Api: the machine door."""
