"""One map from the facts that stop a use case to what the person reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers.texts import (
    absences,
    appeals,
    cards,
    commitments,
    common,
    dunning,
    followups,
    handovers,
    lead_renewals,
    leads,
    money,
    news,
    ownership,
    pool,
    records,
    remarks,
    reports,
    terms,
    visits,
)
from models import errors
from models.directory import Directory
from models.errors import DomainError
from models.times import shanghai_day


def _person(directory: Directory, person_id: int | None) -> str:
    card = directory.people.get(person_id) if person_id is not None else None
    return card.name if card is not None else ""


def _day(at: datetime | None) -> str:
    return common.full_day(shanghai_day(at)) if at is not None else ""


WORDINGS: dict[type[DomainError], Callable[[Any, Directory], str]] = {
    errors.DuplicateVisit: lambda fact, _: visits.duplicate(fact.number),
    errors.VisitInFuture: lambda fact, _: visits.in_future(fact.day),
    errors.VisitTooOld: lambda fact, _: visits.too_old(fact.day, fact.limit_days),
    errors.MomentPassed: lambda fact, _: followups.passed_plain(fact.on, fact.clock, fact.better_on),
    errors.MomentTooFar: lambda fact, _: followups.too_far(fact.on),
    errors.DuplicateFollowUp: lambda fact, _: common.noted_before(f"#{fact.number}"),
    errors.FollowUpEnded: lambda fact, _: followups.ended(fact.number, done=fact.done),
    errors.NoOpenVisit: lambda _fact, _: visits.NO_OPEN_VISIT,
    errors.BadCustomerName: lambda _fact, _: visits.BAD_NAME,
    errors.RecordNotFound: lambda fact, _: records.not_found(fact.number),
    errors.NothingToUndo: lambda _fact, _: records.NOTHING_TO_UNDO,
    errors.RecordAlreadyVoided: lambda fact, _: records.already_voided(fact.number, fact.voided_at),
    errors.UndoWindowClosed: lambda fact, _: records.too_late(f"#{fact.number}", fact.minutes, leader=False),
    errors.NotYourRecord: lambda fact, _: records.not_yours(fact.number),
    errors.ReasonMissing: lambda fact, _: records.reason_missing(fact.number),
    errors.CannotChange: lambda fact, _: records.cannot_change(fact.number, fact.field),
    errors.NotAllowed: lambda fact, _: records.not_allowed(fact.who),
    errors.CustomerExists: lambda fact, directory: visits.customer_exists(directory.customer(fact.customer_id).name),
    errors.AbsenceBadDays: lambda fact, _: absences.bad_days(
        absences.full(fact.first_on, fact.last_on), fact.longest_days, too_long=fact.too_long
    ),
    errors.AbsenceOverlaps: lambda fact, _: absences.overlaps(
        absences.name(fact.kind, fact.number), absences.full(fact.first_on, fact.last_on)
    ),
    errors.NoAbsence: lambda _fact, _: absences.NONE,
    errors.DuplicateCommitment: lambda fact, _: common.noted_before(commitments.name(fact.number)),
    errors.CommitmentEnded: lambda fact, _: commitments.ended(fact.number, _day(fact.ended_at), kept=fact.kept),
    errors.DuplicateNews: lambda fact, _: common.noted_before(f"#{fact.number}"),
    errors.ProblemSolved: lambda fact, directory: news.solved_before(
        fact.number, _day(fact.solved_at), _person(directory, fact.solved_by_id)
    ),
    errors.CustomerFrozen: pool.frozen,
    errors.CustomerMovedOn: pool.moved_on,
    errors.AlreadyYours: pool.already_yours,
    errors.CustomerTaken: pool.taken,
    errors.NotYetFree: pool.not_yet_free,
    errors.FormerOwnerWaits: pool.former_owner,
    errors.ClaimsUsedUp: pool.used_up,
    errors.HoldingFull: pool.full,
    errors.OwnerChanged: pool.owner_changed,
    errors.AlreadyHelps: ownership.already_helps,
    errors.HelpsNot: ownership.helps_not,
    errors.NothingToHandOver: handovers.nothing,
    errors.HandoverEnded: handovers.ended,
    errors.HandedOver: handovers.handed_over,
    errors.TermValueBad: lambda fact, _: terms.value_bad(fact.name, fact.value),
    errors.TermUnchanged: lambda fact, _: terms.unchanged(fact.name, fact.value, fact.on),
    errors.TermDayBad: lambda fact, _: terms.day_bad(fact.on, fact.earliest),
    errors.ReportAhead: lambda fact, _: reports.ahead(fact.day),
    errors.ReportTooOld: lambda fact, _: reports.too_old(fact.day, fact.days),
    errors.ReportClosed: lambda fact, _: reports.closed(fact.number, fact.day, fact.filed_at),
    errors.ReportFull: lambda fact, _: reports.full(fact.sentences, fact.characters),
    errors.NothingToReport: lambda fact, _: reports.nothing(fact.day),
    errors.WordsMissing: lambda fact, _: remarks.words_missing(fact.about_number),
    errors.LabelRefused: lambda fact, _: cards.label_refused(fact.longest, fact.most, too_many=fact.too_many),
    errors.LeadEnded: lambda fact, _: (leads.lapsed if fact.lapsed else leads.expired)(fact.number, fact.on),
    errors.LeadNotYours: lambda fact, _: leads.not_yours(fact.number),
    errors.RenewalUnearned: lambda fact, _: lead_renewals.unearned(fact.number, fact.since, fact.until),
    errors.ExtensionAsked: lambda fact, _: lead_renewals.asked_already(fact.number, fact.on),
    errors.NothingAsked: lambda fact, _: lead_renewals.nothing_asked(fact.number),
    errors.StandsInTheWay: lambda fact, _: leads.stands_in_the_way(fact.number, fact.kind, fact.other),
    errors.AppealPointless: lambda fact, directory: appeals.pointless(
        directory.customer(fact.customer_id).name, own=fact.own
    ),
    errors.AppealOpen: lambda fact, _: appeals.waits_already(fact.number, fact.due_on),
    errors.AppealEnded: lambda fact, _: appeals.ended(fact.number),
    errors.NotTheJudge: lambda fact, directory: appeals.not_the_judge(fact.number, _person(directory, fact.judge_id)),
    errors.BadAmount: lambda fact, _: money.bad_amount(fact),
    errors.BadMoneyDay: lambda fact, _: money.bad_day(fact),
    errors.DuplicatePayment: lambda fact, _: money.duplicate(fact.number),
    errors.Overpaid: lambda fact, _: money.more_than_open(fact),
    errors.PaymentChecked: lambda fact, directory: money.checked(
        fact.number, _person(directory, fact.checked_by_id), _day(fact.checked_at)
    ),
    errors.PaymentDenied: lambda fact, _: money.denied_before(fact.number),
    errors.PaidMeanwhile: lambda fact, _: money.paid_meanwhile(fact),
    errors.NothingOpen: lambda fact, directory: dunning.nothing_open(directory.customer(fact.customer_id).short),
    errors.NotPayment: lambda fact, _: money.not_a_payment(fact.number),
}


def word(error: DomainError, directory: Directory) -> str:
    """What the person reads for a fact.

    Args:
        error: the fact.
        directory: for names.
    """
    return WORDINGS[type(error)](error, directory)
