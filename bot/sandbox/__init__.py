"""A local Discord on loopback: HTTP API, gateway, and people to act as. Knows nothing of Clio."""

from bot.sandbox.sandbox import Sandbox

__all__ = ["Sandbox"]
