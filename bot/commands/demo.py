"""`signpost demo`: everything on this machine, with a phone, Teams and a site that are pretended."""

import asyncio
import signal

import click

from knowledge.settings import KnowledgeSettings

PORT = 8070


@click.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="Of the page.")
def command(port: int) -> None:
    """Show the three channels side by side, without accounts and without the internet.

    It has a database of its own, which is deleted at the end; your own settings and data are not used.
    """
    from bot.ports import CannotListen, PortTaken, require_free

    try:
        require_free("127.0.0.1", {"--port": port})
    except (PortTaken, CannotListen):
        raise click.ClickException(f"port {port} is taken: choose another one with --port") from None
    asyncio.run(_until_stopped(port))


async def _until_stopped(port: int) -> None:
    showing = asyncio.create_task(_show(port))
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, showing.cancel)
    await asyncio.wait({showing})
    if not showing.cancelled() and (failed := showing.exception()) is not None:
        raise click.ClickException(str(failed)) from None


async def _show(port: int) -> None:
    from demo.stage import staged

    async with staged(KnowledgeSettings().home, port, click.echo) as shown:
        click.echo(f"\nThe demo is ready: {shown.address}")
        click.echo(f"For brokers: {shown.console}  ({shown.email}, password {shown.password})")
        click.echo("(Ctrl-C stops it and deletes what was said)\n")
        await asyncio.Event().wait()
