"""The name under which what one keeps of a case lies: drafts, watches."""

_CASE = "case:"


def subject_of(number: str) -> str:
    """A case as a subject."""
    return f"{_CASE}{number}"


def number_of(subject: str) -> str:
    """The case a subject is."""
    return subject.removeprefix(_CASE)
