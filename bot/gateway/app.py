"""The application: every address, and what happens at the start and at the end."""

import asyncio
from collections.abc import AsyncIterator, Iterable

from aiohttp import web

from bot.channels.web.protocol import LARGEST_BODY
from bot.gateway import (
    api,
    copies,
    events,
    files,
    form,
    health,
    mail_pages,
    openapi,
    pages,
    plans,
    programmes,
    record_pages,
    site_pages,
)
from bot.gateway.ledger import DatabaseDown
from bot.gateway.middlewares import counted, honest, protected
from bot.gateway.parts import PARTS, Parts
from bot.gateway.sweeper import background, know_hubs, prepare_later
from desk.forwarded import forwarded

ROUTES = (
    web.post("/api/conversations", api.create),
    web.get("/api/conversations/{id}", api.history),
    web.delete("/api/conversations/{id}", api.erase),
    web.post("/api/conversations/{id}/messages", api.post),
    web.post("/api/conversations/{id}/read", api.read),
    web.post("/api/conversations/{id}/copies/{key}", copies.fetch),
    web.get("/api/conversations/{id}/events", events.listen),
    web.get("/api/sites/{id}", api.site),
    web.get("/api/programmes", programmes.search),
    web.get("/api/openapi.json", openapi.serve),
    web.get("/api/schemas/brief.json", openapi.serve_brief),
    web.get("/healthz", health.alive),
    web.get("/readyz", health.ready),
    web.get("/metrics", health.metrics),
    web.get("/", pages.home),
    web.get("/privacy", pages.privacy),
    web.get("/embed", site_pages.embed),
    web.get("/programmes", record_pages.listed),
    web.get("/programmes/{id:[a-z0-9]+(?:-[a-z0-9]+)*}", record_pages.show),
    web.get("/sitemap.xml", record_pages.sitemap),
    web.get("/chat", form.show),
    web.post("/chat", form.post),
    web.post("/chat/delete", form.erase),
    web.post("/chat/copies/{key}", copies.fetch_by_form),
    web.get("/copies/{key}", copies.show),
    web.post("/copies/{key}", copies.fetch_by_link),
    web.get("/plans/{key:[A-Za-z0-9_-]+}.pdf", plans.pdf),
    web.get("/plans/{key:[A-Za-z0-9_-]+}.ics", plans.calendar),
    web.get("/plans/{key}", plans.show),
    web.post("/plans/{key}/update", plans.update),
    web.get("/plans/{key}/delete", plans.ask_to_delete),
    web.post("/plans/{key}/delete", plans.delete),
    web.get("/f/{token}", mail_pages.show),
    web.post("/f/{token}", mail_pages.take),
    web.get("/f/{token}/stop", mail_pages.ask_to_stop),
    web.post("/f/{token}/stop", mail_pages.stop),
    web.get("/widget.js", files.widget),
    web.get("/static/{name:.+}", files.static),
)


def make_app(parts: Parts, channels: Iterable[web.RouteDef] = ()) -> web.Application:
    """Return the application, with what other channels call; nothing runs before it is served."""
    proxies = parts.settings.proxies
    chain = [*((forwarded(proxies),) if proxies else ()), counted, protected, honest]
    app = web.Application(middlewares=chain, client_max_size=LARGEST_BODY)
    app[PARTS] = parts
    app.add_routes([*ROUTES, *channels])
    app.cleanup_ctx.append(running)
    app.on_shutdown.append(_hang_up)
    return app


async def running(app: web.Application) -> AsyncIterator[None]:
    """Prepare the database and keep the background jobs running while the application is served."""
    parts = app[PARTS]
    try:
        await parts.ledger.prepare()
        jobs = background(parts)
    except DatabaseDown:
        await know_hubs(parts.doors, parts.outside)
        retry = prepare_later(parts.ledger, parts.settings.retry_seconds)
        jobs = [asyncio.create_task(retry, name="prepare"), *background(parts)]
    yield
    for job in jobs:
        job.cancel()
    await asyncio.gather(*jobs, return_exceptions=True)
    await parts.jobs.close(parts.settings.turn_seconds)
    parts.ledger.close()


async def _hang_up(app: web.Application) -> None:
    app[PARTS].bell.close()
