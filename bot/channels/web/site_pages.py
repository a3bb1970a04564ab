"""The page for owners of sites, rendered on the server."""

from bot.channels.web.pages import render
from bot.channels.web.sites import Site


def embed(server: str, site: Site | None, asked: str, *, contact: str, keep_days: int) -> str:
    """Return the page for one site, or for any; `asked` is the id that was asked for.

    `contact` is whom its visitors can ask where the chat does not work.
    """
    return render(
        "embed.html",
        server=server,
        site=site,
        asked=asked,
        contact=contact,
        snippet=render("snippet.html", server=server, site=site, contact=contact).strip(),
        keep_days=keep_days,
    )
