"""The values of a collector's own options, from words as a command line has them and then from the environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .errors import CollectError
from .model import Option, Options


def parsed(options: Sequence[Option], words: Sequence[str], environ: Mapping[str, str]) -> Options:
    """The values of a collector's own options.

    Args:
        words: such as `--profile a --organization`.

    Raises:
        CollectError: if there is no such option or its value is missing.
    """
    known = {option.name: option for option in options}
    values: dict[str, tuple[str, ...]] = {}
    rest = list(words)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        option = known.get(name[2:]) if name.startswith("--") else None
        if option is None:
            there = ", ".join(f"--{one}" for one in known) or "none"
            raise CollectError(f"There is no option {name}", f"Options of this collector's own: {there}")
        if option.flag:
            values[option.name] = ("yes",)
            continue
        if not equals and not rest:
            raise CollectError(f"{name} needs a value")
        value = value if equals else rest.pop(0)
        given = tuple(one.strip() for one in value.split(",") if one.strip()) if option.many else (value,)
        values[option.name] = (*values.get(option.name, ()), *given) if option.many else given
    for option in options:
        if option.name not in values and option.variable and environ.get(option.variable):
            value = environ[option.variable]
            values[option.name] = tuple(value.split(",")) if option.many else (value,)
    return Options(values)
