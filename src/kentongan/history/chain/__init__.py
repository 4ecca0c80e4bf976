"""How events are chained, marked and proved. Pure: data in, data out.

Anyone can check an export with nothing but SHA-256: docs/parts/history.md gives the encoding.
"""

from kentongan.history.chain.events import (
    Head,
    Link,
    Recorded,
    canonical,
    event_hash,
    parsed,
    sealed,
    text_mark,
)
from kentongan.history.chain.merkle import Proof, Seal, checkpoint_hash, inclusion_path, merkle_root, proves

__all__ = [
    "Head",
    "Link",
    "Proof",
    "Recorded",
    "Seal",
    "canonical",
    "checkpoint_hash",
    "event_hash",
    "inclusion_path",
    "merkle_root",
    "parsed",
    "proves",
    "sealed",
    "text_mark",
]
