"""The `signpost` command: each word's module is imported only when it is used, so that all start quickly."""

from importlib import import_module

import click

WORDS = {
    "serve": "Serve everything on this machine, or one part of it.",
    "parse": "Show what is understood of each line of standard input.",
    "match": "Show what fits each need on standard input, and why.",
    "roadmap": "Show the steps for each need on standard input.",
    "facts": "Show what the fact files would change, or load them.",
    "cases": "List the requests for a person, or show one.",
    "outcomes": "Show how often programmes started, as firms told.",
    "broker": "Say who may use the broker console.",
    "teams": "Make what Microsoft Teams needs of us.",
    "person": "Show, give out or erase what is kept of somebody.",
    "encryption": "Make a new key for what people tell, and seal everything with it.",
    "replay": "Show an earlier answer with the records as they were then.",
    "check": "Say what is wrong with data, facts, model, settings and database.",
    "evaluate": "Measure understanding on the held-out sentences.",
    "bench": "Measure speed and memory beside a default Rasa assistant.",
    "demo": "Show the three channels side by side, without accounts and without the internet.",
    "load": "Let many people talk on three channels at once, and count what became of their messages.",
    "drill": "Kill, refuse, lose and repeat, and see that nobody's request is lost.",
    "rasa": "Run Rasa's own command line, with Rasa's own arguments.",
}


class LazyGroup(click.Group):
    """Finds each word in `bot/commands/<word>.py`, under the name `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the words in the order in which they are explained."""
        del ctx
        return list(WORDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one word, or return None for a word that does not exist."""
        del ctx
        if cmd_name not in WORDS:
            return None
        command: click.Command = import_module(f"bot.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the words without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(WORDS.items()))


@click.group(cls=LazyGroup)
def main() -> None:
    """Signpost: the front door to innovation support for small firms in the West Midlands."""


if __name__ == "__main__":
    main()
