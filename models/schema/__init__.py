"""All mapped classes, so that one import knows every table."""

from models.schema.base import Base, Recorded, Versioned
from models.schema.bookkeeping import (
    Change,
    CompanyVersion,
    Dialog,
    Heartbeat,
    InboxMessage,
    InboxState,
    Notice,
    NoticeState,
    ReplyVia,
    Setting,
)
from models.schema.customers import Contact, Customer, CustomerAlias, Receivable
from models.schema.followups import FollowUp, FollowUpState
from models.schema.people import Consent, Introduction, Person, Role
from models.schema.records import Nearness, Photo, PhotoState, Place, Record, RecordKind, Visit

__all__ = [
    "Base",
    "Change",
    "CompanyVersion",
    "Consent",
    "Contact",
    "Customer",
    "CustomerAlias",
    "Dialog",
    "FollowUp",
    "FollowUpState",
    "Heartbeat",
    "InboxMessage",
    "InboxState",
    "Introduction",
    "Nearness",
    "Notice",
    "NoticeState",
    "Person",
    "Photo",
    "PhotoState",
    "Place",
    "Receivable",
    "Record",
    "RecordKind",
    "Recorded",
    "ReplyVia",
    "Role",
    "Setting",
    "Versioned",
    "Visit",
]
