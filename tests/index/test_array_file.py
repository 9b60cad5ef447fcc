"""A file of arrays gives back what was written, and no changed byte goes unnoticed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.arrays.file import BLOCK, VERSION, ArrayFile, ArrayFileWriter, CorruptIndexError
from index.errors import SearchIndexError

ARRAYS = {
    "bytes": ("|u1", np.arange(200)),
    "empty": ("<u4", np.zeros(0)),
    "pairs": ("<u2", np.arange(3 * BLOCK) % 65_000),
    "long": ("<i8", np.arange(1_000) - 500),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write(tmp_path / "one.arr")


def write(path: Path) -> Path:
    writer = ArrayFileWriter(path)
    for name, (dtype, values) in ARRAYS.items():
        assert writer.add(name, dtype, np.array_split(values, 7)) == len(values)
    writer.close({"documents": 3})
    return path


def test_what_is_written_is_read(path: Path) -> None:
    file = ArrayFile(path)
    assert file.meta == {"documents": 3}
    assert file.names() == list(ARRAYS)
    for name, (dtype, values) in ARRAYS.items():
        assert file.get(name).tolist() == values.tolist()
        assert file.get(name).dtype == np.dtype(dtype)
    assert file.get("long", 3, 5).tolist() == [-497, -496]
    file.verify()


def test_no_file_has_its_name_before_it_is_whole(tmp_path: Path) -> None:
    writer = ArrayFileWriter(tmp_path / "one.arr")
    writer.add("bytes", "|u1", [np.arange(9)])
    assert not (tmp_path / "one.arr").exists()
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def read_all(path: Path) -> None:
    file = ArrayFile(path)
    for name in file.names():
        file.get(name)


@settings(max_examples=300, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_no_flipped_byte_goes_unnoticed(tmp_path_factory: pytest.TempPathFactory, place: float, flip: int) -> None:
    path = write(tmp_path_factory.mktemp("flip") / "one.arr")
    data = bytearray(path.read_bytes())
    at = int(place * len(data))
    data[at] ^= flip
    path.write_bytes(data)
    with pytest.raises(SearchIndexError, match=r"one\.arr.*foilog index --rebuild"):
        ArrayFile(path).verify()


def test_a_flipped_byte_is_found_when_it_is_read_and_named(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[2 * BLOCK + 5] ^= 1
    path.write_bytes(data)
    file = ArrayFile(path)
    assert file.get("bytes").tolist() == list(range(200))
    with pytest.raises(CorruptIndexError, match=f"bytes {2 * BLOCK:,} to {3 * BLOCK:,} .*array pairs"):
        file.get("pairs")
    with pytest.raises(CorruptIndexError, match="array pairs"):
        file.check_at("pairs", np.array([BLOCK]), np.array([BLOCK + 1]))
    with pytest.raises(CorruptIndexError, match="array pairs"):
        file.verify()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda data: b"", "is empty", id="empty"),
        pytest.param(lambda data: data[:20], "no file of index arrays", id="a stub"),
        pytest.param(lambda data: data[:-1], "cut short", id="cut short"),
        pytest.param(lambda data: data + b"x", "cut short", id="longer than written"),
        pytest.param(lambda data: b"PK" + data[2:], "no file of index arrays", id="another kind of file"),
        pytest.param(
            lambda data: data[:8] + bytes([VERSION + 1]) + data[9:],
            f"version {VERSION + 1} of the layout",
            id="version",
        ),
    ],
)
def test_another_file_is_refused_in_one_line(path: Path, change, message: str) -> None:
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(SearchIndexError, match=message) as error:
        read_all(path)
    assert "\n" not in str(error.value)
