"""Whatever bytes come, an extractor gives a clean document or a reason. FOILOG_FUZZ sets how many are tried."""

import io
import os
import zipfile
from pathlib import Path
from typing import get_args

import charts
import letters
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from leaky import CASES
from leaky_looks import LOOKS

from ingest.errors import ExtractError, ExtractKind
from ingest.extract import PARSERS
from ingest.sandbox import LimitedPool

EXAMPLES = int(os.environ.get("FOILOG_FUZZ", "12"))
# LibreOffice reads DOC, in a process of its own.
SEEDS = {name: make() for name, make in letters.FORMATS.items() if name != "doc"}
SEEDS |= {"docx, chart": charts.in_document(), "xlsx, chart": charts.in_workbook(), "pptx, chart": charts.on_slide()}
HIDING = {name: make() for _, name, make, _ in [*CASES, *LOOKS]}
FOLDER = os.environ.get("FOILOG_AWKWARD")  # real files to be damaged too, up to this many bytes each
MAX_REAL = 300_000
ZIPPED = [name for name, data in SEEDS.items() if data[:2] == b"PK"]
fuzz = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)


@st.composite
def changes(draw):
    """Return what is done to a file: places (as shares of its length) and what is put there."""
    return draw(
        st.lists(
            st.tuples(
                st.floats(0, 1),
                st.sampled_from(["flip", "cut", "put", "repeat", "end"]),
                st.one_of(st.binary(max_size=8), st.sampled_from([b"\x00", b"\xff\xff\xff\x7f", b"<", b"&x;", b"-1",
                                                                  b"99999999999", b"\\", b")", b"]]>", b"\n\n"])),
            ),
            min_size=1,
            max_size=6,
        )
    )  # fmt: skip


def changed(data: bytes, done) -> bytes:
    made = bytearray(data)
    for share, what, content in done:
        at = int(share * max(0, len(made) - 1))
        if what == "flip" and made:
            made[at] ^= (content or b"\x01")[0] or 1
        elif what == "cut":
            del made[at : at + 40]
        elif what == "put":
            made[at:at] = content
        elif what == "repeat":
            made[at:at] = made[at : at + 60] * 3
        elif what == "end" and share > 0.5:
            del made[at:]
    return bytes(made)


@pytest.fixture(scope="module")
def check():
    """Return a check of bytes, made where files are read: in a worker with limits, which a file may kill."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parent))
        with LimitedPool("sandbox_tasks:wrong_with", workers=1, seconds=30, preload=PARSERS, warm="ingest.warm",
                         name=lambda _: "fuzz") as pool:  # fmt: skip

            def run(data: bytes) -> None:
                ((_, result),) = pool.imap([data])
                if isinstance(result, ExtractError):
                    assert result.kind in get_args(ExtractKind)
                    assert str(result).startswith("fuzz")
                else:
                    assert result == ""

            yield run


@pytest.mark.parametrize("name", SEEDS)
@fuzz
@given(done=changes())
def test_a_damaged_file_is_read_or_has_a_reason(check, name, done):
    check(changed(SEEDS[name], done))


@pytest.mark.parametrize("name", ZIPPED)
@fuzz
@given(done=changes(), part=st.integers(0, 99))
def test_a_damaged_part_of_a_whole_archive_is_read_or_has_a_reason(check, name, done, part):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        for number, member in enumerate(names):
            content = old.read(member)
            new.writestr(member, changed(content, done) if number == part % len(names) else content)
    check(buffer.getvalue())


@fuzz
@given(name=st.sampled_from(sorted(HIDING)), done=changes())
def test_a_damaged_file_that_hides_something(check, name, done):
    check(changed(HIDING[name], done))


@fuzz
@given(names=st.lists(st.sampled_from(sorted(SEEDS)), min_size=2, max_size=2), cuts=st.tuples(*[st.floats(0, 1)] * 2))
def test_the_head_of_a_file_and_the_tail_of_another(check, names, cuts):
    head, tail = (SEEDS[name] for name in names)
    check(head[: int(len(head) * cuts[0])] + tail[int(len(tail) * cuts[1]) :])


@pytest.mark.skipif(FOLDER is None, reason="FOILOG_AWKWARD names no folder of awkward files")
@settings(fuzz, max_examples=20 * EXAMPLES)
@given(data=st.data(), done=changes())
def test_a_damaged_real_file(check, data, done):
    paths = sorted(p for p in Path(FOLDER).rglob("*") if p.is_file() and p.stat().st_size <= MAX_REAL)
    check(changed(data.draw(st.sampled_from(paths)).read_bytes(), done))


@fuzz
@given(st.binary(max_size=400))
def test_any_bytes(check, data):
    check(data)


HEADS = [
    b"%PDF-1.4\n",
    b"{\\rtf1 ",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"From a b\nSubject: x\n",
    b'{"info_request_events": [], "url_title": "", "public_body": ',
    b"\xff\xfe",
    b"Message-ID: <1@x>\nFrom: ",
]


@fuzz
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_any_bytes_behind_the_head_of_a_format(check, head, data):
    check(head + data)


@fuzz
@given(st.text(alphabet="\\{}0123456789abcuv'* -\n", max_size=300))
def test_any_rich_text(check, body):
    check(b"{\\rtf1\\ansi " + body.encode())
