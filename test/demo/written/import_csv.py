"""Reads what the banks export."""

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """Where a bank puts what, and how it writes numbers and days."""

    day: str
    amount: str
    note: str
    day_format: str
    decimal: str


NORTH = Layout("Booked", "Amount", "Text", "%d.%m.%Y", ",")
SOUTH = Layout("Date", "Value", "Reference", "%Y-%m-%d", ".")


@dataclass(frozen=True)
class Row:
    day: datetime
    minor_units: int
    note: str


def read_rows(path: Path, layout: Layout) -> list[Row]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return [row_of(fields, layout) for fields in csv.DictReader(file, delimiter=";") if any(fields.values())]


def row_of(fields: dict[str, str], layout: Layout) -> Row:
    whole, _, cents = fields[layout.amount].strip().partition(layout.decimal)
    sign = -1 if whole.startswith("-") else 1
    minor_units = int(whole) * 100 + sign * int(cents.ljust(2, "0")[:2] or 0)
    return Row(datetime.strptime(fields[layout.day], layout.day_format), minor_units, fields[layout.note].strip())
