"""The console as an application: its addresses, and who guards them."""

from aiohttp import web

from desk.console import views
from desk.console.guard import for_brokers, honest, protected
from desk.console.parts import PARTS, Parts

LARGEST_FORM = 64 * 1024
CASE = "/desk/cases/{id:[A-Za-z0-9-]+}"
ROUTES = (
    web.get("/desk/sign-in", views.show_sign_in),
    web.post("/desk/sign-in", views.take_sign_in),
    web.post("/desk/sign-out", views.take_sign_out),
    web.get("/desk/", views.show_queue),
    web.get(CASE, views.show_case),
    web.get(f"{CASE}/news", views.news),
    web.post(f"{CASE}/claim", views.claim),
    web.post(f"{CASE}/take-over", views.take_over),
    web.post(f"{CASE}/write", views.write),
    web.post(f"{CASE}/insert", views.insert),
    web.post(f"{CASE}/return", views.give_back),
    web.post(f"{CASE}/release", views.release),
    web.post(f"{CASE}/close", views.close),
    web.get(r"/desk/static/{name:[a-z]+\.(?:css|js)}", views.static),
    web.get("/desk/healthz", views.alive),
)


def make_console(parts: Parts) -> web.Application:
    """Return the application; nothing runs before it is served."""
    app = web.Application(middlewares=[protected, honest, for_brokers], client_max_size=LARGEST_FORM)
    app[PARTS] = parts
    app.add_routes(ROUTES)
    return app
