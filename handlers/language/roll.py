"""What the customer book needs to be told of a company; named here because the parser imports no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from handlers.language.own import Firm


class Customer(Firm, Protocol):
    """A customer's card."""

    @property
    def owner_id(self) -> int | None:
        """Who looks after him; None for the public pool."""


class Person(Protocol):
    """A member's card."""

    @property
    def id(self) -> int:
        """His number."""

    @property
    def name(self) -> str:
        """His full name."""

    @property
    def active(self) -> bool:
        """Whether he is still with the company."""

    @property
    def manager_id(self) -> int | None:
        """Whom he reports to."""

    @property
    def role(self) -> str:
        """What he is in the company: rep, manager, director, finance, assistant, admin."""


class Contact(Protocol):
    """A contact's card."""

    @property
    def id(self) -> int:
        """His number."""

    @property
    def customer_id(self) -> int:
        """Whose contact he is."""

    @property
    def name(self) -> str:
        """As it was entered."""

    @property
    def title(self) -> str:
        """As it was entered."""


class Changes(Protocol):
    """What a refresh brought."""

    @property
    def everything(self) -> bool:
        """Whether all was loaded anew."""

    @property
    def people(self) -> frozenset[int]:
        """Members by id."""

    @property
    def customers(self) -> frozenset[int]:
        """Customers by id."""


class Roll(Protocol):
    """What the book needs of `models.directory.Directory`."""

    @property
    def people(self) -> Mapping[int, Person]:
        """Members by id."""

    @property
    def customers(self) -> Mapping[int, Customer]:
        """Customers by id."""

    @property
    def contacts(self) -> Mapping[int, Contact]:
        """Contacts by id."""

    def owned_by(self, person_id: int, /) -> frozenset[int]:
        """Ids of a person's active customers."""

    def contacts_of(self, customer_id: int, /) -> Sequence[Contact]:
        """A customer's contacts."""

    def subscribe(self, listener: Callable[[Any], None], /) -> None:
        """Be told of every refresh."""
