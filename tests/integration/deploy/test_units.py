# SPDX-License-Identifier: Apache-2.0
"""The systemd units of deploy/ are well formed, fenced, and each side reads its own settings only."""

import configparser
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
FENCES = {
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "RestrictNamespaces": "yes",
    "IPAddressDeny": "any",
    "LimitCORE": "0",
    "UMask": "0077",
}
by_name = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)


def service(unit: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(unit)
    return dict(parser["Service"])


def test_there_is_a_unit_for_each_process():
    assert {unit.stem for unit in UNITS} == {f"quatrefoil-{name}" for name in ("staff", "public", "worker", "backup")}


@by_name
def test_a_unit_takes_away_what_the_process_does_not_need(unit: Path):
    assert FENCES.items() <= service(unit).items()


@by_name
def test_only_the_public_side_has_the_public_settings_and_no_other(unit: Path):
    is_public = unit.stem == "quatrefoil-public"
    given = service(unit)
    assert given["User"] == ("quatrefoil-public" if is_public else "quatrefoil-staff")
    assert given["EnvironmentFile"] == f"/etc/quatrefoil/{'public' if is_public else 'staff'}.env"


def test_the_public_side_cannot_look_into_the_folder_of_the_keys():
    assert "/var/lib/quatrefoil" in service(ROOT / "deploy/systemd/quatrefoil-public.service")["InaccessiblePaths"]


def test_the_public_settings_name_no_keyring_and_no_private_key():
    text = (ROOT / "deploy/environment/public.env").read_text()
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if "KEYRING" in line or line.startswith("QUATREFOIL_KEYS=")] == []


def test_the_example_proxy_writes_down_nobody():
    text = (ROOT / "deploy/nginx/quatrefoil.conf").read_text()
    servers = text.split("server {")[1:]
    assert len(servers) == 3
    assert all("access_log off;" in each for each in servers)
    assert "$remote_addr" not in text
    assert "$proxy_add_x_forwarded_for" not in text


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze on this machine")
def test_systemd_itself_finds_no_fault(tmp_path: Path):
    paths = []
    for unit in [*UNITS, ROOT / "deploy/systemd/quatrefoil-backup.timer"]:
        paths.append(tmp_path / unit.name)
        paths[-1].write_text(unit.read_text().replace("/opt/quatrefoil/bin/quatrefoil", "/bin/true"))
    done = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
