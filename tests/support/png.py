"""Reading back what was drawn: the gray values of a PNG, as typst writes it (8 bits a channel, not interlaced)."""

import struct
import zlib

CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def gray_rows(png: bytes) -> memoryview:
    """Height × width bytes, from the first channel of each pixel."""
    width, height, _, color = struct.unpack(">IIBB", png[16:26])
    step, data, place = CHANNELS[color], b"", 8
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    raw, stride = zlib.decompress(data), width * step
    rows, above = bytearray(), bytearray(stride)
    for row in range(height):
        begin = row * (stride + 1)
        above = _unfiltered(raw[begin], bytearray(raw[begin + 1 : begin + 1 + stride]), above, step)
        rows += above[::step]
    return memoryview(bytes(rows)).cast("B", (height, width))


def _unfiltered(kind: int, row: bytearray, above: bytearray, step: int) -> bytearray:
    if kind == 0:
        return row
    for i in range(len(row)):
        left, up, corner = (row[i - step], above[i], above[i - step]) if i >= step else (0, above[i], 0)
        guess = (0, left, up, (left + up) // 2, _paeth(left, up, corner))[kind]
        row[i] = (row[i] + guess) & 255
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    distances = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
    return (left, up, corner)[distances.index(min(distances))]
