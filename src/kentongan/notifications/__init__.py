"""Notifications: word to people. Texts by name and language, the outbox and its delivery."""
