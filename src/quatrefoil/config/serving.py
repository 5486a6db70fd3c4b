# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil serve`: the staff side or, with --public, the public side, through gunicorn; never as an unsafe role."""

import argparse
import os
import sys
from pathlib import Path

DEFAULT = {"staff": "127.0.0.1:8001", "public": "127.0.0.1:8000"}


def serve(arguments: list[str]) -> None:
    """Check, then become gunicorn. Exits with 1 and says why when a safety condition does not hold."""
    given = _parse(arguments)
    side = "public" if given.public else "staff"
    os.environ["QUATREFOIL_SIDE"] = side
    reasons = unsafe_reasons()
    if reasons:
        sys.exit("\n".join(f"quatrefoil: {reason}" for reason in reasons))
    _static_folder().mkdir(parents=True, exist_ok=True)
    os.execv(sys.executable, gunicorn(given.bind or DEFAULT[side], given.workers, side))  # noqa: S606 - becomes gunicorn


def _static_folder() -> Path:
    from django.conf import settings

    return Path(settings.STATIC_ROOT)


def check(_arguments: list[str]) -> None:
    """Say every reason not to serve, and exit with 1 when there is one."""
    reasons = unsafe_reasons()
    if reasons:
        sys.exit("\n".join(f"quatrefoil: {reason}" for reason in reasons))
    sys.stdout.write("Nothing stands against serving.\n")


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="quatrefoil serve", description="Serve one side of Quatrefoil.")
    parser.add_argument("--public", action="store_true", help="the public side; a process and an origin of its own")
    parser.add_argument("--bind", default="", help="address:port or unix:/path (default: 127.0.0.1:8001, public 8000)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    return parser.parse_args(arguments)


def gunicorn(bind: str, workers: int, side: str = "staff") -> list[str]:
    """The command line of the server. No access log: it would hold addresses and paths.

    The public side waits on purpose (every look-up by number lasts the same), so it has threads; and gunicorn's warnings
    name the address of whoever sent something broken, so it writes errors only.
    """
    only_public = ["--threads", "8", "--log-level", "error"] if side == "public" else ["--log-level", "warning"]
    return [
        sys.executable, "-m", "gunicorn", "quatrefoil.config.wsgi:application", "--bind", bind,
        "--workers", str(workers), "--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else ".",  # noqa: PTH112, S108
        "--timeout", "60", "--graceful-timeout", "10", *only_public,
    ]  # fmt: skip


def unsafe_reasons() -> list[str]:
    """Why this process must not serve: settings that production forbids, and a database role that sees past the fence."""
    import django
    from django.core.checks import ERROR, run_checks
    from django.core.exceptions import ImproperlyConfigured
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quatrefoil.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        return [str(refusal)]
    from quatrefoil.config.safety import unsafe_settings
    from quatrefoil.foundation.access.row_security import unsafe_role

    found = [*unsafe_settings(), *(str(issue.msg) for issue in run_checks() if issue.level >= ERROR)]
    role = unsafe_role(connection)
    return [*found, role] if role else found
