"""From bytes to lines of text: unpacked, decoded, counted, with a limit on everything."""

import codecs
import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ordino.adapters.files.problems import (
    DamagedFile,
    FileProblem,
    FileUnreadable,
    NotReadable,
    TooLarge,
    WrongEncoding,
)
from ordino.adapters.files.rows import Encoding, Limits

CHUNK_BYTES = 65_536
GZIP_MAGIC = b"\x1f\x8b"
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def file_chunks(path: Path, limits: Limits) -> Iterator[bytes]:
    """The bytes of a file, unpacked where it is a gzip file (known by its content, not its name).

    Raises FileUnreadable (line 0) where it is missing, damaged, ends early or unpacks to more than the limits.
    """
    try:
        with path.open("rb") as file:
            first = file.read(CHUNK_BYTES)
            packed = iter(lambda: file.read(CHUNK_BYTES), b"")
            yield from _unpacked(first, packed, limits) if first[:2] == GZIP_MAGIC else _counted(first, packed, limits)
    except OSError as error:
        raise FileUnreadable(
            NotReadable(found=f"{path.name}: {error.strerror}", accepted="a file that can be read")
        ) from error


def decoded_text(path: Path, encoding: Encoding, limits: Limits) -> Iterator[str]:
    """The text of a file in pieces. A byte order mark decides over `encoding`.

    Raises FileUnreadable with the line where reading had to stop, after all text before it was given.
    """
    chunks = file_chunks(path, limits)
    chunk = next(chunks, b"")
    chosen = next((name for mark, name in _MARKS if chunk.startswith(mark)), encoding)
    decoder = codecs.getincrementaldecoder(chosen)()
    line = 1
    while True:
        problem: FileProblem | None = None
        following = b""
        try:
            following = next(chunks, b"")
        except FileUnreadable as stop:
            problem = stop.problem
        try:
            text = decoder.decode(chunk, final=not following and problem is None)
        except UnicodeDecodeError as error:
            text, problem = _before_error(error, chosen)
        line += text.count("\n")
        yield text
        if problem is not None:
            raise FileUnreadable(msgspec.structs.replace(problem, line=line))
        if not following:
            return
        chunk = following


def decoded_lines(pieces: Iterator[str], limits: Limits) -> Iterator[str]:
    """The lines of a text, each with its line end (LF, CRLF, or CR where the text knows no other)."""
    rest, count, line_end = "", 0, ""
    for piece in pieces:
        line_end = line_end or ("\r" if "\r" in piece and "\n" not in piece else "\n")
        lines = (rest + piece).split(line_end)
        rest = lines.pop()
        for line in lines:
            count += 1
            if len(line) > limits.line_characters:
                raise _line_too_long(count, limits)
            yield line + line_end
        if len(rest) > limits.line_characters:
            raise _line_too_long(count + 1, limits)
    if rest:
        yield rest


def _line_too_long(number: int, limits: Limits) -> FileUnreadable:
    return FileUnreadable(
        TooLarge(
            line=number,
            found=f"the line is longer than {limits.line_characters} characters",
            accepted="a table with one row a line; is this the right kind of file?",
        )
    )


def _before_error(error: UnicodeDecodeError, encoding: str) -> tuple[str, FileProblem]:
    good = error.object[: error.start].decode(encoding if error.start else "ascii", "ignore")
    shown = " ".join(f"0x{byte:02X}" for byte in error.object[error.start : error.start + 2])
    problem = WrongEncoding(
        found=f"the bytes {shown} are not {encoding}",
        accepted=f"a file in {encoding}, or another encoding named in the mapping (utf-8, utf-8-sig, utf-16, cp1252)",
    )
    return good, problem


def _counted(first: bytes, chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    total = len(first)
    yield first
    for chunk in chunks:
        total += len(chunk)
        if total > limits.unpacked_bytes:
            raise FileUnreadable(_too_many_bytes(limits))
        yield chunk


def _unpacked(first: bytes, chunks: Iterator[bytes], limits: Limits) -> Iterator[bytes]:
    inflate = zlib.decompressobj(wbits=31)
    packed, unpacked, data = len(first), 0, first
    try:
        while True:
            piece = inflate.decompress(data, CHUNK_BYTES)
            unpacked += len(piece)
            _check_growth(packed, unpacked, limits)
            if piece:
                yield piece
            data = inflate.unconsumed_tail
            if inflate.eof and inflate.unused_data.strip(b"\0"):
                data, inflate = inflate.unused_data, zlib.decompressobj(wbits=31)
            if not data and len(piece) < CHUNK_BYTES:
                data = next(chunks, b"")
                packed += len(data)
                if not data:
                    break
    except zlib.error as error:
        raise FileUnreadable(DamagedFile(found="the gzip data is damaged", accepted="a complete gzip file")) from error
    if not inflate.eof:
        raise FileUnreadable(DamagedFile(found="the gzip file ends early", accepted="a complete gzip file"))


def _check_growth(packed: int, unpacked: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_bytes:
        raise FileUnreadable(_too_many_bytes(limits))
    if unpacked > limits.ratio_from_bytes and unpacked > packed * limits.ratio:
        raise FileUnreadable(
            TooLarge(
                found=f"the file unpacks to more than {limits.ratio} times its size",
                accepted="a file that is not a compression bomb",
            )
        )


def _too_many_bytes(limits: Limits) -> TooLarge:
    return TooLarge(
        found=f"the content is larger than {limits.unpacked_bytes} bytes",
        accepted="a smaller file, or the file in parts",
    )
