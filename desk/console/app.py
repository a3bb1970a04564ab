"""The console as an application: its addresses, and who guards them."""

from aiohttp import web

from desk.attempts import Attempts
from desk.chatwoot.route import add_chatwoot
from desk.console import account, acts, letters, report_views, sign_in_views, views
from desk.console.guard import ACCOUNT, QUEUE, REPORTS, SIGN_OUT, for_brokers, honest, protected
from desk.console.parts import PARTS, Parts
from desk.forwarded import forwarded
from desk.sign_in_settings import CALLBACK, SIGN_IN, START

LARGEST_FORM = 64 * 1024
CASE = "/desk/cases/{id:[A-Za-z0-9-]+}"
ROUTES = (
    web.get(SIGN_IN, sign_in_views.show_sign_in),
    web.post(SIGN_IN, sign_in_views.take_sign_in),
    web.get(START, sign_in_views.begin_sign_on),
    web.get(CALLBACK, sign_in_views.finish_sign_on),
    web.post(SIGN_OUT, sign_in_views.take_sign_out),
    web.get(QUEUE, views.show_queue),
    web.post(QUEUE, views.show_queue),
    web.get(CASE, views.show_case),
    web.get(f"{CASE}/news", views.news),
    web.post(f"{CASE}/claim", acts.claim),
    web.post(f"{CASE}/take-over", acts.take_over),
    web.post(f"{CASE}/write", acts.write),
    web.post(f"{CASE}/insert", acts.insert),
    web.post(f"{CASE}/return", acts.give_back),
    web.post(f"{CASE}/release", acts.release),
    web.post(f"{CASE}/close", acts.close),
    web.post(f"{CASE}/to-colleague", acts.to_colleague),
    web.post(f"{CASE}/ask-for-hub", acts.ask_for_hub),
    web.post(f"{CASE}/to-hub", acts.to_hub),
    web.post(f"{CASE}/note", acts.note),
    web.post(f"{CASE}/tag", acts.tag),
    web.post(f"{CASE}/untag", acts.untag),
    web.get(letters.LETTERS, letters.show_letters),
    web.post(letters.LETTERS + "/{id:[A-Za-z0-9-]+}/again", letters.send_again),
    web.get(REPORTS, report_views.show_reports),
    web.post(rf"{REPORTS}/{{id:[0-9]{{1,9}}}}/dealt", report_views.take_dealt),
    web.get(ACCOUNT, account.show_account),
    web.post(f"{ACCOUNT}/teams-code", account.take_teams_code),
    web.post(f"{ACCOUNT}/teams-forget", account.forget_teams),
    web.get(r"/desk/static/{name:[a-z]+\.(?:css|js)}", views.static),
    web.get("/desk/healthz", views.alive),
)


def make_console(parts: Parts) -> web.Application:
    """Return the application; nothing runs before it is served."""
    proxies = parts.entrance.settings.desk_proxies
    chain = [*((forwarded(proxies),) if proxies else ()), protected, honest, for_brokers]
    app = web.Application(middlewares=chain, client_max_size=LARGEST_FORM)
    app[PARTS] = parts
    app[account.CODES] = Attempts(account.MOST_CODES)
    app.add_routes(ROUTES)
    if parts.chatwoot is not None and parts.chatwoot.is_set:
        add_chatwoot(app, parts.chatwoot)
    return app
