"""Actions that answer as a test tells them to, over the real protocol, in a thread of their own."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

ACTIONS_SECRET = "actions-secret-for-tests"

Answer = Callable[[dict[str, Any]], tuple[int, dict[str, Any]]]


def says(text: str, **slots: Any) -> Answer:
    """Return an action that says one text and sets slots."""
    events = [
        {"event": "slot", "name": name, "value": value, "timestamp": None} for name, value in slots.items()
    ]
    return lambda _call: (200, {"events": events, "responses": [{"custom": {"text": text}}]})


class PretendActions:
    """An action endpoint; `answers` maps the name of an action to what it does."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.calls: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """Return the address for endpoints.yml."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/webhook"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        actions = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                call = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                if self.headers["Authorization"] != f"Bearer {ACTIONS_SECRET}":
                    status, content = 401, {"error": "no secret"}
                else:
                    actions.calls.append(call)
                    status, content = actions.answers[call["next_action"]](call)
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
                """Stay silent."""

        return Handler
