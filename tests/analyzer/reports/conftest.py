"""The sample review, made once."""

from __future__ import annotations

import pytest

from tests.analyzer.reports.report_samples import Sample, make_sample


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A review with every verdict; its documents stand in a folder of its own."""
    return make_sample(tmp_path_factory.mktemp("review"))
