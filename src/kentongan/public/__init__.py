"""Public: the pages of the citizen."""
