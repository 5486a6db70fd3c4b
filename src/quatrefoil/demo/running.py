# SPDX-License-Identifier: Apache-2.0
"""`quatrefoil demo`: make the synthetic country once, then run both sides and the worker until Ctrl-C."""

import argparse
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

PUBLIC_PORT, STAFF_PORT = 8000, 8001
PORTS_TO_TRY, HIGHEST_PORT = 50, 65_535
GRACE_SECONDS = 10
COUNTRY = "Marenia"


class NotTheDemos(RuntimeError):
    """The folder holds a database that the demo did not make."""


class PortTaken(RuntimeError):
    """Another program listens where the demo would."""


def main(arguments: list[str]) -> None:
    """Make what is missing, show it, and stop cleanly."""
    given = _parse(arguments)
    home = Path(given.home).resolve()
    try:
        if not given.no_serve:
            refuse_taken_ports(given.public_port, given.staff_port)
        prepare(home, scale=given.scale, seed=given.seed, reset=given.reset)
    except (NotTheDemos, PortTaken) as refusal:
        sys.exit(f"quatrefoil demo: {refusal}")
    if given.no_serve:
        return
    sys.exit(run(home, public_port=given.public_port, staff_port=given.staff_port))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="quatrefoil demo", description="A synthetic country, in the browser.")
    parser.add_argument("--scale", type=int, default=1_500, help="how many cases over five years (default: 1500)")
    parser.add_argument("--seed", type=int, default=2026, help="the same seed makes the same country")
    parser.add_argument("--home", default="var/demo", help="folder of the demo (default: var/demo)")
    parser.add_argument("--reset", action="store_true", help="throw the demo's country away and make it again")
    parser.add_argument("--no-serve", action="store_true", help="only make the country")
    parser.add_argument("--public-port", type=int, default=PUBLIC_PORT)
    parser.add_argument("--staff-port", type=int, default=STAFF_PORT)
    return parser.parse_args(arguments)


def refuse_taken_ports(public_port: int, staff_port: int) -> None:
    """Raises PortTaken, with two ports that are free, when something listens on one of them or they are the same."""
    taken = [port for port in (public_port, staff_port) if not _is_free(port)]
    if taken:
        which = " and ".join(f"Port {port}" for port in taken)
        raise PortTaken(f"{which} cannot be had: another program has it. {_others(public_port)}")
    if public_port == staff_port:
        raise PortTaken(f"The public site and the staff side need a port each. {_others(public_port)}")


def _others(beyond: int) -> str:
    free = [port for port in range(beyond + 2, min(beyond + PORTS_TO_TRY, HIGHEST_PORT)) if _is_free(port)]
    if len(free) < 2:  # noqa: PLR2004 - one for each side
        return "Name two others with --public-port and --staff-port."
    options = f"--public-port {free[0]} --staff-port {free[1]}"
    return f"Two that are free:\n  make demo OPTIONS='{options}'\n  quatrefoil demo {options}"


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as gunicorn does: a port just left is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def environment(home: Path, public_port: int = PUBLIC_PORT, staff_port: int = STAFF_PORT) -> dict[str, str]:
    """The environment of every process of the demo; nothing of a real installation's settings passes through."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("QUATREFOIL_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "quatrefoil.config.settings",
        "QUATREFOIL_MODE": "demo",
        "QUATREFOIL_HOME": str(home),
        "QUATREFOIL_SECRET_KEY": _secret(home),
        "QUATREFOIL_SITE_NAMES": '{"fr": "Ligne ouverte", "ar": "الخط المفتوح"}',
        "QUATREFOIL_COUNTRY_NAME": COUNTRY,
        "QUATREFOIL_COUNTRY_NAMES": '{"fr": "Marénie", "ar": "مارينيا"}',
        "QUATREFOIL_HELPLINE_NUMBER": "0808 157 0142",
        "QUATREFOIL_PUBLIC_URL": f"http://127.0.0.1:{public_port}",
        "QUATREFOIL_STAFF_URL": f"http://127.0.0.1:{staff_port}",
    }


def _secret(home: Path) -> str:
    path = home / "secret-key"
    if not path.exists():
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


def prepare(home: Path, *, scale: int, seed: int, reset: bool) -> None:
    """Make the country in `home` unless it is there; raises NotTheDemos for a database of somebody else."""
    mark = read_mark(home)
    if mark is not None and (reset or not mark[2]):
        shutil.rmtree(home)
        mark = None
    if mark is not None:
        print(f"The country in {home} is there already (--reset makes it again).")
        return
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o700)
    variables = environment(home)
    started = time.monotonic()
    _quatrefoil(variables, "keys", "make")
    _quatrefoil(variables, "install-database")
    _quatrefoil(variables, "manage", "build_country", "--scale", str(scale), "--seed", str(seed))
    print(f"{COUNTRY} was made in {time.monotonic() - started:.0f} seconds.")


def read_mark(home: Path) -> tuple[int, int, bool] | None:
    """Scale, seed and completeness of the demo in a folder; None for an empty folder; raises NotTheDemos."""
    path = home / "data.sqlite3"
    if not path.exists():
        return None
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        try:
            row = connection.execute("SELECT scale, seed, is_complete FROM demo_demomark").fetchone()
        except sqlite3.DatabaseError:
            row = None
    if row is None:
        raise NotTheDemos(f"{path} was not made by the demo. It is left alone; choose another folder with --home.")
    return int(row[0]), int(row[1]), bool(row[2])


def _quatrefoil(variables: dict[str, str], *words: str) -> None:
    done = subprocess.run([sys.executable, "-m", "quatrefoil", *words], env=variables, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(done.returncode)


def run(home: Path, *, public_port: int, staff_port: int) -> int:
    """Run the public side, the staff side and the worker; returns when one ends or somebody stops it."""
    variables = environment(home, public_port, staff_port)
    commands = (
        ("serve", "--public", "--bind", f"127.0.0.1:{public_port}", "--workers", "1"),
        ("serve", "--bind", f"127.0.0.1:{staff_port}", "--workers", "2"),
        ("worker",),
    )
    children = [subprocess.Popen([sys.executable, "-m", "quatrefoil", *words], env=variables) for words in commands]  # noqa: S603
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_until_shown(public_port, staff_port)
        print(
            f"Public site: http://127.0.0.1:{public_port}\nStaff:       http://127.0.0.1:{staff_port}\nCtrl-C stops both.",
            flush=True,
        )
        return _until_one_ends(children)
    except KeyboardInterrupt:
        return 0
    finally:
        _stop(children)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _wait_until_shown(*ports: int) -> None:
    for port in ports:
        for _attempt in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)


def _until_one_ends(children: list["subprocess.Popen[bytes]"]) -> int:
    while True:
        for child in children:
            if child.poll() is not None:
                return child.returncode
        time.sleep(0.5)


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
