# SPDX-License-Identifier: Apache-2.0
"""Every setting of an installation, in one typed class (environment: QUATREFOIL_*)."""

import secrets
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Options(BaseSettings):
    """What an operator may choose; read from the environment or from QUATREFOIL_ENV_FILE."""

    model_config = SettingsConfigDict(env_prefix="QUATREFOIL_", extra="ignore")

    home: Path = Field(default=Path("var"), description="Folder for data, keys and uploads.")
    mode: Literal["production", "demo", "test", "development"] = "development"
    side: Literal["staff", "public", "worker", "owner"] = "staff"
    secret_key: SecretStr = Field(default_factory=lambda: SecretStr(secrets.token_urlsafe(50)))
    allowed_hosts: list[str] = ["127.0.0.1", "localhost", "[::1]", "testserver"]
    secure: bool = Field(default=False, description="Served over HTTPS: secure cookies and HSTS.")

    database: Literal["sqlite", "postgres"] = "sqlite"
    database_dsn: str = Field(default="", description="postgresql://… of the data database.")
    keyring_dsn: str = Field(default="", description="postgresql://… of the keyring database.")

    keys: Path | None = Field(default=None, description="Folder of key files; never on the public host.")
    public_keys: Path | None = Field(default=None, description="Folder with the desk's public key and the pepper.")

    audit_heads: Path | None = Field(
        default=None, description="File of signed audit heads; best on another disk or host."
    )

    site_name: str = Field(default="Open line", description="The neutral name of the public site.")
    site_names: dict[str, str] = Field(default={}, description="By language, where the name is another there.")
    country_name: str = Field(default="", description="Shown beside the site name.")
    country_names: dict[str, str] = Field(default={}, description="By language, where the name is another there.")
    region_default: str = Field(default="GB", description="Country code for phone numbers without one.")
    emergency_number: str = "112"
    helpline_number: str = ""
    helpline_note: dict[str, str] = Field(default={}, description="By language: when and how the helpline answers.")
    public_indexed: bool = Field(default=False, description="May search engines list the public site?")
    security_contact: str = Field(default="", description="mailto: or https: address for security reports (RFC 9116).")
    security_expires: str = Field(default="", description="Until when that address holds, as 2027-12-31T00:00:00Z.")
    public_url: str = "http://127.0.0.1:8000"
    staff_url: str = "http://127.0.0.1:8001"
    exit_url: str = "https://www.wikipedia.org/"
    time_zone: str = "UTC"
    idle_minutes: int = 15
    idle_grace_minutes: int = 5

    def keys_folder(self) -> Path:
        """Where the private key files lie."""
        return self.keys or self.home / "keys"

    def audit_heads_file(self) -> Path:
        """Where the heads of the audit log are kept outside the database."""
        return self.audit_heads or self.home / "audit-heads.jsonl"

    def public_keys_folder(self) -> Path:
        """Where the public process finds the only two keys it may hold."""
        return self.public_keys or self.home / "public-keys"
