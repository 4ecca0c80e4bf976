"""Places: the city, its areas and landmarks, and which area a point lies in."""
