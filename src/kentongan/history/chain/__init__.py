"""How events are chained, marked and proved. Pure: data in, data out.

Anyone can check an export with nothing but SHA-256: docs/parts/history.md gives the encoding.
"""

from kentongan.history.chain.checking import Finding, OrderCheck, Trouble, Verdict, check_link
from kentongan.history.chain.events import (
    Head,
    Link,
    Recorded,
    canonical,
    event_hash,
    marks_of,
    parsed,
    sealed,
    text_mark,
)
from kentongan.history.chain.merkle import Proof, Seal, Tree, checkpoint_hash, inclusion_path, merkle_root, proves

__all__ = [
    "Finding",
    "Head",
    "Link",
    "OrderCheck",
    "Proof",
    "Recorded",
    "Seal",
    "Tree",
    "Trouble",
    "Verdict",
    "canonical",
    "check_link",
    "checkpoint_hash",
    "event_hash",
    "inclusion_path",
    "marks_of",
    "merkle_root",
    "parsed",
    "proves",
    "sealed",
    "text_mark",
]
