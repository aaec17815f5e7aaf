# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings: the only reader of the environment. Each is read from X, or from the file that X_FILE names."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that cannot be understood; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with defaults that run on one machine."""

    database_url: str
    base_url: str
    secret_key: str
    data_dir: Path
    host: str
    port: int
    workers: int
    trusted_proxies: tuple[str, ...]
    mail_url: str
    mail_from: str
    security_contact: str
    run_worker: bool
    log_format: str
    debug: bool

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def path_prefix(self) -> str:
        """Sub-path behind a proxy, as '/rione'; '' at the root."""
        after_scheme = self.base_url.split("://", 1)[-1]
        return ("/" + after_scheme.split("/", 1)[1]).rstrip("/") if "/" in after_scheme else ""


def _value(name: str, default: str) -> str:
    path = os.environ.get(f"{name}_FILE")
    if path:
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def _secret_key(data_dir: Path) -> str:
    """The given key, or one drawn once and kept beside the database, readable by its owner only."""
    given = _value("SECRET_KEY", "")
    if given:
        if len(given) < 32:
            raise SettingsError("SECRET_KEY must have at least 32 characters")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8").strip()


def _number(name: str, default: str) -> int:
    text = _value(name, default)
    try:
        return int(text)
    except ValueError:
        raise SettingsError(f"{name} must be a whole number, not {text!r}") from None


def load() -> Settings:
    """The settings of this process."""
    data_dir = Path(_value("DATA_DIR", str(ROOT / "var"))).resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    host, port = _value("HOST", "127.0.0.1"), _number("PORT", "8000")
    database_url = _value("DATABASE_URL", f"sqlite:///{data_dir / 'rione.sqlite'}")
    return Settings(
        database_url=database_url,
        base_url=_value("BASE_URL", f"http://{host}:{port}").rstrip("/"),
        secret_key=_secret_key(data_dir),
        data_dir=data_dir,
        host=host,
        port=port,
        workers=_number("WORKERS", "1"),
        trusted_proxies=tuple(p.strip() for p in _value("TRUSTED_PROXIES", "").split(",") if p.strip()),
        mail_url=_value("MAIL_URL", "console://"),
        mail_from=_value("MAIL_FROM", "partecipazione@comune.example"),
        security_contact=_value("SECURITY_CONTACT", ""),
        run_worker=_value("RUN_WORKER", "1") == "1",
        log_format=_value("LOG_FORMAT", "text"),
        debug=_value("DEBUG", "") == "1",
    )
