"""The base of all facts that stop a use case."""

from __future__ import annotations


class DomainError(Exception):
    """Something the person can be told: the base of all facts below.

    They are not frozen: Python itself sets the traceback of an exception that leaves a context manager.
    """
