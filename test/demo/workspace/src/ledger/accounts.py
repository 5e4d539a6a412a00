"""The accounts that postings move money between."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Account:
    name: str
    currency: str = "EUR"
    closed: bool = False


@dataclass
class AccountBook:
    accounts: dict[str, Account] = field(default_factory=dict)

    def open(self, name: str, currency: str = "EUR") -> Account:
        if name in self.accounts:
            raise ValueError(f"There is an account {name} already.")
        account = Account(name, currency)
        self.accounts[name] = account
        return account

    def find(self, name: str) -> Account | None:
        account = self.accounts.get(name)
        return None if account is None or account.closed else account
