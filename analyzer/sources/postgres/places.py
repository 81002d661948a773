"""Where a server is and how it is reached, from the options of the command line and the variables that libpq knows."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path

import certifi

from analyzer.collect import CollectError, Secret, Session

DEFAULT_PORT = "5432"
BUNDLES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")


def place_of(
    session: Session, *, default_database: str, default_port: str = DEFAULT_PORT, password: str = "PGPASSWORD"
) -> list[dict[str, str]]:
    """What libpq needs for each server of the options, without the names that stand in the environment alone.

    Args:
        default_database: the database to connect to.
        default_port: where `--server` names none.
        password: the variable that holds the password, where one is needed and no `~/.pgpass` has it.

    Raises:
        CollectError: if no server is named, or one is named with a password.
    """
    named = session.options.many("server")
    if not named:
        raise CollectError(
            f"No server of {session.collector.title} is named",
            f"Name it: goldenthread collect {session.collector.name} --server HOST:PORT",
        )
    places = []
    for one in named:
        if "@" in one or "://" in one or "=" in one:
            raise CollectError("--server takes HOST or HOST:PORT", "Give the user with --user and the password in the environment")
        host, port = _host_and_port(one, session.environ.get("PGPORT") or default_port)
        place = {"host": host, "port": port, "dbname": default_database, "application_name": "goldenthread"}
        place["sslmode"] = session.options.one("sslmode") or ("prefer" if _is_here(host) else "verify-full")
        for option, name in (("user", "user"), ("sslrootcert", "sslrootcert")):
            if given := session.options.one(option):
                place[name] = given
        if place["sslmode"] == "verify-full" and place.get("sslrootcert", "system") == "system":
            place["sslrootcert"] = authorities(session)
        if secret := session.environ.get(password):
            place["password"] = session.known(Secret(secret)).reveal()
        places.append(place)
    return places


def authorities(session: Session) -> str:
    """The file with the authorities of this machine; libpq as it comes with its driver looks for them where there are none."""
    usual = (session.environ.get("SSL_CERT_FILE"), ssl.get_default_verify_paths().cafile, *BUNDLES)
    return next((one for one in usual if one and Path(one).is_file()), certifi.where())


def account_of(place: dict[str, str]) -> str:
    """The name of a server in the names of files: the same in each run."""
    host = "socket" if place["host"].startswith("/") else place["host"]
    return f"{host}-{place['port']}"


def _host_and_port(text: str, port: str) -> tuple[str, str]:
    if text.startswith("/"):
        return text, port
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        return host, rest.removeprefix(":") or port
    host, _, given = text.partition(":")
    return (text, port) if ":" in given else (host, given or port)


def _is_here(host: str) -> bool:
    if host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
