"""The statements of a PDF content stream, a whole one at a time.

Most of the time of reading a PDF goes into its tokens, one by one. A page says nearly everything in a few shapes of
statement: numbers and an operator, a name and an operator, a string or an array to be shown. Each is one regular
expression here. Quantifiers that could give back are possessive, so that time grows with length only. What has another
shape raises `Unusual`, and the caller reads the stream token by token as pdfminer does.
"""

from __future__ import annotations

import re
from typing import Any

_WS = rb"[\x00\t\n\x0c\r ]"
_NUM = rb"[-+]?[0-9.]++"
_NAME = rb"/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*+"
_STR = rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\)"
_HEX = rb"<[0-9A-Fa-f\x00\t\n\x0c\r ]*+>"
_DICT = rb"<<(?:[^<>()]++|%(str)s|%(hex)s|<<(?:[^<>()]++|%(str)s|%(hex)s)*+>>)*+>>" % {b"str": _STR, b"hex": _HEX}
_END = rb"(?![A-Za-z0-9*'\"])"
_STATEMENT = re.compile(
    rb"%(ws)s*+(?:"
    rb"(?P<plain>(?:(?:%(num)s|%(name)s)%(ws)s*+)*+)(?P<operator>[A-Za-z'\"][A-Za-z0-9*'\"]*+)"
    rb"|(?P<shown>%(str)s|%(hex)s|\[(?:[^()<>\[\]]++|%(str)s|%(hex)s)*+\])%(ws)s*+(?P<show>Tj|TJ|')%(end)s"
    rb"|%%[^\r\n]*+"  # a comment
    rb"|\[[^()<>\[\]]*+\]%(ws)s*+%(num)s%(ws)s*+d%(end)s"  # a dash pattern
    rb"|%(name)s%(ws)s*+%(dict)s%(ws)s*+(?:BDC|DP)%(end)s"
    rb"|(?P<last>\Z))"
    % {b"ws": _WS, b"num": _NUM, b"name": _NAME, b"str": _STR, b"hex": _HEX, b"dict": _DICT, b"end": _END},
    re.DOTALL,
)
_ELEMENT = re.compile(rb"(%s)|(%s)|(%s)" % (_STR, _HEX, _NUM), re.DOTALL)
_OPERAND = re.compile(rb"(%s)|%s" % (_NAME, _NUM))
_IMAGE_DATA = re.compile(rb"ID%s" % _WS)
_IMAGE_END = re.compile(rb"%sEI(?=%s|\Z)" % (_WS, _WS))
_IMAGE_HEAD = 4096  # bytes between BI and ID, at most
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}

Statement = tuple[bytes, list[Any]]


class Unusual(Exception):
    """A stream holds something this reader does not know."""


def statements(data: bytes, wanted: frozenset[bytes]) -> list[Statement]:
    """Return `(operator, operands)` of each statement whose operator is wanted; an inline image is `(b"EI", [])`.

    Operands are floats, bytes (strings), str (names) and lists. Raises Unusual.
    """
    found: list[Statement] = []
    position = 0
    match_at = _STATEMENT.match
    try:
        while True:
            match = match_at(data, position)
            if match is None:
                raise Unusual(position)
            position = match.end()
            kind = match.lastgroup
            if kind == "operator":
                plain, operator = match.group("plain", "operator")
                if operator in wanted:
                    found.append((operator, _operands(plain) if plain else []))
                elif operator == b"BI":
                    position = _after_image(data, position)
                    found.append((b"EI", []))
            elif kind == "show":
                shown, operator = match.group("shown", "show")
                found.append((operator, [_array(shown) if shown[:1] == b"[" else _string(shown)]))
            elif kind == "last":
                return found
    except (ValueError, UnicodeDecodeError) as error:
        raise Unusual(position) from error


def _operands(plain: bytes) -> list[Any]:
    if b"/" not in plain:
        return [float(number) for number in plain.replace(b"\x00", b" ").split()]
    return [_name(m[1]) if m[1] is not None else float(m[0]) for m in _OPERAND.finditer(plain)]


def _name(name: bytes) -> str:
    if b"#" in name:
        name = _NAME_ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), name)
    return name[1:].decode("utf-8")


def _array(array: bytes) -> list[Any]:
    return [
        float(number) if number else _literal(literal) if literal else _hexadecimal(digits)
        for literal, digits, number in _ELEMENT.findall(array)
    ]


def _string(string: bytes) -> bytes:
    return _literal(string) if string[:1] == b"(" else _hexadecimal(string)


def _literal(string: bytes) -> bytes:
    body = string[1:-1]
    return _ESCAPE.sub(_unescape, body) if b"\\" in body else body


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if b"0" <= code[:1] <= b"7":
        return bytes([int(code, 8) & 0xFF])
    return _ESCAPED.get(code, code)


def _hexadecimal(string: bytes) -> bytes:
    digits = b"".join(string[1:-1].replace(b"\x00", b"").split()).decode()
    return bytes.fromhex(digits + "0" if len(digits) % 2 else digits)


def _after_image(data: bytes, position: int) -> int:
    begin = _IMAGE_DATA.search(data, position, position + _IMAGE_HEAD)
    end = _IMAGE_END.search(data, begin.end() - 1) if begin else None
    if end is None:
        raise Unusual(position)
    return end.end()
