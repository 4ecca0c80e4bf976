"""Training: the pages of the trainee and the instructor."""
