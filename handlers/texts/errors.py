"""One map from the facts that stop a use case to what the person reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlers.texts import followups, records, visits
from models import errors
from models.directory import Directory
from models.errors import DomainError

WORDINGS: dict[type[DomainError], Callable[[Any, Directory], str]] = {
    errors.DuplicateVisit: lambda fact, _: visits.duplicate(fact.number),
    errors.VisitInFuture: lambda fact, _: visits.in_future(fact.day),
    errors.VisitTooOld: lambda fact, _: visits.too_old(fact.day, fact.limit_days),
    errors.MomentPassed: lambda fact, _: followups.passed_plain(fact.on, fact.clock, fact.better_on),
    errors.MomentTooFar: lambda fact, _: followups.too_far(fact.on),
    errors.DuplicateFollowUp: lambda fact, _: followups.duplicate(fact.number),
    errors.FollowUpEnded: lambda fact, _: followups.ended(fact.number, done=fact.done),
    errors.NoOpenVisit: lambda _fact, _: visits.NO_OPEN_VISIT,
    errors.BadCustomerName: lambda _fact, _: visits.BAD_NAME,
    errors.RecordNotFound: lambda fact, _: records.not_found(fact.number),
    errors.NothingToUndo: lambda _fact, _: records.NOTHING_TO_UNDO,
    errors.RecordAlreadyVoided: lambda fact, _: records.already_voided(fact.number, fact.voided_at),
    errors.UndoWindowClosed: lambda fact, _: records.too_late(fact.minutes, leader=False),
    errors.NotYourRecord: lambda fact, _: records.not_yours(fact.number),
    errors.ReasonMissing: lambda fact, _: records.reason_missing(fact.number),
    errors.CannotChange: lambda fact, _: records.cannot_change(fact.number, fact.field),
    errors.NotAllowed: lambda fact, _: records.not_allowed(fact.who),
    errors.CustomerExists: lambda fact, directory: visits.customer_exists(directory.customer(fact.customer_id).name),
}


def word(error: DomainError, directory: Directory) -> str:
    """What the person reads for a fact.

    Args:
        error: the fact.
        directory: for names.
    """
    return WORDINGS[type(error)](error, directory)
