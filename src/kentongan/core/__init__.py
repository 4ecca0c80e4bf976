"""Core: clock, working days, errors, actor, jobs, ids, crypto, phone numbers, text. Knows no other part."""
