"""A sample of the reading eval: real reports saved in every format by LibreOffice and read back."""

from pathlib import Path

import pytest

from evals import reading
from tests.rendering import font_configuration, require_rendering


def test_real_reports_survive_every_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_rendering()
    if not reading.DEFAULT_CORPUS.is_dir():
        pytest.skip("the real reports are not at hand")
    sample = [
        reading.DEFAULT_CORPUS / name for name in ("city_2024/日照.docx", "province_2025/2025年贵州省政府工作报告.docx")
    ]
    # Without a font that has every character, LibreOffice changes fonts in the middle of a line.
    monkeypatch.setenv("FONTCONFIG_FILE", str(font_configuration(tmp_path)))

    outcome = reading.recovered(sample)

    rates = {name: outcome.summary[name] for name in ("pdf", "pdf_justified", "html", "txt", "doc")}
    assert min(rates.values()) >= reading.LEAST, rates
