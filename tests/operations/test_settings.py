"""The table of settings is the documentation, and nothing in it is idle."""

import re
from pathlib import Path

import pytest

from config import check, environment

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [p for p in (ROOT / "src").rglob("*.py") if "tests" not in p.parts and p.name != "environment.py"]
NAMES = [setting.name for setting in environment.SETTINGS]


def test_the_page_of_settings_is_the_table() -> None:
    assert (ROOT / "docs/operations/settings.md").read_text() == environment.table()


@pytest.mark.parametrize("name", NAMES)
def test_each_setting_has_a_user(name: str) -> None:
    own = (ROOT / "src/config/environment.py").read_text()
    used = f'read("{name}")' in own.split("SETTINGS = ")[1] or any(f'"{name}"' in p.read_text() for p in SOURCES)
    assert used


def test_no_setting_is_read_that_is_not_in_the_table() -> None:
    read = {
        name
        for path in SOURCES
        for name in re.findall(r'(?:read(?:_list|_flag)?|environ(?:\.get)?)[(\[]"(KENTONGAN_\w+)"', path.read_text())
    }
    assert read <= set(NAMES)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("KENTONGAN_PORT", "eighty", "KENTONGAN_PORT must be a number"),
        ("KENTONGAN_PORT", "70000", "from 1 to 65535"),
        ("KENTONGAN_LIVE_PORT", "8000", "must differ from KENTONGAN_PORT"),
        ("KENTONGAN_TIME_ZONE", "Europe/Paris", "must be one of Asia/Jakarta, Asia/Jayapura, Asia/Makassar"),
        ("KENTONGAN_LOG_FORMAT", "xml", "must be one of json, text"),
        ("DATABASE_URL", "mysql://x/y", "must begin with postgres:// or postgresql://"),
        ("KENTONGAN_SMTP_URL", "mail.example.id", "must begin with smtp:// or smtps://"),
        ("KENTONGAN_TRUSTED_PROXIES", "10.0.0.0/8, proxy", "'proxy' is neither an address nor a network"),
        ("KENTONGAN_TLS_CERT", "/nowhere/cert.pem", "is set alone"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert [sentence for sentence in check.settings_errors() if said in sentence]


def test_a_misspelt_setting_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_PROT", "8080")
    assert "KENTONGAN_PROT is no setting. Is KENTONGAN_PORT meant?" in list(check.doubts())


def test_serving_others_without_https_is_doubted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KENTONGAN_HOST", "0.0.0.0")
    assert [doubt for doubt in check.doubts() if "without HTTPS" in doubt]
    monkeypatch.setenv("KENTONGAN_TRUSTED_PROXIES", "10.0.0.1")
    assert not [doubt for doubt in check.doubts() if "without HTTPS" in doubt]
