"""What a rep or manager can say: one file per capability, and the one list that joins them."""

from __future__ import annotations

from handlers.routing import Router


def build_router() -> Router:
    """All capabilities. A new one is one more name in this list."""
    from handlers import events, evidence, help, privacy, records, team, visit_lists, visits  # noqa: A004

    router = Router()
    for feature in (visits, visit_lists, team, evidence, records, privacy, help, events):
        router.include(feature.router)
    return router
