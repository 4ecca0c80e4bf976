"""Triage: hints, never decisions. Emergency words, categories, duplicates."""
