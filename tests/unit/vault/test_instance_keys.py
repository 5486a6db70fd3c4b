# SPDX-License-Identifier: Apache-2.0
"""Key files: made once, refused when others can read them, missed with their name, and never on the public side."""

import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from quatrefoil.config.options import Options
from quatrefoil.foundation.vault import instance_keys
from quatrefoil.foundation.vault.instance_keys import KeyFileError
from quatrefoil.methods import sealed_envelope

PRIVATE = {"kek-1", "index-key", "audit-signing-key", "desk-private-key"}
PUBLIC = {"desk-public-key", "receipt-pepper"}
READERS: tuple[Callable[[], object], ...] = (
    lambda: instance_keys.kek(1),
    instance_keys.index_key,
    instance_keys.audit_signing_key,
    instance_keys.desk_private_keys,
    instance_keys.current_epoch,
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own, as in production."""
    monkeypatch.setattr(settings.OPTIONS, "home", tmp_path)
    monkeypatch.setattr(settings.OPTIONS, "mode", "production")
    instance_keys.forget()
    yield tmp_path
    instance_keys.forget()


def test_set_up_makes_every_key_once_for_its_owner_only(home: Path) -> None:
    assert set(instance_keys.ensure_keys()) == PRIVATE | PUBLIC
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert instance_keys.ensure_keys() == []
    assert before == {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700
    assert {stat.S_IMODE((home / "keys" / name).stat().st_mode) for name in PRIVATE} == {0o600}


def test_no_key_comes_from_the_secret_of_the_web_framework(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two installations with the same SECRET_KEY share no key."""
    folders = [tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("other")]
    for folder in folders:
        instance_keys.ensure_keys(Options(home=folder, secret_key="the same"))  # type: ignore[arg-type]
    for name in PRIVATE:
        assert (folders[0] / "keys" / name).read_bytes() != (folders[1] / "keys" / name).read_bytes()


def test_the_desk_opens_what_the_public_side_seals() -> None:
    instance_keys.ensure_keys()
    sealed = sealed_envelope.seal(instance_keys.desk_public_key(), b"report", b"context")
    assert sealed_envelope.open(instance_keys.desk_private_keys()[0], sealed, b"context") == b"report"


@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_missing_key_stops_the_work_with_the_name_of_its_file(home: Path, name: str) -> None:
    instance_keys.ensure_keys()
    (home / "keys" / name).unlink()
    reader = dict(zip(("kek-1", "index-key", "audit-signing-key", "desk-private-key"), READERS, strict=False))[name]
    with pytest.raises(KeyFileError, match=name):
        reader()


def test_in_production_no_key_appears_by_itself(home: Path) -> None:
    with pytest.raises(KeyFileError):
        instance_keys.kek(1)
    assert not (home / "keys").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
@pytest.mark.parametrize("name", sorted(PRIVATE))
def test_a_key_that_others_can_read_is_refused(home: Path, name: str, mode: int) -> None:
    instance_keys.ensure_keys()
    (home / "keys" / name).chmod(mode)
    with pytest.raises(KeyFileError, match=name):
        instance_keys.ensure_keys()


def test_a_key_of_the_wrong_length_is_refused(home: Path) -> None:
    instance_keys.ensure_keys()
    (home / "keys" / "index-key").write_bytes(b"short")
    with pytest.raises(KeyFileError, match="5 bytes, not 32"):
        instance_keys.index_key()


def test_the_public_side_gets_no_key_that_opens_anything(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance_keys.ensure_keys()
    monkeypatch.setattr(settings.OPTIONS, "side", "public")
    for read in (*READERS, instance_keys.ensure_keys, instance_keys.epochs):
        with pytest.raises(KeyFileError, match="public side"):
            read()
    assert instance_keys.desk_public_key()
    assert instance_keys.receipt_pepper()


def test_half_a_pair_is_not_replaced_by_half_of_another(home: Path) -> None:
    """A new private key beside the old public one would leave reports that nobody can open."""
    instance_keys.ensure_keys()
    private = home / "keys" / "desk-private-key"
    kept = private.read_bytes()
    private.unlink()
    with pytest.raises(KeyFileError, match="desk-private-key is missing"):
        instance_keys.ensure_keys()
    private.write_bytes(kept)
    private.chmod(0o600)
    public = home / "public-keys" / "desk-public-key"
    before = public.read_bytes()
    public.unlink()
    assert instance_keys.ensure_keys() == ["desk-public-key"]
    assert public.read_bytes() == before


def test_a_key_is_never_overwritten(home: Path) -> None:
    instance_keys.ensure_keys()
    before = instance_keys.kek(1)
    with pytest.raises(KeyFileError, match="exists already"):
        instance_keys.new_kek(1)
    assert instance_keys.kek(1) == before


def test_a_retired_key_still_opens_and_is_not_in_force(home: Path) -> None:
    instance_keys.ensure_keys()
    old = instance_keys.kek(1)
    instance_keys.new_kek(2)
    instance_keys.retire_kek(1)
    assert instance_keys.current_epoch() == 2
    assert instance_keys.kek(1) == old
    assert not instance_keys.kek_is_live(1)


def test_a_destroyed_key_is_gone_from_the_disk_and_from_memory(home: Path) -> None:
    instance_keys.ensure_keys()
    secret = instance_keys.kek(1).secret
    instance_keys.new_kek(2)
    instance_keys.retire_kek(1)
    for path in (home / "keys").glob("kek-1*"):
        path.unlink()  # as another process would
    instance_keys.current_epoch()
    assert secret not in instance_keys._read.values()
    with pytest.raises(KeyFileError, match="kek-1 is missing"):
        instance_keys.kek(1)


def test_two_keys_that_were_called_alike_have_different_ids(home: Path) -> None:
    instance_keys.ensure_keys()
    first = instance_keys.kek(1)
    (home / "keys" / "kek-1").unlink()
    instance_keys.new_kek(1)
    assert instance_keys.kek(1).key_id != first.key_id


def test_a_secret_does_not_show_when_a_key_is_printed(home: Path) -> None:
    instance_keys.ensure_keys()
    key = instance_keys.kek(1)
    assert key.secret.hex() not in repr(key)
    assert repr(key.secret)[2:-1] not in repr(key)
