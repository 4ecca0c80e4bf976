"""Workspace: what a user keeps for himself: saved views, drafts, watches, presence. Knows no case."""
