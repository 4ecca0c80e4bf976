"""`kentongan check`: what is wrong with the configuration, in words."""


class Misconfigured(Exception):
    """A setting that cannot be. The message names it and says what to do."""
