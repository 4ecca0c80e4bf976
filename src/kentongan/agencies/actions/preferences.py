"""What a user keeps of the look. Passing things: no event."""

from kentongan.agencies.models import User
from kentongan.core.actor import Actor


def keep_preferences(
    *, by: Actor, language: str | None = None, theme: str | None = None, has_seen_tour: bool | None = None
) -> None:
    """Keep the language (`id`, `en`), the scheme (`light`, `dark`, empty for the system's), and that the tour was seen.

    None changes nothing.
    """
    wanted = {"language": language, "theme": theme, "has_seen_tour": has_seen_tour}
    changes = {name: value for name, value in wanted.items() if value is not None}
    if changes and by.user is not None:
        User.objects.filter(pk=by.user).update(**changes)
