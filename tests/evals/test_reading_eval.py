"""A sample of the reading eval: real reports saved in every format by LibreOffice and read back."""

import shutil

import pytest

from evals import reading


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_real_reports_survive_every_format() -> None:
    if not reading.DEFAULT_CORPUS.is_dir():
        pytest.skip("the real reports are not at hand")
    sample = [
        reading.DEFAULT_CORPUS / name for name in ("city_2024/日照.docx", "province_2025/2025年贵州省政府工作报告.docx")
    ]

    outcome = reading.recovered(sample)

    rates = {name: outcome.summary[name] for name in ("pdf", "pdf_justified", "html", "txt", "doc")}
    assert min(rates.values()) >= reading.LEAST, rates
