"""What a rep or manager can say: one file per capability, and the one list that joins them."""

from __future__ import annotations

from handlers.routing import Router


def build_router() -> Router:
    """All capabilities. A new one is one more name in this list."""
    from handlers import (
        aliases,
        birthdays,
        contacts,
        customer_lists,
        customers,
        events,
        evidence,
        followups,
        help,  # noqa: A004
        later,
        new_customers,
        privacy,
        records,
        search,
        team,
        todo,
        visit_lists,
        visits,
    )

    router = Router()
    for feature in (
        aliases,
        birthdays,
        contacts,
        customer_lists,
        customers,
        new_customers,
        visits,
        followups,
        todo,
        visit_lists,
        team,
        evidence,
        records,
        search,
        privacy,
        later,
        help,
        events,
    ):
        router.include(feature.router)
    return router
