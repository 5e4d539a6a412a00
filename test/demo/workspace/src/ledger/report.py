"""The monthly report."""

from collections import defaultdict
from datetime import date

from ledger.postings import Posting


def month_of(day: date) -> str:
    return f"{day.year}-{day.month:02}"


def monthly_report(postings: list[Posting], month: str) -> str:
    spent: dict[str, int] = defaultdict(int)
    for posting in postings:
        if month_of(posting.day) == month:
            spent[posting.target.name] += posting.minor_units
    lines = [f"{name:<24} {minor / 100:>10.2f}" for name, minor in sorted(spent.items())]
    return "\n".join([month, *lines])
