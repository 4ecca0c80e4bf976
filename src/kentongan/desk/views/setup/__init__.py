"""What the administrator keeps: users, agencies, routes, limits, the city."""
