"""Settings: every malformed or missing one stops the start with one line that names it and says where to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import OFFICIAL_API, WECOM_NAMES, SettingsError, load, require_safe_simulator, require_wecom

KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
WHOLE = {
    "wecom_corp_id": "wx5823bf96d3bd56c7",
    "wecom_agent_id": 218,
    "wecom_secret": "a-secret",
    "wecom_token": "QDG6eK",
    "wecom_aes_key": KEY,
}


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("WAIQIN_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_the_embedded_ones() -> None:
    settings = load()
    assert settings.embedded
    assert settings.database == "sqlite:///data/waiqin.db"
    assert settings.on_loopback
    assert settings.wecom_api_base == OFFICIAL_API


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "waiqin.toml").write_text('port = 1000\nhost = "0.0.0.0"\n')
    monkeypatch.setenv("WAIQIN_PORT", "2000")
    settings = load()
    assert (settings.host, settings.port) == ("0.0.0.0", 2000)
    assert not settings.on_loopback


def test_a_file_that_is_named_must_be_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text("port = 1000\n")
    monkeypatch.setenv("WAIQIN_CONFIG", "other.toml")
    assert load().port == 1000
    monkeypatch.setenv("WAIQIN_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match="WAIQIN_CONFIG: no such file: nowhere"):
        load()


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("WECOM_AES_KEY", KEY[:42], "EncodingAESKey"),
        ("WECOM_AES_KEY", KEY + "A", "EncodingAESKey"),
        ("WECOM_AES_KEY", KEY[:42] + "!", "EncodingAESKey"),
        ("WECOM_TOKEN", "with space", "Token"),
        ("WECOM_TOKEN", "x" * 33, "Token"),
        ("WECOM_CORP_ID", "corp", "企业ID"),
        ("WECOM_AGENT_ID", "one", "AgentId"),
        ("PORT", "70000", ""),
        ("LOG_FORMAT", "xml", ""),
        ("DATABASE_URL", "mysql://u:p@host/waiqin", "postgresql://"),
        ("DATABASE_URL", "waiqin.db", "postgresql://"),
        ("DATABASE_URL", "postgresql://u:p@host:port/waiqin", "postgresql://"),
        ("WECOM_API_BASE", "ftp://x", ""),
    ],
)
def test_a_malformed_setting_is_named_with_its_place(
    name: str, value: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"WAIQIN_{name}", value)
    with pytest.raises(SettingsError) as refused:
        load()
    line = str(refused.value)
    assert line.startswith(f"WAIQIN_{name}: ")
    assert hint in line
    assert "\n" not in line
    if name in {"WECOM_AES_KEY", "WECOM_TOKEN"}:
        assert value not in line


@pytest.mark.parametrize("missing", WECOM_NAMES)
def test_production_names_what_is_missing(missing: str) -> None:
    settings = load(**{name: value for name, value in WHOLE.items() if name != missing})
    with pytest.raises(SettingsError, match=f"^WAIQIN_{missing.upper()}: missing — 管理后台"):
        require_wecom(settings)


def test_whole_settings_pass_and_keep_their_secrets() -> None:
    settings = load(**WHOLE)
    require_wecom(settings)
    for secret in ("a-secret", "QDG6eK", KEY):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_a_file_that_is_no_toml_or_names_nothing_known(tmp_path: Path) -> None:
    (tmp_path / "waiqin.toml").write_text("port = ")
    with pytest.raises(SettingsError, match=r"waiqin\.toml"):
        load()
    (tmp_path / "waiqin.toml").write_text("prot = 1")
    with pytest.raises(SettingsError, match=r"prot.*no such setting"):
        load()


def test_the_simulator_is_never_served_beyond_loopback() -> None:
    require_safe_simulator(load(simulator=True))
    require_safe_simulator(load(host="0.0.0.0"))
    with pytest.raises(SettingsError, match=r"^WAIQIN_SIMULATOR"):
        require_safe_simulator(load(simulator=True, host="0.0.0.0"))
