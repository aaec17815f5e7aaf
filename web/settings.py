# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings: what the program reads from the environment. Each is read from X, or from the file that X_FILE names.

A value that cannot be understood stops the program: a default in its place would be a surprise later.
"""

import contextlib
import os
import re
import secrets
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

SHORTEST_KEY = 32
IDENTITY_KEY_FILE = "identity_key"
MAIL_SCHEMES = ("console", "null", "smtp", "smtp+starttls", "smtps")
_YES, _NO = {"1", "yes", "true", "on"}, {"0", "no", "false", "off", ""}
_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")
_PATH = re.compile(r"(?:/(?!\.+(?:/|$))[A-Za-z0-9._~-]+)*/*")
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(ValueError):
    """A setting that cannot be understood; the message names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with defaults that run on one machine."""

    database_url: str
    database_timeout: int
    base_url: str
    secret_key: str
    identity_key: str
    identity_key_old: str
    data_dir: Path
    host: str
    port: int
    workers: int
    trusted_proxies: tuple[str, ...]
    mail_url: str
    mail_from: str
    mail_bounces: str
    mail_per_minute: int
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
    """What is given, or the default; an empty variable is none."""
    given, path = os.environ.get(name, "").strip(), os.environ.get(f"{name}_FILE", "").strip()
    if given and path:
        raise SettingsError(f"{name} and {name}_FILE are both set: choose one")
    if not path:
        return given or default
    try:
        return Path(path).read_text(encoding="utf-8").strip() or default
    except (OSError, ValueError) as error:
        raise SettingsError(f"{name}_FILE names {path}, which cannot be read ({_reason(error)})") from None


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else "it is not text"


def _number(name: str, default: str, least: int, most: int) -> int:
    text = _value(name, default)
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}, not {text[:40]!r}")
    return int(text)


def _switch(name: str, default: str) -> bool:
    text = _value(name, default)
    if text.lower() not in _YES | _NO:
        raise SettingsError(f"{name} must be 1 or 0 (or yes, no), not {text[:40]!r}")
    return text.lower() in _YES


def _choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    text = _value(name, default)
    if text not in choices:
        raise SettingsError(f"{name} must be {' or '.join(choices)}, not {text[:40]!r}")
    return text


def _address(name: str, text: str) -> SplitResult:
    """An address taken apart, host and port proved. What is refused is not repeated: it may hold a password."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise SettingsError(f"{name} is no address that can be read (a port is a number up to 65535)") from None
    if any(c.isspace() or not c.isprintable() for c in text):
        raise SettingsError(f"{name} holds spaces or control characters")
    return parts


def _is_host(text: str) -> bool:
    with contextlib.suppress(ValueError):
        return bool(ip_address(text))
    return bool(_NAME.fullmatch(text))


def _host() -> str:
    text = _value("HOST", "127.0.0.1")
    if not _is_host(text):
        raise SettingsError(f"HOST must be an address or a name to listen on, not {text[:80]!r}")
    return text


def _base_url(host: str, port: int) -> str:
    text = _value("BASE_URL", f"http://{f'[{host}]' if ':' in host else host}:{port}")
    parts = _address("BASE_URL", text)
    plain = parts.scheme in {"http", "https"} and not (parts.query or parts.fragment or parts.username)
    plain = plain and _is_host(parts.hostname or "") and bool(_PATH.fullmatch(parts.path))
    if not plain or parts.netloc.endswith(":") or text.endswith(("?", "#")):
        raise SettingsError(
            "BASE_URL must be http:// or https:// and a host, with a sub-path if any: https://host/path"
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")


def _database_url(data_dir: Path) -> str:
    text = _value("DATABASE_URL", f"sqlite:///{data_dir / 'rione.sqlite'}")
    if text.startswith("sqlite:///"):
        path = Path(text.removeprefix("sqlite:///"))
        if not path.name or path.is_dir() or "\x00" in text:
            raise SettingsError("DATABASE_URL must name a file: sqlite:////folder/file.sqlite")
        return text
    if not text.startswith(("postgresql://", "postgres://")):
        raise SettingsError("DATABASE_URL must start with sqlite:/// or postgresql://")
    _address("DATABASE_URL", text)
    return text


def _trusted_proxies() -> tuple[str, ...]:
    listed = tuple(p.strip() for p in _value("TRUSTED_PROXIES", "").split(",") if p.strip())
    for proxy in listed:
        try:
            ip_network(proxy)
        except ValueError:
            raise SettingsError(
                f"TRUSTED_PROXIES must be addresses or networks with commas (10.0.0.7, 10.1.0.0/16), not {proxy[:60]!r}"
            ) from None
    return listed


def _mail_url() -> str:
    text = _value("MAIL_URL", "console://")
    parts = _address("MAIL_URL", text)
    if "://" not in text or parts.scheme not in MAIL_SCHEMES:
        raise SettingsError(f"MAIL_URL must start with {', '.join(f'{scheme}://' for scheme in MAIL_SCHEMES)}")
    if parts.scheme.startswith("smtp") and not _is_host(parts.hostname or ""):
        raise SettingsError("MAIL_URL must name the mail server: smtps://user:password@host:465")
    return text


def _mail_from() -> str:
    text = _value("MAIL_FROM", "partecipazione@comune.example")
    mailbox, _, domain = parseaddr(text)[1].rpartition("@")
    if not mailbox or not _NAME.fullmatch(domain) or not text.isprintable():
        raise SettingsError(f"MAIL_FROM must be an address, as 'Name <name@comune.example>', not {text[:80]!r}")
    return text


def _mail_bounces() -> str:
    text = _value("MAIL_BOUNCES", "")
    mailbox, _, domain = text.rpartition("@")
    if text and (not re.fullmatch(r"[A-Za-z0-9._-]{1,20}", mailbox) or not _NAME.fullmatch(domain)):
        raise SettingsError(f"MAIL_BOUNCES must be an address, as 'rimbalzi@comune.example', not {text[:80]!r}")
    return text


def _security_contact() -> str:
    text = _value("SECURITY_CONTACT", "")
    if text and not re.fullmatch(r"https://[^\s/]+\S*|(?:mailto:)?[^\s@:/]+@[^\s@:/]+", text):
        raise SettingsError(f"SECURITY_CONTACT must be a mail address or an https:// page, not {text[:80]!r}")
    return text


def _key(name: str, given: str, path: Path, *, drawn: bool = True) -> str:
    """The given key, or the one kept beside the database, readable by its owner only; one is drawn once if need be."""
    if given:
        if len(given) < SHORTEST_KEY:
            raise SettingsError(f"{name} must have at least {SHORTEST_KEY} characters")
        return given
    try:
        if not path.exists():
            if not drawn:
                return ""
            draw_key(path)
        found = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"DATA_DIR: the key in {path} cannot be read or drawn ({_reason(error)}); give {name} instead"
        ) from None
    if len(found) < SHORTEST_KEY:
        raise SettingsError(f"DATA_DIR: {path} holds no key of {SHORTEST_KEY} characters: put it back, or remove it")
    return found


def _identity_keys(data_dir: Path) -> tuple[str, str]:
    """The key of the fiscal codes, and the one of before while hashes under it are still there."""
    given, earlier = _value("IDENTITY_KEY", ""), _value("IDENTITY_KEY_OLD", "")
    today = _key("IDENTITY_KEY", given, data_dir / IDENTITY_KEY_FILE)
    before = _key("IDENTITY_KEY_OLD", earlier, data_dir / f"{IDENTITY_KEY_FILE}.old", drawn=False)
    if today == before and not earlier:
        return today, ""  # a rotation was cut short: both names are of one key
    if today == before:
        raise SettingsError("IDENTITY_KEY and IDENTITY_KEY_OLD are the same key: leave the old one out")
    return today, before


def is_identity_key_given() -> bool:
    """Whether the key of the fiscal codes is a setting, and not a file that was drawn."""
    return bool(_value("IDENTITY_KEY", ""))


def identity_key_file(data_dir: Path) -> Path | None:
    """The file that the key of the fiscal codes is read from; None when it is in the environment itself."""
    if os.environ.get("IDENTITY_KEY", "").strip():
        return None
    given = os.environ.get("IDENTITY_KEY_FILE", "").strip()
    return Path(given) if given else data_dir / IDENTITY_KEY_FILE


def draw_key(path: Path) -> None:
    """Whole or not at all, and the first one when several processes draw at once."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(part, path)
    finally:
        part.unlink(missing_ok=True)


def _data_dir() -> Path:
    path = Path(_value("DATA_DIR", str(ROOT / "var"))).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"DATA_DIR: {path} is no folder and cannot be made ({_reason(error)})") from None
    return path


def load() -> Settings:
    """The settings of this process. Raises SettingsError, whose sentence names the setting."""
    data_dir = _data_dir()
    host, port = _host(), _number("PORT", "8000", 0, 65535)
    identity_key, identity_key_old = _identity_keys(data_dir)
    return Settings(
        database_url=_database_url(data_dir),
        database_timeout=_number("DATABASE_TIMEOUT", "15", 1, 600),
        base_url=_base_url(host, port),
        secret_key=_key("SECRET_KEY", _value("SECRET_KEY", ""), data_dir / "secret_key"),
        identity_key=identity_key,
        identity_key_old=identity_key_old,
        data_dir=data_dir,
        host=host,
        port=port,
        workers=_number("WORKERS", "1", 1, 64),
        trusted_proxies=_trusted_proxies(),
        mail_url=_mail_url(),
        mail_from=_mail_from(),
        mail_bounces=_mail_bounces(),
        mail_per_minute=_number("MAIL_PER_MINUTE", "120", 1, 6000),
        security_contact=_security_contact(),
        run_worker=_switch("RUN_WORKER", "1"),
        log_format=_choice("LOG_FORMAT", "text", ("text", "json")),
        debug=_switch("DEBUG", ""),
    )
