"""`goldenthread evidence timestamp`, and what `goldenthread evidence verify` says of time-stamps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from ..config import Timestamps

CONFIG = typer.Option(None, "--config", help="A goldenthread.toml; the one in this folder when left out.")
NEEDED = """name one in goldenthread.toml; none is asked by itself:

    [timestamps]
    authority = "https://timestamp.example/rfc3161"
    certificates = "authority.pem"  # its root, and what lies between, as PEM
    policy = "1.2.3.4.1"            # where stamps have to be made under one"""


def timestamp(
    locker: Path = typer.Argument(help="The locker's folder.", show_default=False), config: Path | None = CONFIG,
) -> None:  # fmt: skip
    """Have an authority confirm what the ledger is now (RFC 3161). Only a hash leaves the machine."""
    from ..collect.authority import stamp_ledger
    from ..errors import ConfigError
    from ..evidence.locker import Locker
    from ..evidence.stamps import moment, read_trust

    found = settings(config)
    if found is None:
        raise ConfigError(f"No time-stamp authority is known; {NEEDED}")
    stamp, signed = stamp_ledger(Locker(locker), found.authority, read_trust(found.certificates, found.policy))
    typer.echo(f"Time-stamp {stamp.stamp}: the first {stamp.entries} entries of the ledger were so at {moment(signed.at)}.")
    typer.echo(f"SHA-256 of their lines: {stamp.ledger_sha256}")


def settings(config: Path | None) -> Timestamps | None:
    """What the configuration says of time-stamps, its paths made whole; None where it says nothing.

    Args:
        config: the file; the one in this folder when left out.
    """
    from ..config import NAME, read_config

    file = config or (Path(NAME) if Path(NAME).is_file() else None)
    found = read_config(file).timestamps if file else None
    if file is None or found is None:
        return None
    return found.model_copy(update={"certificates": file.parent / found.certificates})


def verify_stamps(locker: Any, config: Path | None, certificates: Path | None) -> tuple[list[str], list[str]]:
    """Check the time-stamps of a locker offline.

    Args:
        certificates: a file of certificates that goes before the configuration's.

    Returns:
        What is wrong, and lines about what was found right or could not be checked.
    """
    from ..evidence.stamps import STAMPS, Stamps, moment, read_trust

    stamps = Stamps(locker)
    if not stamps.file.exists():
        return [], []
    found = settings(config)
    where = certificates or (found.certificates if found else None)
    trust = read_trust(where, found.policy if found else None) if where else None
    faults, good = stamps.verify(trust, datetime.now(UTC))
    lines = [
        f"Time-stamp {stamp.stamp}: entries 1 to {stamp.entries} were so at {moment(signed.at)}, as "
        f"{signed.signer or stamp.authority} signed (policy {signed.policy})."
        for stamp, signed in good
    ]
    if trust is None:
        lines.append(
            f"The signatures of {STAMPS} were not checked: no certificates are given. "
            "Name them with --certificates, or in [timestamps] of goldenthread.toml."
        )
    return faults, lines
