"""The made-up app of the tests: its numbers and secrets as the console would show them."""

from __future__ import annotations

CORP_ID = "ww0123456789abcdef"
AGENT_ID = 1_000_002
SECRET = "fake-secret-0123456789abcdefghijklmnopqrstuv"
TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
