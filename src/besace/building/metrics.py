"""How wide each letter is, in thousandths of the text's size: Atkinson Hyperlegible Next Bold, read once.

The bold is the widest we draw: a criterion that becomes kept, hence bold, still fits. Works without the fonts.
"""

from functools import lru_cache

LETTERS_BY_WIDTH: dict[int, str] = {
    210: "'",
    259: "j",
    269: "’",
    271: ",",
    272: ".:;",
    294: "·",
    300: "iî",
    303: "!",
    312: " \xa0",
    314: "ï",
    318: "l",
    335: "()",
    365: "f",
    373: "-",
    376: "rt",
    390: '"',
    394: "°",
    424: "IÎÏ",
    440: "/1",
    501: "–",
    505: "z",
    508: "s",
    510: "cç",
    521: "y",
    530: "v",
    537: "7",
    539: "x",
    547: "?",
    552: "Laàâä",
    555: "k",
    561: "J",
    563: "eèéêë",
    566: "F",
    567: "uùûü",
    571: "9hnñ",
    576: "oôö",
    579: "2",
    593: "g",
    595: "+",
    596: "bdp",
    597: "EÈÉÊË",
    599: "q",
    600: "3",
    607: "5T",
    610: "S",
    618: "Z",
    624: "48",
    626: "6",
    629: "P",
    643: "B",
    644: "V",
    649: "«»",
    650: "RY",
    658: "CÇ",
    659: "0",
    663: "K",
    678: "AÀÂÄ€",
    685: "X",
    686: "UÙÛÜ",
    688: "D",
    701: "H",
    717: "N",
    718: "G",
    725: "&",
    740: "w",
    746: "OÔÖ",
    756: "Q",
    780: "…",
    858: "M",
    878: "æ",
    882: "m",
    886: "W",
    936: "œ",
    1024: "Œ",
}
WIDTHS = {letter: width for width, letters in LETTERS_BY_WIDTH.items() for letter in letters}
UNKNOWN = 720  # as wide as a capital: a letter we do not know never overflows


def width_of(text: str, *, size: float) -> float:
    return _thousandths(text) * size / 1000


@lru_cache(maxsize=4096)
def _thousandths(text: str) -> int:
    return sum(WIDTHS.get(letter, UNKNOWN) for letter in text)
