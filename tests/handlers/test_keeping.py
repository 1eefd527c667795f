"""What waits for an answer comes back as it was, whatever a database does to JSON."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from handlers import dunning, followup_drafts, orders, payments, receivables
from handlers.keeping import pack, unpack
from handlers.language.want_money import PartSaid
from models.rules.money import Target
from models.schema import PaymentWay, RecordKind

DRAFTS = (
    payments.Draft(
        7, Decimal("52000.50"), True, False, date(2026, 11, 23), PaymentWay.TRANSFER, "尾款",
        Target(month=8, receivable_id=3), 160, again=True, surplus_ok=True, tries=1, planned=True,
    ),
    payments.Draft(None, None, False, True, date(2026, 1, 1), PaymentWay.UNKNOWN),
    orders.Draft(False, Decimal(620_000), True, "注塑机", "2台", date(2026, 11, 23), "加急", 7, 1),
    dunning.Draft(7, "process", date(2026, 7, 20), Decimal(50_000), Decimal("0.3"), "走流程", {"page": 2}, 1),
    receivables.Draft(7, (PartSaid(Decimal(5), date(2026, 12, 1), "首付"), PartSaid(None, None)), "0815", "应收", 2),
    followup_drafts.Draft(
        RecordKind.REMINDER, date(2026, 12, 2), time(9, 30), 7, "东吴", (1, 2), 3, "王总", "带样品",
        "workdays", rough=True, sure=False, tries=1, made="新",
    ),
)  # fmt: skip


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: type(draft).__module__)
def test_a_draft_survives_the_dialog(draft: Any) -> None:
    assert unpack(type(draft), json.loads(json.dumps(pack(draft)))) == draft


def test_a_question_that_was_open_before_a_field_came_is_answered_all_the_same() -> None:
    values = pack(DRAFTS[0])
    del values["planned"]

    assert unpack(payments.Draft, {**values, "head": "按 5 万元记？"}).planned is False
