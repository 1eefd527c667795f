"""What speaks for a meaning where no rule knew the words: whole classes, and what only looks like them."""

from __future__ import annotations

import pytest

from handlers.language.meaning import Intents
from tests.handlers.language.test_deeds import said
from tests.handlers.language.test_wants import written

_MEANT: tuple[tuple[Intents, tuple[str, ...]], ...] = (
    # What does not work any more, and who has been waiting for help.
    (
        Intents.COMPLAINT_RECORD,
        (
            "何总说空压机有三台开不了机",
            "费校长那边反馈打印机老卡纸 催了三遍没人来修",
            "龚总讲两台逆变器不亮了",
            "老郭反映模具两套裂了",
            "阿福师傅说冰柜连不上电 催了两次没人管",
            "燕姐说收银机有两台打不开",
            "老渔港催了三遍没人修",
        ),
    ),
    # Somebody who is named is to look after a customer, called 他 behind.
    (Intents.LEAD_TRANSFER, ("老渔港阿福师傅跟孙莉熟，给她跟", "启明学校孙莉认识校长，让她跟吧")),
    (Intents.LEAD_CLAIM, ("竹海山庄空着的话我去跑", "竹海山庄没人跟的话我来跟", "竹海山庄没主的话我去接")),
    # A receipt is no payment.
    (Intents.EXPENSE_RECORD, ("约何总吃日料 打了发票 426", "和龚总吃火锅 开了发票 312")),
    (Intents.PAYMENT_RECORD, ("阿福师傅付现3千", "老渔港付现2600", "何总本来说三万，只来了1万8")),
)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in _MEANT for text in texts])
def test_what_most_speaks_for(name: Intents, text: str) -> None:
    assert said(text)[0].name is name


@pytest.mark.parametrize(
    "text",
    [
        "何总该付2万",
        "老渔港应付三万，一分没给",
        "要是竹海山庄我去跑会怎么样",
        "孙莉跟何总熟吗，给她跟合适吗",
        "何总开不动车了吧",
    ],
)
def test_what_only_has_the_words_is_not_kept(text: str) -> None:
    assert written(tuple(said(text))) == []
