"""Facts that stop a use case. No sentences: one map in the handlers turns each into what the person reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal


class DomainError(Exception):
    """Something the person can be told: the base of all facts below.

    They are not frozen: Python itself sets the traceback of an exception that leaves a context manager.
    """


@dataclass(unsafe_hash=True)
class RecordNotFound(DomainError):
    """No record has this number, or none that the person may know of."""

    number: int


@dataclass(unsafe_hash=True)
class NothingToUndo(DomainError):
    """The person made no record inside the undo window."""


@dataclass(unsafe_hash=True)
class RecordAlreadyVoided(DomainError):
    """The record was taken back before."""

    number: int
    voided_at: datetime


@dataclass(unsafe_hash=True)
class UndoWindowClosed(DomainError):
    """The record is older than the undo window (`product.md` §4.1 rule 8)."""

    number: int
    minutes: int


@dataclass(unsafe_hash=True)
class NotYourRecord(DomainError):
    """The record is a colleague's and the person is not above him."""

    number: int


@dataclass(unsafe_hash=True)
class ReasonMissing(DomainError):
    """A manager voids only with a reason."""

    number: int


@dataclass(unsafe_hash=True)
class DuplicateVisit(DomainError):
    """The same visit was told a moment ago (`product.md` §4.3, duplicate message)."""

    number: int


@dataclass(unsafe_hash=True)
class VisitInFuture(DomainError):
    """A visit cannot have happened on a day that is still to come."""

    day: date


@dataclass(unsafe_hash=True)
class VisitTooOld(DomainError):
    """Make-up entries reach back only so far."""

    day: date
    limit_days: int


@dataclass(unsafe_hash=True)
class NoOpenVisit(DomainError):
    """Leaving, with no arrival today to leave from."""


@dataclass(unsafe_hash=True)
class CannotChange(DomainError):
    """A record's field that cannot be changed this way."""

    number: int
    field: str


@dataclass(unsafe_hash=True)
class CustomerExists(DomainError):
    """A customer of this very name is there already."""

    customer_id: int


@dataclass(unsafe_hash=True)
class BadCustomerName(DomainError):
    """Empty, far too long, or no name at all."""


@dataclass(unsafe_hash=True)
class NotAllowed(DomainError):
    """The person's role does not allow this; `who` names who could."""

    who: str


@dataclass(unsafe_hash=True)
class MomentPassed(DomainError):
    """A reminder cannot be set for a day or time that is over; `better_on` is the next sensible day."""

    on: date
    clock: time | None
    better_on: date


@dataclass(unsafe_hash=True)
class MomentTooFar(DomainError):
    """Nobody plans that far ahead: the year is a slip."""

    on: date


@dataclass(unsafe_hash=True)
class DuplicateFollowUp(DomainError):
    """The same follow-up or reminder was set a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class FollowUpEnded(DomainError):
    """It was done or cancelled before."""

    number: int
    done: bool


@dataclass(unsafe_hash=True)
class BadAmount(DomainError):
    """A sum that cannot be booked: zero, negative, far too large, or with parts of a cent."""

    amount: Decimal


@dataclass(unsafe_hash=True)
class BadMoneyDay(DomainError):
    """No day for money: in the future of a payment, or years away."""

    day: date
    ahead: bool


@dataclass(unsafe_hash=True)
class DuplicatePayment(DomainError):
    """The same customer paid the same sum on the same day, told minutes ago."""

    number: int


@dataclass(unsafe_hash=True)
class Overpaid(DomainError):
    """More came in than is open: whether the rest is paid in advance has to be asked."""

    open_amount: Decimal
    surplus: Decimal


@dataclass(unsafe_hash=True)
class PaymentChecked(DomainError):
    """Finance has confirmed the payment: only finance takes it back."""

    number: int
    checked_by_id: int | None


@dataclass(unsafe_hash=True)
class PaymentDenied(DomainError):
    """Finance has denied the payment, so there is nothing in it to change."""

    number: int


@dataclass(unsafe_hash=True)
class PaidMeanwhile(DomainError):
    """A receivable that payments have settled is not taken out or made smaller than what is paid."""

    number: int
    payments: tuple[int, ...]
    paid: Decimal


@dataclass(unsafe_hash=True)
class NothingOpen(DomainError):
    """The customer owes nothing, so there is nothing to settle or to promise."""

    customer_id: int


@dataclass(unsafe_hash=True)
class NotPayment(DomainError):
    """The record is no payment that finance could check."""

    number: int


@dataclass(unsafe_hash=True)
class ReportAhead(DomainError):
    """A report cannot be about a day that is still to come."""

    day: date


@dataclass(unsafe_hash=True)
class ReportTooOld(DomainError):
    """The day lies further back than reports are made up (clause 2.2)."""

    day: date
    days: int


@dataclass(unsafe_hash=True)
class ReportClosed(DomainError):
    """The report was handed in on time and is not changed after the deadline (clause 2.1)."""

    number: int
    day: date
    filed_at: datetime


@dataclass(unsafe_hash=True)
class ReportFull(DomainError):
    """More sentences, or a longer one, are not added to a report."""

    sentences: int
    characters: int


@dataclass(unsafe_hash=True)
class NothingToReport(DomainError):
    """The day has no record and nothing was written."""

    day: date


@dataclass(unsafe_hash=True)
class WordsMissing(DomainError):
    """A remark that says nothing."""

    about_number: int | None


@dataclass(unsafe_hash=True)
class CustomerFrozen(DomainError):
    """A handover has the customer: nobody else gets it until that has ended (`product.md` B5)."""

    customer_id: int
    handover: int


@dataclass(unsafe_hash=True)
class CustomerMovedOn(DomainError):
    """The customer is no longer where the move put it."""

    number: int
    customer_id: int


@dataclass(unsafe_hash=True)
class AlreadyYours(DomainError):
    """Whoever wants the customer has it."""

    customer_id: int
    protected_until: date | None


@dataclass(unsafe_hash=True)
class CustomerTaken(DomainError):
    """The customer has an owner; `at` is when he got it (UTC), where that was a moment ago."""

    customer_id: int
    at: datetime | None


@dataclass(unsafe_hash=True)
class NotYetFree(DomainError):
    """The customer came into the pool just now; it is free from an instant on (UTC)."""

    customer_id: int
    free_at: datetime


@dataclass(unsafe_hash=True)
class FormerOwnerWaits(DomainError):
    """He had the customer last and gave it back, or lost it, on a Shanghai day; `last_on` is the last day he waits."""

    customer_id: int
    pooled_on: date
    last_on: date
    recycled: bool


@dataclass(unsafe_hash=True)
class ClaimsUsedUp(DomainError):
    """He has claimed as many customers today as one may."""

    limit: int


@dataclass(unsafe_hash=True)
class HoldingFull(DomainError):
    """He has as many customers as one may have."""

    limit: int
    held: int


@dataclass(unsafe_hash=True)
class OwnerChanged(DomainError):
    """Somebody else has the customer meanwhile, or nobody."""

    customer_id: int


@dataclass(unsafe_hash=True)
class LeadEnded(DomainError):
    """A registration (报备) protects no longer; `lapsed` because it was never completed."""

    number: int
    on: date
    lapsed: bool


@dataclass(unsafe_hash=True)
class LeadNotYours(DomainError):
    """A registration is a colleague's, and the person is not above him."""

    number: int


@dataclass(unsafe_hash=True)
class RenewalUnearned(DomainError):
    """A protection is renewed only with a qualified visit since a day (制度 3.2)."""

    number: int
    since: date
    until: date


@dataclass(unsafe_hash=True)
class ExtensionAsked(DomainError):
    """The leader was asked for one more renewal already."""

    number: int
    on: date


@dataclass(unsafe_hash=True)
class NothingAsked(DomainError):
    """There is no open request on this record, or it was answered before."""

    number: int


@dataclass(unsafe_hash=True)
class StandsInTheWay(DomainError):
    """A record cannot be taken out because of what came after it: another record, or a change of hands (0)."""

    number: int
    other: int
    kind: str


@dataclass(unsafe_hash=True)
class AppealPointless(DomainError):
    """There is nothing to appeal against: the customer is his own, or nobody's."""

    customer_id: int
    own: bool


@dataclass(unsafe_hash=True)
class AppealOpen(DomainError):
    """He has appealed already and is waiting for the ruling."""

    number: int
    due_on: date


@dataclass(unsafe_hash=True)
class AppealEnded(DomainError):
    """An appeal was ruled on, withdrawn, or settled by a change of hands."""

    number: int


@dataclass(unsafe_hash=True)
class NotTheJudge(DomainError):
    """Somebody else rules on this appeal; None where nobody can."""

    number: int
    judge_id: int | None


@dataclass(unsafe_hash=True)
class AlreadyHelps(DomainError):
    """He works on the customer already."""

    customer_id: int
    person_id: int


@dataclass(unsafe_hash=True)
class HelpsNot(DomainError):
    """He does not work on the customer."""

    customer_id: int
    person_id: int


@dataclass(unsafe_hash=True)
class AbsenceBadDays(DomainError):
    """Leave or a trip that is too long, or lies too far away."""

    first_on: date
    last_on: date
    longest_days: int
    too_long: bool


@dataclass(unsafe_hash=True)
class AbsenceOverlaps(DomainError):
    """All of the days are told already, or a trip is to fall into leave."""

    number: int
    kind: str
    first_on: date
    last_on: date


@dataclass(unsafe_hash=True)
class NoAbsence(DomainError):
    """Nobody is away, and nothing of the kind is to come."""


@dataclass(unsafe_hash=True)
class DuplicateCommitment(DomainError):
    """The same promise was told a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class CommitmentEnded(DomainError):
    """A promise was kept or called off before."""

    number: int
    kept: bool


@dataclass(unsafe_hash=True)
class DuplicateNews(DomainError):
    """The same problem or news was told a moment ago."""

    number: int


@dataclass(unsafe_hash=True)
class ProblemSolved(DomainError):
    """A problem was solved before."""

    number: int
    solved_at: datetime


@dataclass(unsafe_hash=True)
class TermValueBad(DomainError):
    """A company rule cannot have this value; the term itself says what it can have."""

    name: str
    value: str


@dataclass(unsafe_hash=True)
class TermUnchanged(DomainError):
    """The company rule has this value on that Shanghai day already."""

    name: str
    value: str
    on: date


@dataclass(unsafe_hash=True)
class TermDayBad(DomainError):
    """A changed rule holds from tomorrow at the earliest, and nobody plans one for years ahead (`product.md` P17)."""

    on: date
    earliest: date


@dataclass(unsafe_hash=True)
class LabelRefused(DomainError):
    """A label that is too long or no word, or one too many."""

    longest: int
    most: int
    too_many: bool


@dataclass(unsafe_hash=True)
class NothingToHandOver(DomainError):
    """The person has no customers."""

    person_id: int


@dataclass(unsafe_hash=True)
class HandoverEnded(DomainError):
    """The handover is done or was called off."""

    number: int


@dataclass(unsafe_hash=True)
class HandedOver(DomainError):
    """What came by a handover is not taken back by who took it over."""

    number: int
    customer_id: int
