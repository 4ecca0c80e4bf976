"""Every `kentongan` command in one table: its words, its meaning, what runs it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command. `django` names a management command of a service or a door; `function` one of config's own.

    A function takes the words after the command and returns the exit code.
    """

    words: str
    meaning: str
    django: str = ""
    function: str = ""


COMMANDS = (
    Command("serve", "Serve everything on this machine until Ctrl-C.", function="config.processes:serve"),
    Command("demo", "Fill the city with invented reports; --serve then serves them.", function="config.processes:demo"),
    Command("web", "Run the web process alone.", function="config.processes:web"),
    Command("live", "Run the live process (streams) alone.", function="config.processes:live"),
    Command(
        "worker",
        "Run the worker alone: order of events, followers, timers, messages.",
        function="config.processes:worker",
    ),
    Command("migrate", "Bring the database to this version.", function="config.management:migrate"),
    Command("check", "Say what is wrong with the configuration.", function="config.check:main"),
    Command("backup", "Copy database and files into a folder.", function="config.backup:main"),
    Command("restore", "Bring a backup into an empty data folder.", function="config.restore:main"),
    Command("history verify", "Prove that the history is whole.", django="history_verify"),
    Command("history replay", "Give followers again what they set aside.", django="history_replay"),
    Command("load city", "Make this installation a city, from its profile.", django="load_city"),
    Command("import reports", "Take reports from a file, each of them once.", django="import_reports"),
    Command("import areas", "Take the city's areas from a file.", django="import_areas"),
    Command("import landmarks", "Take landmarks from a file.", django="import_landmarks"),
    Command(
        "import configuration",
        "Make the configuration what a file says; --dry-run only tells.",
        django="import_configuration",
    ),
    Command("export configuration", "Write all configuration as one file.", django="export_configuration"),
    Command("import calendar", "Publish a new version of the calendar of days off.", django="import_calendar"),
    Command(
        "export history", "Write the history to a file that verifies without the database.", django="history_export"
    ),
    Command("client create", "Make a key for another system; it is shown once.", django="client_create"),
    Command("client renew", "Make a new key for one of them; the old one dies.", django="client_renew"),
    Command("client close", "Refuse one of them from now on.", django="client_close"),
    Command("client list", "List who has a key.", django="client_list"),
    Command("user create", "Let someone work here; the password is shown once.", django="user_create"),
    Command("user password", "Give a user a new password; it is shown once.", django="user_password"),
    Command("user close", "Let a user sign in no more.", django="user_close"),
    Command("user reopen", "Let a closed user sign in again.", django="user_reopen"),
    Command("user list", "List who works here.", django="user_list"),
    Command("retention", "Rehearse what is kept too long; --run ID erases what was counted.", django="retention_run"),
    Command("keys rotate", "Make a new key and encrypt everything with it.", django="keys_rotate"),
)


def find(words: list[str]) -> tuple[Command, list[str]] | None:
    """The command these words begin with, longest first, and the words after it."""
    for count in (2, 1):
        for command in COMMANDS:
            if command.words.split() == words[:count]:
                return command, words[count:]
    return None


def alike(words: list[str]) -> list[Command]:
    """The commands that share the first word, for a hint."""
    return [command for command in COMMANDS if words and command.words.split()[0] == words[0]]


def usage() -> str:
    """All commands, one a line."""
    width = max(len(command.words) for command in COMMANDS)
    lines = [f"  {command.words:<{width}}  {command.meaning}" for command in COMMANDS]
    return "\n".join(
        [
            "Usage: kentongan COMMAND [OPTIONS]        kentongan COMMAND --help",
            "",
            *lines,
            "",
            "Settings come from the environment: docs/operations/settings.md.",
        ]
    )
