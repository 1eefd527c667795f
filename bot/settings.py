"""Frozen settings from `waiqin.toml` and the environment, checked once at the start; secrets never in their repr.

The environment wins over the file. A missing or malformed setting stops the start with one line that names it and
says where its value is found.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "WAIQIN_"
CONFIG = "WAIQIN_CONFIG"
OFFICIAL_API = "https://qyapi.weixin.qq.com"
_DATABASE = r"(postgres(ql)?(\+psycopg)?|sqlite)://([^/@]*@)?(\[[0-9a-fA-F:]+\]|[^/@:]*)(:\d+)?(/|$)"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

WHERE = {
    "wecom_corp_id": "管理后台 → 我的企业 → 企业信息 → 企业ID",
    "wecom_agent_id": "管理后台 → 应用管理 → 自建应用 → AgentId",
    "wecom_secret": "管理后台 → 应用管理 → 自建应用 → Secret",
    "wecom_token": "管理后台 → 应用管理 → 自建应用 → 接收消息 → 设置API接收 → Token",
    "wecom_aes_key": "管理后台 → 应用管理 → 自建应用 → 接收消息 → 设置API接收 → EncodingAESKey",
}
"""Where a person finds a value in the WeCom console, in the console's own words."""

WECOM_NAMES = tuple(WHERE)


class SettingsError(Exception):
    """One line that names a setting, what is wrong with it, and where its value is found."""


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    database_url: str = ""
    """Empty means the embedded SQLite file in the data directory."""
    data_dir: Path = Path("data")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    simulator: bool = False
    log_format: Annotated[str, Field(pattern="^(json|console)$")] = "json"

    wecom_corp_id: str = ""
    wecom_agent_id: int = 0
    wecom_secret: SecretStr = SecretStr("")
    wecom_token: SecretStr = SecretStr("")
    wecom_aes_key: SecretStr = SecretStr("")
    wecom_api_base: str = OFFICIAL_API

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        if value and not re.match(_DATABASE, value):
            raise ValueError("an address like postgresql://user:password@host/database")
        return value

    @field_validator("wecom_corp_id")
    @classmethod
    def _corp_id(cls, value: str) -> str:
        if value and not re.fullmatch(r"w[wx][0-9a-zA-Z]{8,40}", value):
            raise ValueError("starts with ww or wx, then letters and digits")
        return value

    @field_validator("wecom_token")
    @classmethod
    def _token(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() and not re.fullmatch(r"[0-9a-zA-Z]{1,32}", value.get_secret_value()):
            raise ValueError("up to 32 letters and digits")
        return value

    @field_validator("wecom_aes_key")
    @classmethod
    def _aes_key(cls, value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text:
            return value
        if not re.fullmatch(r"[0-9a-zA-Z]{43}", text):
            raise ValueError("exactly 43 letters and digits")
        try:
            key = base64.b64decode(text + "=")
        except binascii.Error:
            raise ValueError("not a base64 key") from None
        if len(key) != 32:
            raise ValueError("must decode to 32 bytes")
        return value

    @field_validator("wecom_api_base")
    @classmethod
    def _api_base(cls, value: str) -> str:
        if not re.match(r"https?://[^/]+", value):
            raise ValueError("an http or https address")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then `waiqin.toml` (or the file that WAIQIN_CONFIG names)."""
        del dotenv_settings, file_secret_settings
        path = Path(os.environ.get(CONFIG) or "waiqin.toml")
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, path)

    @property
    def database(self) -> str:
        """The database's address; the embedded file where none is set."""
        return self.database_url or f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where the embedded database is, or will be."""
        return self.data_dir / "waiqin.db"

    @property
    def embedded(self) -> bool:
        """Whether the database is the embedded file, which migrates itself."""
        return not self.database_url

    @property
    def on_loopback(self) -> bool:
        """Whether the server listens on this machine only."""
        return self.host in LOOPBACK


def load(**given: Any) -> Settings:
    """Read the settings.

    Args:
        given: values that win over environment and file.

    Raises:
        SettingsError: a value is malformed; one line.
    """
    named = os.environ.get(CONFIG)
    if named and not Path(named).exists():
        raise SettingsError(f"{CONFIG}: no such file: {named}")
    try:
        return Settings(**given)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "waiqin.toml"
        if first["type"] == "extra_forbidden":
            raise SettingsError(f"{name}: no such setting (waiqin.toml)") from None
        raise SettingsError(_line(name, first["msg"].removeprefix("Value error, "))) from None
    except (OSError, ValueError) as wrong:
        raise SettingsError(f"waiqin.toml cannot be read: {wrong}") from None


def require_wecom(settings: Settings) -> None:
    """What production cannot start without.

    Raises:
        SettingsError: the first WeCom setting that is missing, and where its value is found.
    """
    for name in WECOM_NAMES:
        if getattr(settings, name) in ("", 0, SecretStr("")):
            raise SettingsError(_line(name, "missing"))


def require_safe_simulator(settings: Settings) -> None:
    """The simulator speaks as anybody, so it is only ever served on loopback.

    Raises:
        SettingsError: it is switched on and the server would be reachable from outside.
    """
    if settings.simulator and not settings.on_loopback:
        raise SettingsError(
            f"{PREFIX}SIMULATOR: the simulator is served on loopback only; set {PREFIX}HOST=127.0.0.1 or switch it off"
        )


def _line(name: str, wrong: str) -> str:
    where = WHERE.get(name)
    return f"{PREFIX}{name.upper()}: {wrong}" + (f" — {where}" if where else "")
