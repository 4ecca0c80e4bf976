"""How much may come in by a form. Pure numbers, so that the doors and what cleans files mean the same."""

FILES = 5  # with one report or word
SIZE = 8 * 1024 * 1024  # bytes of one file
LONGEST_BODY = 64 * 1024 * 1024  # bytes of a request; beyond it nothing is read. The proxies' own limit is the same
