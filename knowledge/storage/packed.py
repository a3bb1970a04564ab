"""Records packed in memory one behind the other, each unpacked when it is looked at."""

from array import array
from collections.abc import Callable, Iterable
from functools import lru_cache

from knowledge.catalogue import Catalogue
from knowledge.cataloguing import CatalogueBuilder
from knowledge.packing import unpack_text
from knowledge.records import Programme

UNPACKED = 2048  # records that stay unpacked: all of them in a release of today's size


def unpacked_when_read(texts: Iterable[str]) -> Catalogue:
    """Return the catalogue of packed programmes, which needs the database no more."""
    builder, packed, ends = CatalogueBuilder(), bytearray(), array("q", [0])
    for text in texts:
        content = text.encode()
        builder.add(unpack_text(Programme, content))
        packed += content
        ends.append(len(packed))
    return builder.build(_reader(bytes(packed), ends))


def _reader(packed: bytes, ends: "array[int]") -> Callable[[int], Programme]:
    @lru_cache(maxsize=UNPACKED)
    def read(row: int) -> Programme:
        return unpack_text(Programme, packed[ends[row] : ends[row + 1]])

    return read
