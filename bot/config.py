"""The operator's settings: environment variables, or a `.env` file in the working directory."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from platformdirs import user_state_path
from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingRefused
from bot.facts.base import shipped_facts

_Settings = TypeVar("_Settings", bound=BaseSettings)
DISCORD_API = "https://discord.com/api/v10"
_WORDS = {
    "missing": "is not set",
    "literal_error": "must be one of {expected}",
    "enum": "must be one of {expected}",
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "url_parsing": "must be an address such as https://example.org",
    "url_scheme": "must begin with http:// or https://",
}


class StateConfig(BaseSettings):
    """Where things lie: all that the commands need which do not talk to Discord."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    state_dir: Path = Field(default_factory=lambda: user_state_path("borahae"))
    """Where the bot keeps what it must remember between starts."""

    backup_keep: Annotated[int, Field(ge=0, le=1000)] = 7
    """How many daily backups are kept; 0: none are made."""
    backup_dir: Path | None = None
    """Where they lie; unset: `backups` in the state folder."""

    @property
    def database_file(self) -> Path:
        """The database."""
        return self.state_dir / "borahae.sqlite3"

    @property
    def backup_folder(self) -> Path:
        """Where daily backups lie."""
        return self.backup_dir or self.state_dir / "backups"


class Config(StateConfig):
    """Everything an operator can set. Each field is explained in `.env.example`, which a test loads."""

    discord_token: SecretStr
    """The bot's token, from the developer portal."""
    facts_file: Path = Field(default_factory=shipped_facts)
    """The fact base to serve."""
    operator_guild_id: Annotated[int, Field(ge=1)] | None = None
    """The server in which whoever hosts the bot has /operator; unset: none."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""
    log_format: Literal["text", "json"] = "text"
    """Lines for people, or one JSON object a line for machines."""
    source_url: AnyHttpUrl | None = None
    """Where this bot's source can be read; shown by /about."""
    privacy_url: AnyHttpUrl | None = None
    """Where people can read the data policy; shown by /about."""
    terms_url: AnyHttpUrl | None = None
    """Where people can read the terms of service; shown by /about."""
    discord_api_base: AnyHttpUrl = AnyHttpUrl(DISCORD_API)
    """Discord's REST API, or a proxy in front of it."""
    health_host: str = "127.0.0.1"
    """Where health and measures are served; unset, for this machine alone."""
    health_port: Annotated[int, Field(ge=0, le=65535)] = 8117
    """Its port; 0 for none."""
    shard_count: Annotated[int, Field(ge=1)] | None = None
    """How many shards to run; unset: as many as Discord recommends."""

    @field_validator("discord_token")
    @classmethod
    def _looks_like_a_token(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value()
        if any(char.isspace() for char in token) or token.startswith(("Bot ", '"', "'")):
            raise ValueError("is not a token: paste it alone, without spaces, quotes or `Bot `")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value


def load_config() -> Config:
    """Read the settings.

    Raises:
        SettingRefused: with every problem in one message; no value is repeated, one may be the token.
    """
    return _load(Config)


def load_state_config() -> StateConfig:
    """Read only where things lie; no token is needed for that.

    Raises:
        SettingRefused: as `load_config`.
    """
    return _load(StateConfig)


def _load(kind: type[_Settings]) -> _Settings:
    try:
        return kind()
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        problems = [f"  - {str(details['loc'][0]).upper()} {_problem(details)}" for details in found]
        listed = "\n".join(problems)
        raise SettingRefused(
            f"The settings need attention (see .env.example for what each one means):\n{listed}"
        ) from None


def _problem(details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    return _WORDS[kind].format(**context) if kind in _WORDS else details["msg"]
