# SPDX-License-Identifier: Apache-2.0
"""The command `quatrefoil`: run the platform; the methods add their own commands."""

import os
import sys
from importlib import import_module

from quatrefoil.methods.commands import METHODS as METHOD_COMMANDS
from quatrefoil.methods.commands.frame import one_thread

PLATFORM = {
    "demo": "make a synthetic country and show it in the browser",
    "serve": "serve the staff side, or the public side with --public",
    "check": "refuse unsafe settings and say why",
    "install-database": "make or upgrade both databases, with row-level security",
    "tick": "run what is due (clocks, reminders, audit batches)",
    "worker": "run background jobs",
    "backup": "back up data and keyring, each to its own folder",
    "restore": "restore a backup",
    "verify": "verify the audit chain",
    "export-audit": "write the audit log for somebody who checks it without this program",
    "organisation": "list, add and close organisations",
    "keys": "make or rotate keys",
    "manage": "any other management command",
}

# Commands that must act before Django reads its settings.
OWN = {
    "demo": ("quatrefoil.demo.running", "main"),
    "serve": ("quatrefoil.config.serving", "serve"),
    "check": ("quatrefoil.config.serving", "check"),
}


# Commands of the methods: they work on files and need no platform.
METHODS = {name: help_line for name, (_module, help_line) in METHOD_COMMANDS.items()}


def main(arguments: list[str] | None = None) -> None:
    """Run one command; unknown commands print the list and exit with 2."""
    given = sys.argv[1:] if arguments is None else arguments
    if not given or given[0] in {"-h", "--help", "help"}:
        print(usage())
        return
    if given[0] in METHODS:
        sys.exit(_method(given))
    if given[0] not in PLATFORM:
        print(f"quatrefoil: there is no command '{given[0]}'.\n\n{usage()}", file=sys.stderr)
        sys.exit(2)
    _platform(given)


def usage() -> str:
    """The commands with a line each."""
    platform, methods = (
        "\n".join(f"  {name:18}{text}" for name, text in commands.items()) for commands in (PLATFORM, METHODS)
    )
    return f"usage: quatrefoil COMMAND [options]\n\nthe platform\n{platform}\n\nmethods on files, without a server\n{methods}"


def _method(given: list[str]) -> int:
    one_thread()
    module, _help = METHOD_COMMANDS[given[0]]
    code: int = import_module(module).main(given[1:])
    return code


def _platform(given: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quatrefoil.config.settings")
    try:
        management = import_module("django.core.management")
    except ImportError:
        print("quatrefoil: this command needs the platform: pip install 'quatrefoil[server]'", file=sys.stderr)
        sys.exit(2)
    name, rest = given[0].replace("-", "_"), given[1:]
    if name in OWN:
        module, function = OWN[name]
        getattr(import_module(module), function)(rest)
        return
    management.execute_from_command_line(["quatrefoil", *rest] if name == "manage" else ["quatrefoil", name, *rest])
