"""Numbers as lists print them."""

from __future__ import annotations

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 399
_MAX_REPEAT = 10


def format_number(number: int, style: str) -> str:
    """Return `number` in one of Word's number formats; an unknown format, or a number it cannot say, gives digits.

    `format_number(28, "lowerLetter")` is "bb", as Word counts after "z".
    """
    if number > 0:
        if style in ("lowerLetter", "upperLetter") and number <= 26 * _MAX_REPEAT:
            letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letters.upper() if style == "upperLetter" else letters
        if style in ("lowerRoman", "upperRoman") and number <= _MAX_ROMAN:
            roman = _roman(number)
            return roman.upper() if style == "upperRoman" else roman
    if style == "decimalZero":
        return f"{number:02d}"
    return str(number)


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
