"""The desk that the services are tried at."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from tests.models.services.desk import Desk


@pytest.fixture
def desk(company: Engine) -> Desk:
    return Desk(company)
