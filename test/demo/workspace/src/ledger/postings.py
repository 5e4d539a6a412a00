"""What moved from where to where, in minor units."""

from dataclasses import dataclass
from datetime import date

from ledger.accounts import Account


@dataclass(frozen=True)
class Posting:
    day: date
    source: Account
    target: Account
    minor_units: int
    note: str = ""

    def __post_init__(self) -> None:
        if self.minor_units <= 0:
            raise ValueError("A posting moves a positive amount.")
        if self.source.currency != self.target.currency:
            raise ValueError("A posting does not change the currency.")


def balance_of(account: Account, postings: list[Posting]) -> int:
    received = sum(posting.minor_units for posting in postings if posting.target == account)
    spent = sum(posting.minor_units for posting in postings if posting.source == account)
    return received - spent
