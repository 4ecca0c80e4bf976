"""The test session's own PostgreSQL, and what every test stands on."""
