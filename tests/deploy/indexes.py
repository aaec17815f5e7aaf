# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Indexes of our own making: a folder of wheels for pip, a registry on loopback for npm. No network."""

import base64
import hashlib
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distribution
from pathlib import Path

WHEEL = "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def _pack(folder: Path, name: str, version: str, files: dict[str, bytes]) -> Path:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    record = f"{name}-{version}.dist-info/RECORD"
    rows = "".join(f"{file},,\n" for file in [*files, record])
    with zipfile.ZipFile(path, "w") as archive:
        for file, content in files.items():
            archive.writestr(file, content)
        archive.writestr(record, rows)
    return path


def wheel(folder: Path, name: str, version: str, *requires: str) -> Path:
    """A wheel of one small module that asks for other packages."""
    needs = "".join(f"Requires-Dist: {need}\n" for need in requires)
    info = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n{needs}"
    files = {
        f"{name}/__init__.py": f'VERSION = "{version}"\n'.encode(),
        f"{info}/METADATA": metadata.encode(),
        f"{info}/WHEEL": WHEEL.encode(),
    }
    return _pack(folder, name, version, files)


def wheel_of_installed(folder: Path, name: str) -> Path:
    """The installed package, pure Python, packed as a wheel again."""
    found = distribution(name)
    files: dict[str, bytes] = {}
    for file in found.files or ():
        if ".." in file.parts or file.suffix == ".pyc" or file.name in {"RECORD", "INSTALLER", "REQUESTED"}:
            continue
        files[file.as_posix()] = WHEEL.encode() if file.name == "WHEEL" else Path(str(file.locate())).read_bytes()
    info = next(file for file in files if file.endswith(".dist-info/METADATA")).split(".dist-info", 1)[0]
    packed_name, version = info.rsplit("-", 1)
    return _pack(folder, packed_name, version, files)


def locked(*wheels: Path) -> str:
    """Lines of a list: these wheels by version and hash."""
    lines = []
    for path in wheels:
        name, version, *_ = path.name.split("-")
        lines.append(f"{name}=={version} \\\n    --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n")
    return "".join(lines)


def _tarball(name: str, version: str, needs: dict[str, str]) -> bytes:
    described = json.dumps({"name": name, "version": version, "main": "index.js", "dependencies": needs}).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for file, content in {"package.json": described, "index.js": b"module.exports = 1;\n"}.items():
            entry = tarfile.TarInfo(f"package/{file}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


@dataclass
class Registry:
    """What npm asks for: documents and archives of the packages published here."""

    address: str = ""
    needs: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    archives: dict[str, bytes] = field(default_factory=dict)

    def publish(self, name: str, version: str, **needs: str) -> None:
        self.needs.setdefault(name, {})[version] = needs
        self.archives[f"/{name}/-/{name}-{version}.tgz"] = _tarball(name, version, needs)

    def integrity(self, name: str, version: str) -> str:
        digest = hashlib.sha512(self.archives[f"/{name}/-/{name}-{version}.tgz"]).digest()
        return f"sha512-{base64.b64encode(digest).decode()}"

    def document(self, name: str) -> dict[str, object]:
        versions = {
            version: {
                "name": name,
                "version": version,
                "dependencies": needs,
                "dist": {
                    "tarball": f"{self.address}/{name}/-/{name}-{version}.tgz",
                    "integrity": self.integrity(name, version),
                },
            }
            for version, needs in self.needs[name].items()
        }
        return {"name": name, "dist-tags": {"latest": max(versions)}, "versions": versions}

    def locked(self, name: str, version: str) -> dict[str, object]:
        """The package as package-lock.json has it: without an address."""
        needs = self.needs[name][version]
        return {"version": version, "integrity": self.integrity(name, version), "dependencies": needs}


@contextmanager
def registry() -> Iterator[Registry]:
    """A registry that answers on loopback while the block runs."""
    held = Registry()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = held.archives.get(self.path)
            if body is None and self.path.strip("/") in held.needs:
                body = json.dumps(held.document(self.path.strip("/"))).encode()
            self.send_response(404 if body is None else 200)
            self.end_headers()
            self.wfile.write(body or b"{}")

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    held.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
