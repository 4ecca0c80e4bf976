"""Small copies of pictures for lists: made when asked for, held for a while in memory, never stored."""

import io
import threading
from collections import OrderedDict

from PIL import Image

SIDE = 480
_QUALITY = 72
_HELD = 128

_lock = threading.Lock()
_made: OrderedDict[str, bytes] = OrderedDict()


def small(key: str, data: bytes) -> bytes:
    """A JPEG of at most `SIDE` pixels of the picture with this key. Ask the access rule before, every time."""
    with _lock:
        if key in _made:
            _made.move_to_end(key)
            return _made[key]
    made = smaller(data)
    with _lock:
        _made[key] = made
        while len(_made) > _HELD:
            _made.popitem(last=False)
    return made


def smaller(data: bytes) -> bytes:
    """The picture, at most `SIDE` pixels on its longer side."""
    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        shown = picture.convert("RGB")
    shown.thumbnail((SIDE, SIDE))
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()
