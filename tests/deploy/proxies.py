# SPDX-FileCopyrightText: 2026 Rione contributors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real nginx on loopback with the files of deploy/: only addresses, folders and the certificate are put in."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.commands.processes import ROOT, free_port

ROOT_HOST, SHARED_HOST = "partecipa.comune.example", "www.comune.example"
# The site of the comune that takes Rione in under a path: not one of our files.
SHARED_SITE = """
server {
    listen 443 ssl http2;
    server_name www.comune.example;
    ssl_certificate     /etc/ssl/partecipa.pem;
    ssl_certificate_key /etc/ssl/partecipa.key;
    location / { return 200 "il sito del comune"; }
    include /etc/nginx/snippets/rione-subpath.conf;
}
"""
MAIN = """
daemon off;
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/logs/error.log;
events {{ worker_connections 64; }}
http {{
    access_log {folder}/logs/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/http.conf;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """A folder of nginx, its ports, and the address that people use."""

    folder: Path
    program_port: int
    plain_port: int
    tls_port: int
    host: str
    prefix: str

    @property
    def base_url(self) -> str:
        """With the port, which a real installation has not: browsers compare it."""
        return f"https://{self.host}:{self.tls_port}{self.prefix}"

    @property
    def command(self) -> list[str]:
        nginx = shutil.which("nginx", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
        return [nginx or "nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]

    def told(self) -> str:
        """Everything in nginx's logs."""
        return "".join(path.read_text() for path in sorted((self.folder / "logs").iterdir()))

    def browser(self) -> httpx.Client:
        """A client that finds the host here and believes its certificate only."""
        trusted = ssl.create_default_context(cafile=str(self.folder / "partecipa.pem"))
        return httpx.Client(transport=_Here(trusted), timeout=30)


class _Here(httpx.BaseTransport):
    """Every host is on loopback, under its own name for TLS, cookies and redirects."""

    def __init__(self, trusted: ssl.SSLContext) -> None:
        self._transport = httpx.HTTPTransport(verify=trusted)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        extensions = {**request.extensions, "sni_hostname": request.url.host}
        here = request.url.copy_with(host="127.0.0.1")
        sent = httpx.Request(
            request.method, here, headers=request.headers, stream=request.stream, extensions=extensions
        )
        return self._transport.handle_request(sent)

    def close(self) -> None:
        self._transport.close()


def written(folder: Path, *, shared: bool) -> Proxy:
    """The files of deploy/ in a folder, at the root of a host or under a path of a shared one."""
    host, prefix = (SHARED_HOST, "/partecipa") if shared else (ROOT_HOST, "")
    proxy = Proxy(folder, free_port(), free_port(), free_port(), host, prefix)
    (folder / "logs").mkdir(parents=True)
    request = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={host}"]
    files = [
        "-addext",
        f"subjectAltName=DNS:{host}",
        "-keyout",
        folder / "partecipa.key",
        "-out",
        folder / "partecipa.pem",
    ]
    subprocess.run([*request, *files], check=True, capture_output=True)
    places = {
        "127.0.0.1:8000": f"127.0.0.1:{proxy.program_port}",
        "listen 80;": f"listen 127.0.0.1:{proxy.plain_port};",
        "listen 443 ": f"listen 127.0.0.1:{proxy.tls_port} ",
        "https://$host/": f"https://$host:{proxy.tls_port}/",
        "example$request_uri": f"example:{proxy.tls_port}$request_uri",
        "/etc/ssl/": f"{folder}/",
        "/etc/nginx/snippets/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/logs/",
    }

    def put(name: str, text: str) -> None:
        for place, here in places.items():
            text = text.replace(place, here)
        (folder / name).write_text(text)

    deploy = ROOT / "deploy"
    put("http.conf", (deploy / "nginx-http.conf").read_text())
    put("rione-proxy.conf", (deploy / "nginx-proxy.conf").read_text())
    put("rione-errors.conf", (deploy / "nginx-errors.conf").read_text())
    put("rione-subpath.conf", (deploy / "nginx-subpath.conf").read_text())
    put("site.conf", SHARED_SITE if shared else (deploy / "nginx.conf").read_text())
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""))
    return proxy


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionError:
        return False
    return True


@contextmanager
def running(proxy: Proxy) -> Iterator[None]:
    """nginx, up and answering; stopped at the end."""
    with (proxy.folder / "logs/stderr.log").open("w") as told:
        process = subprocess.Popen(proxy.command, stdout=told, stderr=told)
        try:
            deadline = time.monotonic() + 30
            while not _answers(proxy.tls_port):
                assert process.poll() is None, proxy.told()
                assert time.monotonic() < deadline
                time.sleep(0.05)
            yield
        finally:
            process.send_signal(signal.SIGQUIT)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
