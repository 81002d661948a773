"""An export that ends exactly where a page ends was probably cut off there."""

from __future__ import annotations

from collections.abc import Iterable

from ..material import Material, Outcome, failed, in_order, tables_of

TITLE = "Rows of an export and the sizes of pages"
PART = "completeness"
GUARDS = "every"
LIMITS = "A population of exactly such a size is suspected without cause; the number that the source reports settles it."
PAGES = (100, 250)
SHEET_LIMITS = (16_383, 16_384, 65_535, 65_536, 1_048_575, 1_048_576)


def run(material: Material) -> Iterable[Outcome]:
    """Suspect each file without a reported number of rows that ends at a page's or a sheet's end.

    Where a collector saw the source say that no page follows, there is nothing to suspect.
    """
    uncounted = [file for file in material.files if file.source_count is None and not file.whole]
    failures = []
    for file in uncounted:
        known = material.catalog.sources
        sizes = {size for name in (file.source or "").split(", ") if name in known for size in known[name].spec.page_sizes}
        if file.rows and (any(file.rows % page == 0 for page in PAGES) or file.rows in (*sizes, *SHEET_LIMITS)):
            why = f"{file.path} has exactly {file.rows:,} rows, where pages and limits of exports end; it may be cut off"
            failures.append(failed(file.tables, why, "exports end where a page ends", [file.path]))
    return in_order(failures, f"none of {len(uncounted)} files ends at a page's end", tables_of(uncounted))
