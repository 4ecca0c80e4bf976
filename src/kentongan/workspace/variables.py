"""The variables of answer templates, and filling them in. Pure."""

import re
from collections.abc import Mapping

VARIABLES = ("kode", "judul", "opd", "pelapor", "tenggat", "kategori", "kelurahan", "kota", "tanggal")
_VARIABLE = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown(text: str) -> list[str]:
    """The names in braces that are no variable, in their order, once each."""
    return list(dict.fromkeys(name for name in _VARIABLE.findall(text) if name not in VARIABLES))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; what has none is left out, with the space it would leave behind."""
    text = _VARIABLE.sub(lambda found: values.get(found[1], ""), text)
    return re.sub(r"[ \t]+(?=[,.;:!?\n])", "", re.sub(r"[ \t]{2,}", " ", text)).strip()
