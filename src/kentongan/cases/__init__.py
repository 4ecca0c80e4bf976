"""Cases: the life of a complaint. Reports, cases, parties, deadlines, privacy."""
