"""Finds collectors: `<vendor>/collect.py` in the folder of sources, here or in folders of the user's own."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from ..catalog import HERE
from .errors import CollectError
from .model import Collector

FILE = "collect.py"
PAGE = "credentials.md"
SOURCES = HERE / "sources"


def vendors(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """The files of all collectors by the name of their vendor; later folders win."""
    return {path.parent.name: path for folder in (SOURCES, *folders) for path in sorted(folder.glob(f"*/{FILE}"))}


def find_collector(vendor: str, folders: Sequence[Path] = ()) -> Collector:
    """The collector of a vendor: the object `COLLECTOR` of its `collect.py`.

    Args:
        folders: the user's own folders of sources.

    Raises:
        CollectError: if there is none, it cannot be loaded, or something that it needs is not installed.
    """
    known = vendors(folders)
    if vendor not in known:
        raise CollectError(f"There is no collector {vendor!r}", f"There are: {', '.join(sorted(known)) or 'none'}")
    collector = getattr(_module(vendor, known[vendor]), "COLLECTOR", None)
    if not isinstance(collector, Collector):
        raise CollectError(f"{known[vendor]} has no COLLECTOR", "It has to be an analyzer.collect.Collector")
    names = [part.name for part in collector.parts]
    if collector.name != vendor or len(set(names)) != len(names):
        raise CollectError(f"{known[vendor]}: its name has to be its folder's, and each part needs a name of its own")
    return collector


def credentials_page(vendor: str, folders: Sequence[Path] = ()) -> str:
    """The page on the credentials that a collector needs.

    Raises:
        CollectError: if there is none.
    """
    known = vendors(folders)
    page = known[vendor].with_name(PAGE) if vendor in known else None
    if page is None or not page.is_file():
        raise CollectError(f"There is no collector {vendor!r}" if page is None else f"{page} is missing")
    return page.read_text(encoding="utf-8")


def _module(vendor: str, path: Path) -> ModuleType:
    try:
        if path.parent.parent == SOURCES:
            return importlib.import_module(f"analyzer.sources.{vendor}.collect")
        name = f"goldenthread_collectors.{vendor}"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise CollectError(f"{path} cannot be loaded")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        advice = f"Install it: pip install 'goldenthread[{vendor}]'"
        raise CollectError(f"The collector of {vendor} needs {missing}, which is not installed", advice) from error
    except SyntaxError as error:
        raise CollectError(f"{path}, line {error.lineno}: it is no valid Python ({error.msg})") from error
    return module
