"""What a user keeps of the look. Passing things: no event."""

from kentongan.agencies.models import User
from kentongan.core.actor import Actor


def keep_preferences(*, by: Actor, language: str | None = None, theme: str | None = None) -> None:
    """Keep the language (`id`, `en`) and the scheme (`light`, `dark`, empty for the system's); None changes nothing."""
    wanted = {"language": language, "theme": theme}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if changes and by.user is not None:
        User.objects.filter(pk=by.user).update(**changes)
