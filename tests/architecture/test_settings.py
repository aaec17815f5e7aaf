# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting is in docs/operations.md with its default, and nothing else is."""

import ast
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web import settings
from web.mail.backends import BACKENDS

ROOT = Path(__file__).parent.parent.parent


def read_by_the_code() -> dict[str, str | None]:
    """Setting → its default, where that is written out."""
    found: dict[str, str | None] = {}
    for node in ast.walk(ast.parse((ROOT / "web" / "settings.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"_value", "_number", "_switch", "_choice"}:
            name, default = node.args[:2]
            if isinstance(name, ast.Constant):
                found[str(name.value)] = str(default.value) if isinstance(default, ast.Constant) else None
    return found


def told_in_the_docs() -> dict[str, str]:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    section = text.split("## Settings", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", section, re.MULTILINE))


def test_the_table_of_settings_is_complete() -> None:
    assert set(told_in_the_docs()) == set(read_by_the_code())


def test_the_table_tells_the_defaults_of_the_code() -> None:
    told = told_in_the_docs()
    assert any(read_by_the_code().values())
    for name, default in read_by_the_code().items():
        if default:
            assert told[name] == f"`{default}`"


def test_a_setting_may_be_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "key"
    secret.write_text("x" * 40 + "\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(secret))
    assert settings.load().secret_key == "x" * 40


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in read_by_the_code():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "8000.0"),
        ("PORT", "٨"),
        ("HOST", "http://x"),
        ("HOST", "a b"),
        ("HOST", "300.1.1.1/8"),
        ("WORKERS", "-1"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("WORKERS", "two"),
        ("DATABASE_TIMEOUT", "0"),
        ("DATABASE_TIMEOUT", "1e3"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:////"),
        ("DATABASE_URL", "postgresql://a:b@h:99999/x"),
        ("DATABASE_URL", "x"),
        ("DATABASE_URL", "postgresql+asyncpg://h/x"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 31),
        ("BASE_URL", "x"),
        ("BASE_URL", "ftp://x"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://x/?a=1"),
        ("BASE_URL", "https://x/#a"),
        ("BASE_URL", "https://x:99999"),
        ("BASE_URL", "https://u:p@x"),
        ("BASE_URL", "https://x/a b"),
        ("BASE_URL", "https://x/../y"),
        ("BASE_URL", "https://x//y"),
        ("BASE_URL", "https://x:"),
        ("BASE_URL", "https:///x"),
        ("BASE_URL", "https://x?"),
        ("TRUSTED_PROXIES", "proxy"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "10.0.0.1,,x"),
        ("TRUSTED_PROXIES", "10.0.0.1 10.0.0.2"),
        ("MAIL_URL", "smpt://x"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://x:99999"),
        ("MAIL_URL", "console"),
        ("MAIL_URL", "file:///x"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "a@"),
        ("MAIL_FROM", "a@b\nBcc: c@d"),
        ("SECURITY_CONTACT", "phone"),
        ("SECURITY_CONTACT", "http://x.example/"),
        ("RUN_WORKER", "maybe"),
        ("RUN_WORKER", "2"),
        ("DEBUG", "verbose"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_cannot_be_understood_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(settings.SettingsError, match=name) as told:
        settings.load()
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("name", "value", "field", "understood"),
    [
        ("RUN_WORKER", "yes", "run_worker", True),
        ("RUN_WORKER", "True", "run_worker", True),
        ("RUN_WORKER", "no", "run_worker", False),
        ("RUN_WORKER", "0", "run_worker", False),
        ("RUN_WORKER", "", "run_worker", True),
        ("DEBUG", "on", "debug", True),
        ("DEBUG", "", "debug", False),
        ("PORT", "", "port", 8000),
        ("PORT", " 9000 ", "port", 9000),
        ("BASE_URL", "https://x.example/partecipa//", "base_url", "https://x.example/partecipa"),
        ("BASE_URL", "https://[::1]:8443", "base_url", "https://[::1]:8443"),
        ("HOST", "::1", "base_url", "http://[::1]:8000"),
        ("TRUSTED_PROXIES", "10.0.0.7, 10.1.0.0/16 ,::1", "trusted_proxies", ("10.0.0.7", "10.1.0.0/16", "::1")),
        ("MAIL_FROM", "Comune <a@b.example>", "mail_from", "Comune <a@b.example>"),
        ("MAIL_URL", "smtps://u%40x:p%2F@mail.example:465", "mail_url", "smtps://u%40x:p%2F@mail.example:465"),
        ("SECURITY_CONTACT", "mailto:a@b.example", "security_contact", "mailto:a@b.example"),
        (
            "DATABASE_URL",
            "postgresql://rione@/rione?host=/run/postgresql",
            "database_url",
            "postgresql://rione@/rione?host=/run/postgresql",
        ),
        ("DATABASE_URL", "sqlite:///var/x.sqlite", "database_url", "sqlite:///var/x.sqlite"),
    ],
)
def test_a_setting_is_understood(
    name: str, value: str, field: str, understood: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(settings.load(), field) == understood


def test_a_password_is_not_repeated_by_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("DATABASE_URL", "mysql://u:geheim@h/x"), ("MAIL_URL", "smpt://u:geheim@h")):
        monkeypatch.setenv(name, value)
        with pytest.raises(settings.SettingsError) as told:
            settings.load()
        assert "geheim" not in str(told.value)
        monkeypatch.delenv(name)


@pytest.mark.parametrize("name", sorted(read_by_the_code()))
def test_a_file_of_a_setting_that_cannot_be_read_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "none", tmp_path, tmp_path / "binary"):
        monkeypatch.setenv(f"{name}_FILE", str(path))
        with pytest.raises(settings.SettingsError, match=f"{name}_FILE"):
            settings.load()


def test_a_setting_and_its_file_are_not_both_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "port").write_text("9000")
    monkeypatch.setenv("PORT_FILE", str(tmp_path / "port"))
    assert settings.load().port == 9000
    monkeypatch.setenv("PORT", "9001")
    with pytest.raises(settings.SettingsError, match="PORT_FILE"):
        settings.load()


def test_a_folder_that_cannot_hold_the_key_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/none")):
        monkeypatch.setenv("DATA_DIR", str(path))
        with pytest.raises(settings.SettingsError, match="DATA_DIR"):
            settings.load()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    key = settings.load().secret_key
    assert settings.load().secret_key == key
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["identity_key", "secret_key"]
    (tmp_path / "data" / "secret_key").write_text(key[:20])
    with pytest.raises(settings.SettingsError, match="secret_key"):
        settings.load()


def test_processes_that_start_at_once_draw_one_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    with ThreadPoolExecutor(8) as pool:
        keys = {found.secret_key for found in pool.map(lambda _: settings.load(), range(16))}
    assert len(keys) == 1


def test_mails_leave_by_the_schemes_that_settings_take() -> None:
    assert set(settings.MAIL_SCHEMES) == set(BACKENDS)
