"""A server on this machine alone, on a port that is free."""

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Middleware

HOST = "127.0.0.1"
SECONDS_TO_END = 0.5


class Loopback:
    """Serves routes on 127.0.0.1 from `start` to `close`; port 0 is any that is free."""

    def __init__(
        self, routes: Iterable[web.AbstractRouteDef], port: int = 0, before: Iterable[Middleware] = ()
    ) -> None:
        """Take what is served, where, and what every request passes first."""
        self.app, self.port = web.Application(middlewares=before), port
        self.app.add_routes(routes)
        self._runner: web.AppRunner | None = None

    @property
    def origin(self) -> str:
        """Return scheme, host and port, without a slash at the end."""
        return f"http://{HOST}:{self.port}"

    async def start(self) -> None:
        """Listen, or raise OSError."""
        runner = web.AppRunner(
            self.app, access_log=None, handle_signals=False, shutdown_timeout=SECONDS_TO_END
        )
        await runner.setup()
        await web.TCPSite(runner, HOST, self.port).start()
        self._runner, self.port = runner, runner.addresses[0][1]

    async def close(self) -> None:
        """Listen no more; who still waits for an answer gets none."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
