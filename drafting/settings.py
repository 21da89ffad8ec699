"""Settings: what may be configured, where it is read from, and what it falls back to.

Read from the environment, then ``.env``, then ``zhibi.toml`` of the working folder (names as below in all three). With none
of them set everything works offline.
"""

import os
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from drafting.errors import SettingsError
from knowledge_base.reading import Limits

TOML_NAME = "zhibi.toml"
_MB = 1024 * 1024

_HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")

#: Dependencies that call home unless told not to, and the words each of them listens to.
TELEMETRY_OFF = {
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGSMITH_GATEWAY": "false",  # would send the prompts themselves through LangSmith's servers
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_OTEL_COLLECTION_ENDPOINT": "",
    "OTEL_SDK_DISABLED": "true",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
}


def silence_telemetry() -> None:
    """Force the telemetry of every dependency off. Called first thing by each entry point, before heavy imports.

    Overrides what the environment says: a LANGSMITH_TRACING=true left by another project would send prompts away.
    """
    os.environ.update(TELEMETRY_OFF)


def default_home() -> Path:
    """Return the platform's place for a program's data."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "Zhibi"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Zhibi"
    base = os.environ.get("XDG_DATA_HOME")
    return (Path(base) if base else Path.home() / ".local" / "share") / "zhibi"


class Settings(BaseSettings):
    """Everything that can be configured. ``load_settings`` reads it; times are in seconds."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        toml_file=TOML_NAME,
        extra="ignore",
        env_ignore_empty=True,
        frozen=True,
        hide_input_in_errors=True,
    )

    api_key: SecretStr | None = Field(None, alias="OPENAI_API_KEY")
    base_url: str = Field("", alias="OPENAI_BASE_URL")
    model: str = Field("", alias="ZHIBI_MODEL")
    embedding_model: str = Field("", alias="ZHIBI_EMBEDDING_MODEL")
    home: Path = Field(default_factory=default_home, alias="ZHIBI_HOME")
    database_url: SecretStr | None = Field(None, alias="ZHIBI_DATABASE_URL")
    chroma_url: str = Field("", alias="ZHIBI_CHROMA_URL")
    allowed_hosts: str = Field("", alias="ZHIBI_ALLOWED_HOSTS")

    parallel: int = Field(4, ge=1, le=32, alias="ZHIBI_PARALLEL")
    max_tokens: int = Field(4000, ge=256, alias="ZHIBI_MAX_TOKENS")
    temperature: float = Field(0.3, ge=0, le=2, alias="ZHIBI_TEMPERATURE")
    chunk_timeout: float = Field(60, gt=0, alias="ZHIBI_CHUNK_TIMEOUT")
    deadline: float = Field(300, gt=0, alias="ZHIBI_DEADLINE")
    retries: int = Field(4, ge=0, le=10, alias="ZHIBI_RETRIES")
    backoff: float = Field(2, ge=0, le=60, alias="ZHIBI_BACKOFF")

    upload_mb: int = Field(20, ge=1, le=200, alias="ZHIBI_UPLOAD_MB")
    archive_entries: int = Field(2_000, ge=1, alias="ZHIBI_ARCHIVE_ENTRIES")
    archive_part_mb: int = Field(50, ge=1, alias="ZHIBI_ARCHIVE_PART_MB")
    archive_mb: int = Field(200, ge=1, alias="ZHIBI_ARCHIVE_MB")
    archive_ratio: int = Field(100, ge=2, alias="ZHIBI_ARCHIVE_RATIO")
    pdf_pages: int = Field(500, ge=1, alias="ZHIBI_PDF_PAGES")
    reading_memory_mb: int = Field(1024, ge=128, alias="ZHIBI_READING_MEMORY_MB")
    reading_seconds: int = Field(30, ge=1, alias="ZHIBI_READING_SECONDS")

    @field_validator("base_url", "chroma_url")
    @classmethod
    def _is_http(cls, value: str) -> str:
        value = value.strip().rstrip("/")
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("应以 http:// 或 https:// 开头")
        # …/v1/chat/completions is what providers print in their examples; the client adds the last two parts itself.
        return value.removesuffix("/chat/completions")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _are_host_names(cls, value: object) -> object:
        names = value if isinstance(value, list) else re.split(r"[\s,，;；]+", str(value))
        names = [str(name).strip().lower() for name in names if str(name).strip()]
        for name in names:
            if not _HOST_NAME.fullmatch(name):
                raise ValueError("应是主机名，如 zhibi.example.cn，不带 http:// 和端口")
        return ",".join(names)

    @field_validator("home")
    @classmethod
    def _is_absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        # A key pasted with full-width characters or a line break cannot be sent: httpx raises deep inside the client.
        if value is None:
            return None
        key = value.get_secret_value().strip()
        if not key.isascii() or any(character.isspace() for character in key):
            raise ValueError("含有空格、换行或中文字符，请重新复制")
        return SecretStr(key)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  (the name is pydantic-settings' own)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return the sources, the strongest first."""
        return init_settings, env_settings, dotenv_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the host names under which a reverse proxy shows the desk, besides this machine's own."""
        return tuple(name for name in self.allowed_hosts.split(",") if name)

    @property
    def uses_model(self) -> bool:
        """Tell whether sections are drafted by a model: an endpoint (or a key for the default one) and a model's name."""
        return bool(self.model and (self.base_url or self.api_key))

    @property
    def limits(self) -> Limits:
        """Return what reading a past report may cost."""
        return Limits(
            file_bytes=self.upload_mb * _MB,
            archive_entries=self.archive_entries,
            archive_part_bytes=self.archive_part_mb * _MB,
            archive_total_bytes=self.archive_mb * _MB,
            archive_ratio=self.archive_ratio,
            pdf_pages=self.pdf_pages,
            worker_memory_bytes=self.reading_memory_mb * _MB,
            worker_cpu_seconds=self.reading_seconds,
            worker_wall_seconds=2 * self.reading_seconds,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Return, in Chinese, what is configured and all the same not used."""
        notes = []
        if (self.base_url or self.api_key) and not self.model:
            notes.append("已设置模型接口，但没有设置 ZHIBI_MODEL（模型名称），目前使用离线拟稿。")
        if self.model and not self.uses_model:
            notes.append("已设置 ZHIBI_MODEL，但没有设置 OPENAI_BASE_URL 或 OPENAI_API_KEY，目前使用离线拟稿。")
        return tuple(notes)


def load_settings(**given: Any) -> Settings:
    """Return the settings of this environment; ``given`` (by field or variable name) wins over every source.

    Raises SettingsError with one Chinese sentence that names the setting; values are never repeated in it.
    """
    # Not by pydantic's populate_by_name: with it HOME and MODEL of the environment would count as ZHIBI_HOME, ZHIBI_MODEL.
    aliases = {name: field.alias or name for name, field in Settings.model_fields.items()}
    try:
        return Settings(**{aliases.get(name, name): value for name, value in given.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "设置"
        raise SettingsError(
            f"设置 {name} 的值无法使用：{_reason(first)}；请修改环境变量、.env 或 {TOML_NAME}。"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f'{TOML_NAME} 的格式有误（{error}）；请按 名称 = "值" 的格式逐行填写。') from error
    except UnicodeDecodeError as error:
        raise SettingsError(f".env 或 {TOML_NAME} 不是 UTF-8 编码，无法读取；请另存为 UTF-8 后再试。") from error
    except OSError as error:
        raise SettingsError(f"无法读取 .env 或 {TOML_NAME}（{error.strerror}）；请检查文件权限。") from error


def _reason(error: Any) -> str:
    context = error.get("ctx") or {}
    match error["type"]:
        case "value_error":
            return str(context.get("error", "格式不对"))
        case "greater_than" | "greater_than_equal":
            return f"应大于{'' if error['type'] == 'greater_than' else '或等于'} {context.get('gt', context.get('ge'))}"
        case "less_than_equal":
            return f"应不大于 {context.get('le')}"
        case "int_parsing" | "int_from_float":
            return "应填整数"
        case "float_parsing":
            return "应填数字"
        case _:
            return "格式不对"
