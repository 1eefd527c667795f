"""An echo as wechatpy's documentation shows it, for Flask under gunicorn: what a team would otherwise start from.

`gunicorn -w 1 -k gthread --threads 16 -b 127.0.0.1:9001 benchmarks.flask_echo:app`
"""

from __future__ import annotations

from flask import Flask, abort, request
from wechatpy.enterprise import create_reply, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.exceptions import InvalidCorpIdException
from wechatpy.exceptions import InvalidSignatureException

from benchmarks.envelope import AES_KEY, CORP_ID, PATH, TOKEN

app = Flask(__name__)


@app.route(PATH, methods=["GET", "POST"])
def wechat() -> str:
    signature = request.args.get("msg_signature", "")
    timestamp = request.args.get("timestamp", "")
    nonce = request.args.get("nonce", "")
    crypto = WeChatCrypto(TOKEN, AES_KEY, CORP_ID)
    if request.method == "GET":
        try:
            echo: str = crypto.check_signature(signature, timestamp, nonce, request.args.get("echostr", ""))
        except InvalidSignatureException:
            abort(403)
        return echo
    try:
        message = parse_message(crypto.decrypt_message(request.data, signature, timestamp, nonce))
    except (InvalidSignatureException, InvalidCorpIdException):
        abort(403)
    words = message.content if message.type == "text" else "Can not handle this for now"
    reply = create_reply(words, message).render()
    answer: str = crypto.encrypt_message(reply, nonce, timestamp)
    return answer
