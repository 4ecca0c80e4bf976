"""Drawn pictures for invented reports: no photo of a real place or person is in the demo."""

import io
import random

from PIL import Image, ImageDraw

_SIZE = (960, 720)
_Box = tuple[float, float, float, float]


def picture(kind: str, *, seed: int, is_after: bool = False) -> bytes:
    """A JPEG of a road, lamp, heap of trash, tree or drain, before or after the work."""
    chance = random.Random(seed)  # noqa: S311 - a demo, not a secret
    image = Image.new("RGB", _SIZE, "#c8d8d4")
    draw = ImageDraw.Draw(image)
    {"road": _road, "lamp": _lamp, "trash": _trash, "tree": _tree, "water": _water}[kind](draw, chance, is_after)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()


def _ground(draw: ImageDraw.ImageDraw, sky: str, far: str, near: str) -> None:
    draw.rectangle((0, 0, 960, 320), fill=sky)
    draw.polygon([(0, 330), (180, 250), (420, 310), (700, 230), (960, 320), (960, 420), (0, 420)], fill=far)
    draw.rectangle((0, 400, 960, 720), fill=near)


def _road(draw: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    _ground(draw, "#c9d9d6", "#8ba690", "#a8aa9a")
    draw.polygon([(390, 330), (560, 330), (860, 720), (90, 720)], fill="#7d8084")
    for top in range(350, 720, 80):
        wide = (top - 300) / 40
        upper, lower = top, top + 44
        stripe = [(475 - wide, upper), (475 + wide, upper), (475 + wide * 1.4, lower), (475 - wide * 1.4, lower)]
        draw.polygon(stripe, fill="#ece7d8")
    x, y = chance.randint(540, 640), chance.randint(520, 600)
    if is_after:
        draw.rounded_rectangle((x - 110, y - 34, x + 110, y + 44), 20, fill="#55595e")
        return
    draw.ellipse((x - 96, y - 34, x + 96, y + 40), fill="#45484c")
    draw.ellipse((x - 70, y - 18, x + 72, y + 30), fill="#6f8f9c")


def _lamp(draw: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    _ground(draw, "#1d2a33", "#101820", "#141d23")
    for left in range(0, 960, 190):
        draw.rectangle((left, chance.randint(220, 290), left + 140, 420), fill="#0d141a")
    if is_after:
        draw.polygon([(566, 140), (640, 140), (820, 640), (380, 640)], fill="#6f6a46")
    draw.rectangle((470, 120, 484, 640), fill="#4a5b66")
    draw.rectangle((470, 112, 600, 124), fill="#4a5b66")
    draw.polygon([(560, 120), (640, 120), (654, 142), (548, 142)], fill="#ffe9a8" if is_after else "#33434d")


def _trash(draw: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    _ground(draw, "#d8cdb4", "#8f8a64", "#a29a80")
    draw.rectangle((0, 470, 960, 560), fill="#7f9fa6")
    if is_after:
        draw.rounded_rectangle((430, 400, 540, 540), 14, fill="#2f6b5e")
        return
    for _ in range(46):
        x, y, wide = chance.randint(180, 780), chance.randint(400, 520), chance.randint(20, 70)
        shade = chance.choice(("#e8e2d0", "#5f6b6b", "#b9863c", "#3d5a73", "#8d3f35", "#d9d5c8"))
        draw.rounded_rectangle((x, y, x + wide, y + wide * 0.7), 8, fill=shade)


def _tree(draw: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    _ground(draw, "#cfe0e4", "#9cb49a", "#a9a78f")
    draw.line((0, 190, 960, 150), fill="#39464d", width=5)
    lean = 0 if is_after else chance.randint(70, 130)
    draw.polygon([(460, 620), (510, 620), (500 + lean, 260), (470 + lean, 260)], fill="#6b4f3a")
    crown: list[_Box] = [(330, 90, 600, 330), (430, 130, 760, 380)]
    if is_after:
        crown = [(330, 210, 560, 390), (420, 250, 660, 420)]
    for left, top, right, bottom in crown:
        draw.ellipse((left + lean, top, right + lean, bottom), fill="#4f7f56")


def _water(draw: ImageDraw.ImageDraw, chance: random.Random, is_after: bool) -> None:
    _ground(draw, "#cbd7d6", "#93a692", "#b0ab9a")
    draw.polygon([(380, 380), (560, 380), (700, 720), (240, 720)], fill="#5f6a6c")
    draw.polygon([(410, 400), (530, 400), (640, 720), (300, 720)], fill="#7fb0bd" if is_after else "#5b4d3a")
    if not is_after:
        for _ in range(18):
            x, y = chance.randint(350, 590), chance.randint(430, 690)
            draw.ellipse((x, y, x + 46, y + 20), fill=chance.choice(("#8c7a58", "#d8d2c2", "#3f4b3c")))
