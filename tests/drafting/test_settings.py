"""Settings: where they come from, what is refused, and that nothing secret or talkative gets out."""

import os
from pathlib import Path

import pytest

from drafting.errors import SettingsError
from drafting.settings import TELEMETRY_OFF, Settings, load_settings, silence_telemetry

NAMES = (
    *("OPENAI_API_KEY", "OPENAI_BASE_URL", "ZHIBI_MODEL", "ZHIBI_EMBEDDING_MODEL", "ZHIBI_HOME", "ZHIBI_DATABASE_URL"),
    *("ZHIBI_CHROMA_URL", "ZHIBI_PARALLEL", "ZHIBI_MAX_TOKENS", "ZHIBI_DEADLINE"),
)


@pytest.fixture(autouse=True)
def _an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


class TestWithNothingSet:
    def test_no_model_is_used(self) -> None:
        settings = load_settings()

        assert not settings.uses_model
        assert settings.notes == ()

    def test_data_is_kept_in_the_users_own_folder(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_DATA_HOME", "/somewhere")
        monkeypatch.setattr("sys.platform", "linux")

        assert load_settings().home == Path("/somewhere/zhibi")

    def test_other_programs_variables_are_not_taken_for_ours(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MODEL", "theirs")
        monkeypatch.setenv("HOME", "/root")

        settings = load_settings()

        assert settings.model == ""
        assert settings.home != Path("/root")


class TestSources:
    def test_the_environment_wins_over_the_env_file_and_that_over_the_toml_file(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Path("zhibi.toml").write_text('ZHIBI_MODEL = "toml"\nOPENAI_BASE_URL = "http://toml/v1"\nZHIBI_PARALLEL = 2\n')
        Path(".env").write_text("ZHIBI_MODEL=file\nOPENAI_BASE_URL=http://file/v1\n")
        monkeypatch.setenv("ZHIBI_MODEL", "environment")

        settings = load_settings()

        assert (settings.model, settings.base_url, settings.parallel) == ("environment", "http://file/v1", 2)

    def test_an_empty_variable_is_one_that_is_not_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHIBI_PARALLEL", "")

        assert load_settings().parallel == 4

    def test_a_home_may_be_written_with_a_tilde(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZHIBI_HOME", "~/zhibi-data")

        assert load_settings().home == Path.home() / "zhibi-data"

    def test_the_address_of_the_completions_is_taken_as_the_address_of_the_endpoint(self) -> None:
        settings = load_settings(base_url="https://example.invalid/v1/chat/completions/")

        assert settings.base_url == "https://example.invalid/v1"


class TestWhetherAModelIsUsed:
    @pytest.mark.parametrize(
        ("given", "used"),
        [
            ({"base_url": "http://localhost:11434/v1", "model": "qwen"}, True),
            ({"api_key": "sk-1", "model": "gpt"}, True),
            ({"api_key": "sk-1"}, False),  # a key lies about in many environments: no reason to send a report anywhere
            ({"base_url": "http://localhost:11434/v1"}, False),
            ({"model": "qwen"}, False),
        ],
    )
    def test_needs_an_endpoint_and_a_name(self, given: dict[str, str], used: bool) -> None:
        settings = load_settings(**given)

        assert settings.uses_model is used
        assert bool(settings.notes) is not used


class TestBadValues:
    @pytest.mark.parametrize(
        ("name", "value", "says_so"),
        [
            ("OPENAI_BASE_URL", "localhost:11434", "http"),
            ("ZHIBI_CHROMA_URL", "ftp://x", "http"),
            ("ZHIBI_PARALLEL", "0", "大于或等于 1"),
            ("ZHIBI_PARALLEL", "很多", "整数"),
            ("ZHIBI_DEADLINE", "-3", "大于 0"),
            ("ZHIBI_MAX_TOKENS", "5", "大于或等于 256"),
            ("OPENAI_API_KEY", "密钥", "重新复制"),
            ("OPENAI_API_KEY", "sk 1", "重新复制"),
        ],
    )
    def test_are_refused_by_name_without_repeating_the_value(
        self, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says_so: str
    ) -> None:
        monkeypatch.setenv(name, value)

        with pytest.raises(SettingsError, match=says_so) as refusal:
            load_settings()

        assert name in str(refusal.value)
        assert f"“{value}”" not in str(refusal.value)
        assert "\n" not in str(refusal.value)

    @pytest.mark.parametrize("content", [b"ZHIBI_MODEL = ", 'ZHIBI_MODEL = "通义"'.encode("gb18030")])
    def test_a_broken_settings_file_is_refused(self, content: bytes) -> None:
        Path("zhibi.toml").write_bytes(content)

        with pytest.raises(SettingsError, match=r"zhibi\.toml"):
            load_settings()


class TestTheKey:
    def test_never_shows(self) -> None:
        settings = load_settings(api_key="sk-very-secret", database_url="postgresql://u:pw-secret@h/d")

        for shown in (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json()):
            assert "secret" not in shown

    def test_is_trimmed_of_the_line_break_it_was_copied_with(self) -> None:
        settings = load_settings(api_key="sk-1\n")

        assert settings.api_key is not None
        assert settings.api_key.get_secret_value() == "sk-1"


class TestTelemetry:
    def test_is_off_whatever_the_environment_says(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in TELEMETRY_OFF:
            monkeypatch.setenv(name, "true")

        silence_telemetry()

        assert {name: os.environ[name] for name in TELEMETRY_OFF} == TELEMETRY_OFF
        assert os.environ["LANGSMITH_TRACING"] == "false"
        assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"

    def test_settings_cannot_be_changed_once_read(self) -> None:
        with pytest.raises(ValueError, match="frozen"):
            load_settings().model = "other"  # type: ignore[misc]  # that it cannot be set is the point

    def test_fields_are_all_named_for_the_environment(self) -> None:
        assert all(field.alias and field.alias.isupper() for field in Settings.model_fields.values())


class TestHostNames:
    @pytest.mark.parametrize("written", ["zhibi.example.cn, desk.example.cn", "ZHIBI.example.cn；desk.example.cn"])
    def test_of_a_reverse_proxy_are_read_however_they_are_parted(
        self, monkeypatch: pytest.MonkeyPatch, written: str
    ) -> None:
        monkeypatch.setenv("ZHIBI_ALLOWED_HOSTS", written)

        assert load_settings().hosts == ("zhibi.example.cn", "desk.example.cn")

    def test_may_stand_as_a_list_in_the_toml_file(self) -> None:
        Path("zhibi.toml").write_text('ZHIBI_ALLOWED_HOSTS = ["zhibi.example.cn"]', encoding="utf-8")

        assert load_settings().hosts == ("zhibi.example.cn",)

    @pytest.mark.parametrize("written", ["http://zhibi.example.cn", "zhibi.example.cn:8080", "*", "a b/c"])
    def test_are_refused_where_they_are_none(self, written: str) -> None:
        with pytest.raises(SettingsError, match="主机名"):
            load_settings(allowed_hosts=written)
