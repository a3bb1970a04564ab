"""What the background of a gateway does, when a test says so."""

from bot.gateway.sweeper import sweep


async def sweep_once(gateway, world):
    """Do what the background does when its time has come."""
    world.clock.forward(seconds=60)
    await sweep(gateway.parts.turns, gateway.parts.ledger, world.clock())
