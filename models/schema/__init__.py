"""All mapped classes, so that one import knows every table."""

from models.schema.announcements import Announcement, Receipt, TermChange
from models.schema.base import Base, Recorded, Restorable, Versioned
from models.schema.bookkeeping import (
    Change,
    CompanyVersion,
    Dialog,
    Heartbeat,
    InboxMessage,
    InboxState,
    Notice,
    NoticeState,
    PushStop,
    ReplyVia,
)
from models.schema.calendar import CalendarDay
from models.schema.customers import Contact, Customer, CustomerAlias, CustomerLabel
from models.schema.duties import Absence, AbsenceKind, Commitment, CommitmentState, Mute, News, NewsKind
from models.schema.followups import FollowUp, FollowUpState
from models.schema.handovers import Handover, HandoverItem, HandoverState, ItemState
from models.schema.leads import Appeal, AppealState, CustomerHelper, Holding, Lead, LeadState, Move, MoveKind
from models.schema.money import (
    Allocation,
    DelayReason,
    Order,
    Payment,
    PaymentPromise,
    PaymentState,
    PaymentWay,
    PromiseState,
    Receivable,
)
from models.schema.name_pieces import NamePiece
from models.schema.people import Consent, Introduction, Person, Role
from models.schema.records import Nearness, Photo, PhotoState, Place, Record, RecordKind, Visit
from models.schema.rep_days import RepDay
from models.schema.reports import DailyReport, RecordRead, Remark, RemarkKind, ReportState

__all__ = [
    "Absence",
    "AbsenceKind",
    "Allocation",
    "Announcement",
    "Appeal",
    "AppealState",
    "Base",
    "CalendarDay",
    "Change",
    "Commitment",
    "CommitmentState",
    "CompanyVersion",
    "Consent",
    "Contact",
    "Customer",
    "CustomerAlias",
    "CustomerHelper",
    "CustomerLabel",
    "DailyReport",
    "DelayReason",
    "Dialog",
    "FollowUp",
    "FollowUpState",
    "Handover",
    "HandoverItem",
    "HandoverState",
    "Heartbeat",
    "Holding",
    "InboxMessage",
    "InboxState",
    "Introduction",
    "ItemState",
    "Lead",
    "LeadState",
    "Move",
    "MoveKind",
    "Mute",
    "NamePiece",
    "Nearness",
    "News",
    "NewsKind",
    "Notice",
    "NoticeState",
    "Order",
    "Payment",
    "PaymentPromise",
    "PaymentState",
    "PaymentWay",
    "Person",
    "Photo",
    "PhotoState",
    "Place",
    "PromiseState",
    "PushStop",
    "Receipt",
    "Receivable",
    "Record",
    "RecordKind",
    "RecordRead",
    "Recorded",
    "Remark",
    "RemarkKind",
    "RepDay",
    "ReplyVia",
    "ReportState",
    "Restorable",
    "Role",
    "TermChange",
    "Versioned",
    "Visit",
]
