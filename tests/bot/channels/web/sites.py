"""Two sites that use the widget, each under the strictest Content-Security-Policy that it can have."""

from collections.abc import Callable

from aiohttp import web

NO_HTML_BY_SCRIPT = "require-trusted-types-for 'script'; trusted-types 'none'"
OWN_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
    + NO_HTML_BY_SCRIPT
)
OWN_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Signpost</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/page.css">
<script src="/widget.js" type="module"></script></head>
<body><main><signpost-chat embedded></signpost-chat></main></body></html>"""
OWN_LOOKS = """html, body { margin: 0; }
main { block-size: 100vb; } signpost-chat { block-size: 100%; }"""
OTHER_PAGE = """<!doctype html>
<html lang="en-GB" dir="{dir}"><head><meta charset="utf-8"><title>A growth hub</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/page.css">
<script src="{api}/widget.js" type="module"></script></head>
<body><h1>A growth hub</h1><p>We help firms.</p><a href="#" id="before">A link before</a>
<signpost-chat data-site="{site}"{more}><a href="{api}/chat">Ask for help</a></signpost-chat>
<a href="#" id="after">A link after</a></body></html>"""
EMPTY_PAGE = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Nothing</title><link rel="stylesheet" href="/page.css">
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><details><summary>Open</summary><p>Nothing</p></details></body></html>"""
OTHER_LOOKS = """html { font-size: 62.5%; color-scheme: light dark; }
body { font: 1.6rem sans-serif; margin: 2rem; }"""


def add_own(app: web.Application) -> None:
    """Add Signpost's own page, which is filled by the chat."""

    async def page(_: web.Request) -> web.Response:
        return _page(OWN_PAGE, OWN_CSP)

    app.add_routes([web.get("/", page), web.get("/page.css", _looks(OWN_LOOKS))])


def other(api: Callable[[], str]) -> web.Application:
    """Return a site that embeds the chat of the server at `api()`."""

    async def page(request: web.Request) -> web.Response:
        sources = f"script-src {api()}; connect-src {api()}; style-src 'self'"
        asked = request.query
        given = {
            "api": api(),
            "dir": asked.get("dir", "ltr"),
            "site": asked.get("site", "a-growth-hub"),
            "more": "" if "plain" in asked else ' heading="Ask the hub"',
        }
        csp = f"default-src 'none'; {sources}; {NO_HTML_BY_SCRIPT}"
        return _page(OTHER_PAGE.format(**given), csp)

    async def empty(_: web.Request) -> web.Response:
        return _page(EMPTY_PAGE, "default-src 'none'; style-src 'self'")

    app = web.Application()
    app.add_routes([web.get("/", page), web.get("/empty", empty), web.get("/page.css", _looks(OTHER_LOOKS))])
    return app


def _page(content: str, csp: str) -> web.Response:
    return web.Response(text=content, content_type="text/html", headers={"Content-Security-Policy": csp})


def _looks(content: str) -> Callable[[web.Request], "web.Response"]:
    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=content, content_type="text/css")

    return serve  # type: ignore[return-value]
