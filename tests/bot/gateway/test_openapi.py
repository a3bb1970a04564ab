"""The OpenAPI document, the routes and the real answers are held to each other."""

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from bot.gateway.app import ROUTES
from bot.gateway.openapi import document


def schema(name):
    """Return one schema with everything that it points to."""
    return {**document()["components"]["schemas"][name], "components": document()["components"]}


def holds(name, content):
    """Check that an answer is what the document says."""
    jsonschema.validate(content, schema(name), format_checker=jsonschema.FormatChecker())


def test_the_document_is_openapi():
    OpenAPIV31SpecValidator(document()).validate()


def test_the_document_names_every_route_of_the_api_and_no_other():
    described = {
        (m.upper(), path) for path, item in document()["paths"].items() for m in item if m != "parameters"
    }
    pages = {"/", "/privacy", "/embed", "/chat", "/chat/delete", "/widget.js", "/static/{name:.+}"}
    others = ("/programmes", "/plans/", "/f/", "/copies/", "/chat/copies/", "/sitemap")
    pages |= {route.path for route in ROUTES if route.path.startswith(others)}
    routed = {(route.method, route.path) for route in ROUTES if route.path not in pages}

    assert described == routed


async def test_the_document_is_served(gateway):
    assert await (await gateway.client.get("/api/openapi.json")).json() == document()


async def test_the_schema_of_a_brief_is_served(gateway):
    served = await (await gateway.client.get("/api/schemas/brief.json")).json()

    jsonschema.Draft202012Validator.check_schema(served)
    assert served["title"] == "Brief"


async def test_the_answers_are_as_described(world):
    gateway = await world.gateway()

    holds("Started", await gateway.begin())
    holds("Answer", await gateway.say("We need money"))
    holds("History", await gateway.history())
    holds("Ready", await (await gateway.client.get("/readyz")).json())
    holds("Alive", await (await gateway.client.get("/healthz")).json())
    holds("Site", await (await gateway.client.get("/api/sites/any")).json())
    holds("Found", await (await gateway.client.get("/api/programmes")).json())
    holds(
        "Erased",
        await (
            await gateway.client.delete(f"/api/conversations/{gateway.id}", headers=gateway.bearer)
        ).json(),
    )


async def test_answers_under_trouble_are_as_described(gateway, world):
    world.engine.down = True

    holds("Answer", await gateway.say("We need money", "m1"))
    holds("Answer", await gateway.say("a" * 3000, "m2"))
    holds("History", await gateway.history())
    holds("Ready", await (await gateway.client.get("/readyz")).json())
    holds("Error", await (await gateway.send("m3", choice="unknown")).json())


@pytest.mark.parametrize(
    ("content", "good"),
    [
        ({"message_id": "m1", "text": "a"}, True),
        ({"message_id": "m1", "choice": "a"}, True),
        ({"message_id": "m1"}, False),
        ({"message_id": "m1", "text": "a", "choice": "b"}, False),
        ({"text": "a"}, False),
    ],
)
def test_the_document_says_what_a_message_is(content, good):
    assert jsonschema.Draft202012Validator(schema("Message")).is_valid(content) is good
