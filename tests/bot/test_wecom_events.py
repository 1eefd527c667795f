"""Every event of `wecom.md` §3.2: its own fields, and what they become."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot.wire import AT, SEALER, read
from tests.fakes.app import AGENT_ID


def _event(sender: str, event: str, own: str) -> str:
    document = SEALER.message("event", sender, {"Event": event}, at=AT)
    return document.replace("<AgentID>", own + "<AgentID>")


EVENTS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("lilei", "subscribe", "", {}),
    ("lilei", "unsubscribe", "", {}),
    ("lilei", "enter_agent", "<EventKey></EventKey>", {}),
    (
        "lilei",
        "LOCATION",
        "<Latitude>31.2983</Latitude><Longitude>120.5853</Longitude><Precision>15.0</Precision><AppType>wxwork</AppType>",
        {},
    ),
    ("lilei", "click", "<EventKey>today</EventKey>", {"event_key": "today"}),
    ("lilei", "view", "<EventKey>https://a.example/</EventKey>", {"event_key": "https://a.example/"}),
    ("lilei", "view_miniprogram", "<EventKey>/pages/1</EventKey>", {"event_key": "/pages/1"}),
    (
        "lilei",
        "scancode_waitmsg",
        "<EventKey>6</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType><ScanResult>1</ScanResult></ScanCodeInfo>",
        {"event_key": "6", "scan_code_info": {"scan_type": "qrcode", "scan_result": "1"}},
    ),
    (
        "lilei",
        "pic_sysphoto",
        (
            "<EventKey>6</EventKey><SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum>ab</PicMd5Sum></item></PicList>"
            "</SendPicsInfo>"
        ),
        {"event_key": "6", "send_pics_info": {"count": "1", "pic_list": [{"pic_md5_sum": "ab"}]}},
    ),
    (
        "lilei",
        "location_select",
        "<EventKey>6</EventKey><SendLocationInfo><Location_X>31.2</Location_X><Label>园区</Label></SendLocationInfo>",
        {"event_key": "6"},
    ),
    (
        "sys",
        "batch_job_result",
        "<BatchJob><JobId>J1</JobId><JobType>sync_user</JobType><ErrCode>0</ErrCode><ErrMsg>ok</ErrMsg></BatchJob>",
        {"batch_job": {"job_id": "J1", "job_type": "sync_user", "err_code": "0", "err_msg": "ok"}},
    ),
    ("sys", "upload_media_job_finish", "<JobId>J2</JobId>", {"job_id": "J2"}),
    (
        "lilei",
        "template_card_event",
        (
            "<EventKey>visit_submit</EventKey><TaskId>v-7</TaskId><CardType>multiple_interaction</CardType>"
            "<ResponseCode>RC</ResponseCode><SelectedItems><SelectedItem><QuestionKey>outcome</QuestionKey><OptionIds>"
            "<OptionId>won</OptionId></OptionIds></SelectedItem></SelectedItems>"
        ),
        {
            "event_key": "visit_submit",
            "task_id": "v-7",
            "card_type": "multiple_interaction",
            "response_code": "RC",
            "selected_items": [{"question_key": "outcome", "option_ids": ["won"]}],
        },
    ),
    (
        "lilei",
        "template_card_event",
        (
            "<SelectedItems><SelectedItem><QuestionKey>a</QuestionKey><OptionIds><OptionId>1</OptionId><OptionId>2</OptionId>"
            "</OptionIds></SelectedItem><SelectedItem><QuestionKey>b</QuestionKey></SelectedItem></SelectedItems>"
        ),
        {"selected_items": [{"question_key": "a", "option_ids": ["1", "2"]}, {"question_key": "b"}]},
    ),
    (
        "lilei",
        "template_card_menu_event",
        "<EventKey>k</EventKey><TaskId>t</TaskId>",
        {"event_key": "k", "task_id": "t"},
    ),
    (
        "sys",
        "change_contact",
        "<ChangeType>update_user</ChangeType><UserID>lilei</UserID><Department><![CDATA[1,2]]></Department>",
        {"change_type": "update_user", "user_id": "lilei", "department": "1,2"},
    ),
    (
        "sys",
        "open_approval_change",
        (
            "<ApprovalInfo><ThirdNo>9</ThirdNo><ApprovalNodes><ApprovalNode><NodeStatus>1</NodeStatus><Items><Item><ItemName>"
            "吴芳</ItemName></Item></Items></ApprovalNode></ApprovalNodes></ApprovalInfo>"
        ),
        {
            "approval_info": {
                "third_no": "9",
                "approval_nodes": [{"node_status": "1", "items": [{"item_name": "吴芳"}]}],
            }
        },
    ),
    (
        "sys",
        "sys_approval_change",
        (
            "<ApprovalInfo><SpNoStr>2026</SpNoStr><Applyer><UserId>lilei</UserId></Applyer><SpRecord><SpStatus>1</SpStatus>"
            "</SpRecord></ApprovalInfo>"
        ),
        {"approval_info": {"sp_no_str": "2026", "applyer": {"user_id": "lilei"}, "sp_record": [{"sp_status": "1"}]}},
    ),
    (
        "sys",
        "change_external_contact",
        "<ChangeType>add_external_contact</ChangeType><ExternalUserID>wm1</ExternalUserID>",
        {"change_type": "add_external_contact", "external_user_id": "wm1"},
    ),
    ("sys", "change_external_chat", "<ChatId>c</ChatId>", {"chat_id": "c"}),
    ("sys", "change_external_tag", "<Id>t</Id>", {"id": "t"}),
    ("lilei", "respond_schedule", "<CalId>c</CalId><ScheduleId>s</ScheduleId>", {"cal_id": "c", "schedule_id": "s"}),
    ("sys", "share_agent_change", "", {}),
    ("sys", "inactive_alert", "<EffectTime>1760000000</EffectTime>", {"effect_time": "1760000000"}),
    ("sys", "close_inactive_agent", "", {}),
    ("sys", "low_active_alert", "<EffectTime>1760000000</EffectTime>", {"effect_time": "1760000000"}),
    ("sys", "something_quite_new", "<New>1</New>", {"new": "1"}),
]


@pytest.mark.parametrize(("sender", "event", "own", "payload"), EVENTS)
def test_every_event_is_read(sender: str, event: str, own: str, payload: dict[str, Any]) -> None:
    message = read(SEALER.callback(_event(sender, event, own), at=AT))

    assert (message.kind, message.userid) == ("event", sender)
    assert message.payload == {"event": event.lower(), "event_key": ""} | payload
    assert len(message.key) <= 160
    json.dumps(message.payload)


def test_a_resent_event_has_the_same_key_and_another_tap_has_not() -> None:
    def tap(key: str) -> str:
        return read(SEALER.callback(_event("lilei", "click", f"<EventKey>{key}</EventKey>"), at=AT)).key

    assert tap("a") == tap("a") != tap("b")


@pytest.mark.parametrize("agent", ["", "<AgentID>3010040</AgentID>"])
def test_what_the_platform_says_may_carry_no_app_or_the_approval_app(agent: str) -> None:
    document = _event("sys", "sys_approval_change", "").replace(f"<AgentID>{AGENT_ID}</AgentID>", agent)

    assert read(SEALER.callback(document, at=AT)).userid == "sys"
