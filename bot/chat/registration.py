"""Registers the commands with Discord when they have changed since the last time."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

_log = logging.getLogger(__name__)

Tree = app_commands.CommandTree[Any]


async def register(tree: Tree, home: Path) -> bool:
    """Register the tree's commands if they are not those that ``home`` says this application has; whether it did so.

    When Discord refuses, the commands registered before go on working, and the next start tries again.
    """
    application = str(tree.client.application_id)
    print_ = await _fingerprint(tree)
    known = _read(home / "commands.json")
    if known.get(application) == print_:
        return False
    try:
        commands = await tree.sync()
    except (discord.HTTPException, app_commands.CommandSyncFailure) as error:
        _log.error("The commands could not be registered; those from before stay until the next start: %s", error)
        return False
    _write(home / "commands.json", known | {application: print_})
    _log.info("Registered the commands: %s", ", ".join(f"/{command.name}" for command in commands))
    return True


async def _fingerprint(tree: Tree) -> str:
    translator = tree.translator
    payload = [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
    text = json.dumps(payload, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _read(path: Path) -> dict[str, str]:
    try:
        known = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _write(path: Path, known: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(known), "utf-8")
    os.replace(new, path)
