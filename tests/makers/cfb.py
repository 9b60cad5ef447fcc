"""A writer of compound files, as small as a made-up Outlook message needs: streams below 4,096 bytes each."""

from __future__ import annotations

import struct

SECTOR, MINI = 512, 64
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5

Tree = dict[str, "bytes | Tree"]


def compound_file(tree: Tree) -> bytes:
    """Return a compound file with the streams and storages of `tree`."""
    entries: list[list[object]] = []  # name, kind, child, size, content
    _add(entries, "Root Entry", tree, ROOT)
    ministream = b""
    minifat: list[int] = []
    starts: dict[int, int] = {}
    for number, (_, kind, _, content, *_) in enumerate(entries):
        if kind == STREAM and content:
            assert len(content) < 4096
            starts[number] = len(minifat)
            count = -(-len(content) // MINI)
            minifat += [len(minifat) + step for step in range(1, count)] + [END]
            ministream += content.ljust(count * MINI, b"\0")
    directory = b"".join(
        _entry(*entries[n][:3], starts.get(n, 0), len(entries[n][3]), sibling=_sibling(entries, n))
        for n in range(1, len(entries))
    )
    sectors: list[bytes] = []
    fat: list[int] = []

    def place(data: bytes) -> int:
        first = len(sectors)
        pieces = [data[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(data), SECTOR)] or []
        sectors.extend(pieces)
        fat.extend([first + step for step in range(1, len(pieces))] + [END] * bool(pieces))
        return first if pieces else END

    mini_at = place(ministream)
    packed = struct.pack(f"<{len(minifat)}I", *minifat)
    minifat_at = place(packed + b"\xff" * (-len(packed) % SECTOR))
    root = _entry("Root Entry", ROOT, entries[0][2], mini_at, len(ministream), sibling=FREE)
    listing = root + directory
    directory_at = place(listing + _entry("", 0, FREE, 0, 0, sibling=FREE) * (-(len(listing) // 128) % 4))
    count = 1
    while (len(fat) + count) > count * SECTOR // 4:
        count += 1
    fat_at = len(fat)
    fat += [FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat)
    table = table.ljust(count * SECTOR, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory_at, 0, 4096, minifat_at,
                          -(-len(packed) // SECTOR), END, 0, fat_at)  # fmt: skip
    header += struct.pack(f"<{count - 1}I", *range(fat_at + 1, fat_at + count))
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + table


def _add(entries: list[list[object]], name: str, content: bytes | Tree, kind: int) -> int:
    number = len(entries)
    entries.append([name, kind, FREE, content if isinstance(content, bytes) else b""])
    if not isinstance(content, bytes):
        ordered = sorted(content.items(), key=lambda item: (len(item[0]), item[0].upper()))
        children = [
            _add(entries, key, value, STREAM if isinstance(value, bytes) else STORAGE) for key, value in ordered
        ]
        entries[number][2] = children[0] if children else FREE
        for child, following in zip(children, [*children[1:], FREE], strict=True):
            entries[child].append(following)
    return number


def _sibling(entries: list[list[object]], number: int) -> int:
    return entries[number][4]


def _entry(name: str, kind: int, child: int, start: int, size: int, *, sibling: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(encoded) + 2 if name else 0, kind, 1, FREE, sibling, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )


def outlook_message(
    subject: str, sender: str, body: str, *, to: str = "", blind: str = "", files: dict[str, bytes] | None = None
) -> bytes:
    """Return an Outlook message (MSG)."""
    recipients = [(1, to)] * bool(to) + [(3, blind)] * bool(blind)
    tree: Tree = _properties({0x0037: subject, 0x0C1A: sender, 0x1000: body}, {}, 32, len(recipients), len(files or {}))
    for number, (kind, address) in enumerate(recipients):
        tree[f"__recip_version1.0_#{number:08X}"] = _properties({0x3001: address, 0x39FE: address}, {0x0C15: kind}, 8)
    for number, (name, data) in enumerate((files or {}).items()):
        tree[f"__attach_version1.0_#{number:08X}"] = _properties({0x3707: name, 0x3701: data}, {0x3705: 1}, 8)
    return compound_file(tree)


def _properties(values: dict[int, str | bytes], numbers: dict[int, int], offset: int, *counts: int) -> Tree:
    head = struct.pack("<8x4I8x", *reversed(counts), *counts) if counts else b"\0" * offset
    tree: Tree = {}
    rows = b""
    for number, value in values.items():
        kind = 0x001F if isinstance(value, str) else 0x0102
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        tree[f"__substg1.0_{number:04X}{kind:04X}"] = data
        rows += struct.pack("<HHIII", kind, number, 6, len(data), 0)
    for number, value in numbers.items():
        rows += struct.pack("<HHIII", 3, number, 6, value, 0)
    tree["__properties_version1.0"] = head + rows
    return tree
