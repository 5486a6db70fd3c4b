# SPDX-License-Identifier: Apache-2.0
"""The keys of this installation, as files beside the databases and never inside them.

    keys folder (0700)      kek-<epoch>         32 bytes; wraps the part keys
                            index-key           32 bytes; makes blind tokens
                            audit-signing-key   32 bytes; Ed25519 seed that signs audit batches
                            desk-private-key    opens what the public side sealed
    public keys folder      desk-public-key     seals reports to the desk
                            receipt-pepper      32 bytes; finds a report by its receipt

None of them comes from SECRET_KEY. A key that is missing, of the wrong length or readable by others stops the work
with one error that names the file. The public side may ask for the last two only.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

from quatrefoil.methods import sealed_envelope
from quatrefoil.methods.blind_index import IndexKey
from quatrefoil.methods.receipts import Pepper
from quatrefoil.methods.sealed_envelope import (
    SealingPrivateKey,
    SealingPublicKey,
    SigningKey,
)
from quatrefoil.methods.sealed_part import KEY_BYTES, PartKey

KEK_NAME: Final = re.compile(r"kek-(\d+)(\.retiring)?")
INDEX: Final = "index-key"
AUDIT: Final = "audit-signing-key"
DESK_PRIVATE: Final = "desk-private-key"
DESK_PUBLIC: Final = "desk-public-key"
PEPPER: Final = "receipt-pepper"
LENGTHS: Final = {INDEX: 32, AUDIT: 32, DESK_PRIVATE: 96, DESK_PUBLIC: 1216, PEPPER: 32}

_read: dict[Path, bytes] = {}
_stamps: dict[Path, tuple[int, int] | None] = {}  # a file that was replaced is read again, in every process


class KeyOptions(Protocol):
    """What the settings say about keys."""

    @property
    def mode(self) -> str:
        """How the installation runs."""

    @property
    def side(self) -> str:
        """Which process this is."""

    def keys_folder(self) -> Path:
        """Where the private key files lie."""

    def public_keys_folder(self) -> Path:
        """Where the public process finds the only two keys it may hold."""


class KeyFileError(RuntimeError):
    """A key file cannot be used; the message names the file and says what to do."""


def ensure_keys(options: KeyOptions | None = None) -> list[str]:
    """Make the key files that are missing (demo, first set-up) and check the ones that are there.

    Returns the names of the files that were made. Raises KeyFileError when a file is readable by others, or when the
    desk has lost one half of its pair: a new half would leave reports that nobody can open.
    """
    used: KeyOptions = options or settings.OPTIONS
    _refuse_public(used)
    private, public = used.keys_folder(), used.public_keys_folder()
    private.mkdir(mode=0o700, parents=True, exist_ok=True)
    public.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh: list[tuple[Path, Callable[[], bytes]]] = [
        (private / INDEX, lambda: secrets.token_bytes(32)),
        (private / AUDIT, sealed_envelope.generate_signing_key),
        (public / PEPPER, lambda: secrets.token_bytes(32)),
    ]
    if not _kek_files(private):
        fresh.append((private / "kek-1", lambda: secrets.token_bytes(KEY_BYTES)))
    made = [path.name for path, make in fresh if not path.exists() and write_file(path, make())]
    made += _ensure_desk_pair(private / DESK_PRIVATE, public / DESK_PUBLIC)
    for path in (*private.glob("[!.]*"), public / DESK_PUBLIC, *public.glob(f"{PEPPER}*")):
        _checked_bytes(path, is_private=path.name != DESK_PUBLIC)
    return made


def _ensure_desk_pair(private: Path, public: Path) -> list[str]:
    if public.exists() and not private.exists():
        raise KeyFileError(f"{private} is missing: restore it, or reports sealed to {public} stay closed.")
    made = []
    if not private.exists() and write_file(private, sealed_envelope.generate_keypair().private):
        made.append(private.name)
    # The public half always comes from the file, so two set-ups at once cannot leave halves of two pairs.
    half = sealed_envelope.public_key_of(SealingPrivateKey(_checked_bytes(private, is_private=True)))
    if not public.exists() and write_file(public, half, mode=0o644):
        made.append(public.name)
    return made


def current_epoch() -> int:
    """The epoch that wraps new keys: the highest that is not being retired. Read from the folder each time."""
    live = [epoch for epoch, path in _kek_files(private_folder()).items() if path.suffix != ".retiring"]
    if not live:
        raise KeyFileError(f"No kek-<epoch> file in {private_folder()}: restore the key files; nothing can be opened.")
    return max(live)


def epochs() -> tuple[int, ...]:
    """Every epoch whose key is still there, oldest first."""
    return tuple(sorted(_kek_files(private_folder())))


def kek(epoch: int) -> PartKey:
    """The key-encryption key of an epoch."""
    files = _kek_files(private_folder())
    if epoch not in files:
        raise KeyFileError(f"{private_folder() / f'kek-{epoch}'} is missing: what it wraps cannot be opened.")
    secret = _load(files[epoch], KEY_BYTES)
    # An id from the secret: two keys that were ever called kek-1 cannot be taken for each other.
    key_id = hashlib.sha256(b"quatrefoil key-encryption key " + secret).digest()[:16]
    return PartKey(UUID(bytes=key_id), secret)


def kek_is_live(epoch: int) -> bool:
    """Does this epoch still take new keys?"""
    return (private_folder() / f"kek-{epoch}").exists()


def new_kek(epoch: int) -> None:
    """Make the key of a new epoch; refuses to replace one."""
    path = private_folder() / f"kek-{epoch}"
    if not write_file(path, secrets.token_bytes(KEY_BYTES)):
        raise KeyFileError(f"{path} exists already and is not replaced.")


def retire_kek(epoch: int) -> None:
    """From now on this epoch only opens; it wraps nothing new."""
    path = private_folder() / f"kek-{epoch}"
    if path.exists():
        path.rename(path.with_name(path.name + ".retiring"))


def destroy_kek(epoch: int) -> None:
    """Overwrite and delete the key of an epoch. Only rotation calls this, when no wrap uses it."""
    path = _kek_files(private_folder())[epoch]
    overwrite_and_delete(path)
    forget()


def index_key() -> IndexKey:
    """The key of the blind index."""
    return IndexKey(_load(private_folder() / INDEX, LENGTHS[INDEX]))


def audit_signing_key() -> SigningKey:
    """The Ed25519 seed that signs audit batches."""
    return SigningKey(_load(private_folder() / AUDIT, LENGTHS[AUDIT]))


def desk_private_keys() -> tuple[SealingPrivateKey, ...]:
    """What opens reports that the public side sealed: the key in force, then older ones that are not retired yet."""
    folder = private_folder()
    paths = (folder / DESK_PRIVATE, *older_files(folder, DESK_PRIVATE))
    return tuple(SealingPrivateKey(_load(path, LENGTHS[DESK_PRIVATE])) for path in paths)


def desk_public_key() -> SealingPublicKey:
    """What the public side seals reports to."""
    return SealingPublicKey(_load(public_folder() / DESK_PUBLIC, LENGTHS[DESK_PUBLIC], is_private=False))


def receipt_pepper() -> Pepper:
    """The pepper without which a receipt finds nothing."""
    return Pepper(_load(public_folder() / PEPPER, LENGTHS[PEPPER]))


def receipt_peppers() -> tuple[Pepper, ...]:
    """The pepper in force, then older ones: receipts made with them find their thread until they are retired."""
    older = older_files(public_folder(), PEPPER)
    return (receipt_pepper(), *(Pepper(_load(path, LENGTHS[PEPPER])) for path in older))


def older_files(folder: Path, name: str) -> tuple[Path, ...]:
    """Keys that were turned and not retired yet, newest first: desk-private-key-2, desk-private-key-1."""
    found = [path for path in folder.glob(f"{name}-*") if re.fullmatch(r"\d+", path.name.removeprefix(f"{name}-"))]
    for gone in [path for path in _read if path.parent == folder and path.name.startswith(f"{name}-")]:
        if gone not in found:
            del _read[gone]  # a retired key must not live on in a process that serves
    return tuple(sorted(found, key=lambda path: -int(path.name.removeprefix(f"{name}-"))))


def replace_file(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a key file, with its mode, so that a kill leaves the old or the new one whole."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    write_file(draft, data, path.stat().st_mode & 0o777)
    draft.replace(path)


def forget() -> None:
    """Drop what was read; the next use reads the files again."""
    _read.clear()
    _stamps.clear()


def overwrite_and_delete(path: Path) -> None:
    """Write random bytes over a file, flush them, and delete it. (Copy-on-write disks keep old blocks: encrypt the disk.)"""
    with path.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        for start in range(0, size, 1 << 20):
            file.write(secrets.token_bytes(min(1 << 20, size - start)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()


def private_folder() -> Path:
    """Where the private key files lie; never asked by the public side."""
    _refuse_public(settings.OPTIONS)
    folder: Path = settings.OPTIONS.keys_folder()
    if settings.OPTIONS.mode == "test" and not folder.exists():
        ensure_keys()  # each test run has a throw-away home
    return folder


def public_folder() -> Path:
    """Where the key lies that seals, and the pepper."""
    folder: Path = settings.OPTIONS.public_keys_folder()
    if settings.OPTIONS.mode == "test" and settings.OPTIONS.side != "public" and not folder.exists():
        ensure_keys()
    return folder


def _refuse_public(options: KeyOptions) -> None:
    if options.side == "public":
        raise KeyFileError("The public side holds no key that opens anything; this belongs on the staff side.")


def _kek_files(folder: Path) -> dict[int, Path]:
    found: dict[int, Path] = {}
    for path in folder.glob("kek-*"):
        match = KEK_NAME.fullmatch(path.name)
        if match:
            found[int(match[1])] = path
    for gone in [path for path in _read if path.parent == folder and KEK_NAME.fullmatch(path.name)]:
        if gone not in found.values():
            del _read[gone]  # a destroyed key must not live on in a process that serves
    return found


def _load(path: Path, length: int, *, is_private: bool = True) -> bytes:
    if path not in _read or _was_replaced(path):
        _stamps[path] = _stamp(path)
        data = _checked_bytes(path, is_private=is_private)
        if len(data) != length:
            raise KeyFileError(f"{path} has {len(data)} bytes, not {length}: restore it from its copy.")
        _read[path] = data
    return _read[path]


def _was_replaced(path: Path) -> bool:
    stamp = _stamp(path)
    return stamp is not None and stamp != _stamps.get(path)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _checked_bytes(path: Path, *, is_private: bool) -> bytes:
    """The bytes of a key file; private ones are for their owner only, the pepper also for its group."""
    try:
        mode = path.stat().st_mode & 0o777
        forbidden = 0o007 if path.name.startswith(PEPPER) else 0o077 if is_private else 0o022
        if mode & forbidden:
            raise KeyFileError(
                f"{path} can be used by others (mode {mode:o}): chmod {0o600 if is_private else 0o644:o} it."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyFileError(f"{path} is missing: restore it from its copy.") from None
    except PermissionError:
        raise KeyFileError(f"{path} cannot be read by this process: check its owner.") from None


def write_file(path: Path, data: bytes, mode: int = 0o600) -> bool:
    """Write a new key file so that a kill leaves all of it or nothing; False when somebody else made it first."""
    _read.pop(path, None)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
