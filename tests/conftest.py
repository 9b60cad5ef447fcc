"""What holds for every test: nothing depends on which programs happen to be installed."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def no_ocr():
    """Leave scanned pages unread, whether tesseract is installed or not; the tests of OCR turn it on again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOILOG_OCR", "off")
        yield
