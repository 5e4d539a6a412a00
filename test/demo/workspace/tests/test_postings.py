from datetime import date

import pytest

from ledger.accounts import Account
from ledger.postings import Posting, balance_of

CASH = Account("cash")
FOOD = Account("food")


def test_balance_counts_both_directions() -> None:
    postings = [Posting(date(2026, 9, 1), CASH, FOOD, 1250), Posting(date(2026, 9, 2), FOOD, CASH, 250)]
    assert balance_of(FOOD, postings) == 1000


def test_an_amount_is_positive() -> None:
    with pytest.raises(ValueError):
        Posting(date(2026, 9, 1), CASH, FOOD, 0)
