"""What every test stands on: the database's renewal and plain static files."""

pytest_plugins = ["tests.database"]
