"""A city's two colours, and what both schemes make of them. Pure: WCAG 2.2's contrast, no look of its own.

The main colour is what can be pressed; the deep one the ground of bars and of the first page. Light and dark variants
are mixed from them; a colour is refused where a pair that pages show stays below 4.5 : 1 (success criterion 1.4.3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")
_WHITE, _INK = (255, 255, 255), (16, 28, 29)
# The grounds text stands on, as frontend/css/tokens.css has them (paper, surface, raised, sunken).
_GROUNDS: Mapping[str, tuple[str, ...]] = {
    "light": ("#f7f4ed", "#fefdfa", "#ffffff", "#efece3"),
    "dark": ("#0b1718", "#131f21", "#1b2829", "#071213"),
}

Rgb = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """A pair that cannot be read: of which colour (main, deep), in which scheme, how strong it is."""

    colour: str
    scheme: str
    ratio: float


def is_colour(text: str) -> bool:
    """`#005755`: a number sign and six hexadecimal figures in small letters."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours, 1 to 21."""
    high, low = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palette(main: str, deep: str) -> dict[str, dict[str, str]]:
    """The tokens of the look in each scheme, by name."""
    return {"light": _light(main, deep), "dark": _dark(main, deep)}


def style_sheet(main: str, deep: str, *, scope: str = ":root") -> str:
    """The tokens as CSS. Browsers without `light-dark` get the light ones, as in tokens.css."""
    tokens = palette(main, deep)
    plain = ";".join(f"--{name}:{value}" for name, value in tokens["light"].items())
    both = ";".join(f"--{n}:light-dark({value},{tokens['dark'][n]})" for n, value in tokens["light"].items())
    return f"{scope}{{{plain}}}\n@supports (color:light-dark(#fff,#000)){{{scope}{{{both}}}}}\n"


def faults(main: str, deep: str) -> list[Fault]:
    """What of these two colours could not be read, the weakest pair of each colour and scheme."""
    found = []
    for scheme, tokens in palette(main, deep).items():
        grounds = (*_GROUNDS[scheme], tokens["accent-soft"])
        ratios = {
            "main": [contrast(tokens["on-accent"], tokens[name]) for name in ("accent", "accent-hover")]
            + [contrast(tokens["accent-text"], ground) for ground in grounds],
            "deep": [contrast(tokens[name], tokens["deep"]) for name in ("on-deep", "on-deep-2")],
        }
        found += [Fault(name, scheme, min(seen)) for name, seen in ratios.items() if min(seen) < LEAST]
    return found


def _light(main: str, deep: str) -> dict[str, str]:
    return {
        "accent": main,
        "accent-hover": _mixed(main, _INK, 0.2),
        "on-accent": "#ffffff",
        "accent-text": main,
        "accent-soft": _mixed(main, _WHITE, 0.9),
        "deep": deep,
        "on-deep": "#ffffff",
        "on-deep-2": _mixed(deep, _WHITE, 0.82),
    }


def _dark(main: str, deep: str) -> dict[str, str]:
    bright = _mixed(main, _WHITE, 0.55)
    return {
        "accent": bright,
        "accent-hover": _mixed(main, _WHITE, 0.7),
        "on-accent": "#0b1718",
        "accent-text": bright,
        "accent-soft": _mixed(main, _INK, 0.7),
        "deep": _mixed(deep, _INK, 0.35),
        "on-deep": "#ffffff",
        "on-deep-2": _mixed(deep, _WHITE, 0.82),
    }


def _mixed(colour: str, with_: Rgb, share: float) -> str:
    parts = (round(a + (b - a) * share) for a, b in zip(_rgb(colour), with_, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return red, green, blue


def _luminance(rgb: Rgb) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
