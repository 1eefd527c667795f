"""What a rep or manager can say: one file per capability, and the one list that joins them."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from handlers.routing import Router

CAPABILITIES: Final = (
    "aliases",
    "birthdays",
    "contacts",
    "customer_lists",
    "customers",
    "new_customers",
    "visits",
    "followups",
    "todo",
    "todo_answers",
    "visit_lists",
    "team",
    "points",
    "rankings",
    "terms",
    "evidence",
    "records",
    "trails",
    "search",
    "workdays",
    "pushes",
    "privacy",
    "kind_mutes",
    "prompts",
    "absences",
    "cards",
    "commitments",
    "deliveries",
    "labels",
    "news",
    "timelines",
    "reports",
    "plans",
    "team_reports",
    "missing_reports",
    "remarks",
    "relays",
    "work",
    "pool",
    "releases",
    "ownership",
    "handovers",
    "takeovers",
    "leavers",
    "leads",
    "lead_fills",
    "lead_checks",
    "lead_taken",
    "lead_renewals",
    "lead_decisions",
    "appeal_lists",
    "appeals",
    "payments",
    "receivables",
    "debts",
    "due_days",
    "dunning",
    "paid_in_parts",
    "orders",
    "payment_checks",
    "later",
    "help",
    "events",
)
"""Modules of this package, each with a `router`. Where two recognise the same phrase, the first one has it."""


def build_router() -> Router:
    """All capabilities in one table."""
    router = Router()
    for name in CAPABILITIES:
        router.include(import_module(f"{__name__}.{name}").router)
    return router
