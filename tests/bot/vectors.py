"""The wire's published test vectors: `wecom.md` §1.10."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.crypt import Crypt

# `wecom.md` §1.10. Sets A, B and O are published samples, W was made for that document.
A1 = (
    b"RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911"
    b"L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLx"
    b"AUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9"
    b"nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
    b"h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
)
A2 = b"P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
B1 = b"fsi1xnbH4yQh0+PJxcOdhhK6TDXkjMyhEPA7xB2TGz6b+g7xyAbEkRxN/3cNXW9qdqjnoVzEtpbhnFyq6SVHyA=="
B2 = (
    b"Kl7kjoSf6DMD1zh7rtrHjFaDapSCkaOnwu3bqLc5tAybhhMl9pFeK8NslNPVdMwmBQTNoW4mY7AIjeLvEl3NyeTkAgGzBhzT"
    b"tRLNshw2AEew+kkYcD+Fq72Kt00fT0WnN87hGrW8SqGc+NcT3mu87Ha3dz1pSDi6GaUA6A0sqfde0VJPQbZ9U+3JWcoD4Z5j"
    b"aU0y9GSh010wsHF8KZD24YhmZH4ch4Ka7ilEbjbfvhKkNL65HHL0J6EYJIZUC2pFrdkJ7MhmEbU2qARR4iQHE7wy24qy0cRX"
    b"3Mfp6iELcDNfSsPGjUQVDGxQDCWjayJOpcwocugux082f49HKYg84EpHSGXAyh+/oxwaWbvL6aSDPOYuPDGOCI8jmnKiypE+"
)
BJ = (
    b"cjhLUX7UU4yCSelv1vz7T0zT8huF51bAMVWriNvO1FMegHrQZNrtvRxbwf0fUPsFvwqR0U0fgiJNEA5Y30F2MoI2S7vv3EjV"
    b"Q68C0cjw9frBoUE2Hj0BvFp9h3u6Vbsg4lc1C8AtHdaN8orKuNKkLRLuYEL52R1J3v8olJGZRLnRdVKIivixmX/eQpzgeExt"
    b"p20jI1HxRP1AAZ6xZoILdqDPO549LO4WeG+685JRUTdiwcY5fjZlqeMxuT4PpMn1X9OWsS7NRj06Wa5E3Tvg4twjWp39KPfO"
    b"dRte6P1T4JU="
)
O3 = (
    b"+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzD"
    b"pVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2I"
    b"uQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F"
    b"9mFUPAJGj04="
)
O4 = b"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
W1 = (
    b"sKqRbbiSUnDhFHOvPjtUMaorPfl5Cph+6XxQttyqKAJZUwuBRk82O+g0aOxeaW8ArJ9MxfYa/VhJBbhcSuHuyx/iOQfgvTeW"
    b"1/ZkBlH/D8OB9+/6qc9opx+Sjn9UIJORX8nI94eiUTZp/9xCpizxoYPWHwG/0ntebXFtKlIlid8PQTLbOZ6hOFywizKWrvW0"
    b"ybzBtCRxnqZdyBzt/YQ6rg=="
)
W2 = (
    b"sKqRbbiSUnDhFHOvPjtUMUeqt1g4oVlNGGsS6EWXUJdzNUTV/uL0UBFzshLks/RFyFHd2/ixDhB7ucBVurERtV9j+h9li2En"
    b"EqHWnKHWpF3YAEkXMyVOYZhlslCclgL4xho7Az5ISBgjZ7hHrLQLBcJ5ICEML1zewaRPdQTiNxN1GsP4lxEkCuNLU+hnrjDr"
    b"8wZOzB2Bu3R+7eTZUbgKA+LgUUJdhNGME8/IWyPoKSv5n1T9GPpv8nuTvoGP0jMVsLIuf9++izmc2ofkOnxk2TD4xiMCoDh8"
    b"Btz1TW7nNAzlYnOLXF+KK4MSGezLxayLehN+yQNT9K9MUd73o8FRZG6fQD8i90RiwJJHU5uQh49oFAUVnsRFXIuJfDgGFLng"
)


@dataclass(frozen=True)
class Company:
    """Whose key opens a vector."""

    token: str
    aes_key: str
    receiver: str

    @property
    def crypt(self) -> Crypt:
        return Crypt(self.token, self.aes_key, self.receiver)


A = Company("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")
B = Company("hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt", "ww1436e0e65a779aee")
O = Company("AAAAA", "A" * 43, "wxba5fad812f8e6fb9")  # noqa: E741 - the set's name
W = Company(A.token, A.aes_key, "")
W_REPLY = (
    "<xml><ToUserName><![CDATA[zhangsan]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName>"
    "<CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[收到]]></Content></xml>"
)
W_REQUEST = (
    '{"msgid":"m1","aibotid":"B1","chattype":"single","from":{"userid":"zhangsan"},'
    '"msgtype":"text","text":{"content":"你好"}}'
)

OPENED = [
    pytest.param(A, "477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149", A1, 284, id="A1"),
    pytest.param(A, "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", A2, 19, id="A2"),
    pytest.param(B, "012bc692d0a58dd4b10f8dfe5c4ac00ae211ebeb", "1476416373", "47744683", B1, 19, id="B1"),
    pytest.param(B, "0c3914025cb4b4d68103f6bfc8db550f79dcf48e", "1476422779", "1597212914", B2, 228, id="B2"),
    pytest.param(B, "e3647471e395139e2308c1fa963f2d648a00b90e", "1409659813", "1372623149", BJ, 176, id="BJ"),
    pytest.param(O, "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", "1714112445", "415670741", O3, 167, id="O3"),
    pytest.param(O, "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1", "1713424427", "415670741", O4, 25, id="O4"),
    pytest.param(W, "75349bd236237d9d1b126dc73874f1fbb6f0a103", "1700000000", "nonce01", W1, 123, id="W1"),
    pytest.param(A, "98a3e8feaa2430161dd1221ebacdc55bbb981bf1", "1700000000", "nonce01", W2, 222, id="W2"),
]
