"""WeCom's seal: signature, cipher and padding of what goes over the wire (`wecom.md` §1).

The cipher is `cryptography`'s; the scheme around it is ours and not wechatpy's, because wechatpy 1.8.18 does not verify
the padding, compares signatures in variable time, and leaks half a dozen kinds of exceptions on forged data
(`wecom.md` §15, `performance.md` §3). It is the independent check in the tests: what one seals the other opens.
"""

from __future__ import annotations

import binascii
import enum
import hashlib
import hmac
import os
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


class Refusal(enum.StrEnum):
    """Why a callback was refused; the only thing about it that is logged."""

    TOO_LARGE = "too_large"
    ENVELOPE = "envelope"
    PARAMETERS = "parameters"
    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"
    CIPHER = "cipher"
    RECEIVER = "receiver"
    XML = "xml"
    FIELDS = "fields"
    SENDER = "sender"
    AGENT = "agent"


_STATUS = {Refusal.TOO_LARGE: 413, Refusal.ENVELOPE: 400}


class BadCallback(Exception):
    """A callback that is not accepted.

    Attributes:
        reason: for the log only; the sender learns no more than `status`.
        status: 413 too large, 400 no envelope, and one and the same 403 for everything else, so that a forger
            cannot tell a bad padding from a bad signature.
    """

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.status = _STATUS.get(reason, 403)


def sign(*values: bytes) -> str:
    """WeCom's signature: SHA-1, in hex, of the values sorted and joined (`wecom.md` §1.3)."""
    return hashlib.sha1(b"".join(sorted(values)), usedforsecurity=False).hexdigest()


class Crypt:
    """Signs, opens and seals with one token and key.

    Args:
        token: as set in the console.
        aes_key: the EncodingAESKey, 43 characters.
        receiver: the corpid; the empty text for an intelligent robot.

    Raises:
        ValueError: the key has the wrong length.
    """

    def __init__(self, token: str, aes_key: str, receiver: str) -> None:
        if len(aes_key) != 43:
            raise ValueError("EncodingAESKey must have 43 characters")
        key = b64decode(aes_key + "=")
        self._cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16]))
        self._token = token.encode()
        self._receiver = receiver.encode()

    def sign(self, timestamp: str, nonce: str, encrypted: bytes) -> str:
        """The signature of an encrypted text."""
        return sign(self._token, timestamp.encode(), nonce.encode(), encrypted)

    def verify(self, signature: str, timestamp: str, nonce: str, encrypted: bytes) -> None:
        """Check that the text comes from somebody who knows the token.

        Raises:
            BadCallback: it does not.
        """
        if not hmac.compare_digest(self.sign(timestamp, nonce, encrypted).encode(), signature.encode()):
            raise BadCallback(Refusal.SIGNATURE)

    def open(self, encrypted: bytes) -> bytes:
        """Decrypt what `verify` has accepted.

        Args:
            encrypted: base64, as received.

        Raises:
            BadCallback: not base64, cut off, badly padded, or meant for another company.
        """
        try:
            sealed = binascii.a2b_base64(encrypted, strict_mode=True)
        except ValueError:
            raise BadCallback(Refusal.CIPHER) from None
        if len(sealed) < 32 or len(sealed) % 16:
            raise BadCallback(Refusal.CIPHER)
        decryptor = self._cipher.decryptor()
        padded = decryptor.update(sealed) + decryptor.finalize()
        pad = padded[-1]
        # PKCS#7 in blocks of 32 bytes, not of the cipher's 16 (`wecom.md` §1.4).
        if not 1 <= pad <= 32 or len(padded) < 20 + pad or padded[-pad:] != bytes((pad,)) * pad:
            raise BadCallback(Refusal.CIPHER)
        end = 20 + int.from_bytes(padded[16:20], "big")
        if end > len(padded) - pad:
            raise BadCallback(Refusal.CIPHER)
        if padded[end:-pad] != self._receiver:
            raise BadCallback(Refusal.RECEIVER)
        return padded[20:end]

    def seal(self, message: bytes, *, salt: bytes = b"") -> bytes:
        """Encrypt a message.

        Args:
            message: the plain text.
            salt: 16 bytes; random ones if not given.

        Returns:
            Base64.
        """
        body = (salt or os.urandom(16)) + len(message).to_bytes(4, "big") + message + self._receiver
        pad = 32 - len(body) % 32
        encryptor = self._cipher.encryptor()
        return b64encode(encryptor.update(body + bytes((pad,)) * pad) + encryptor.finalize())
