"""How two processes speak over a pipe: frames of bytes, each behind its length. Nothing in a frame is ever run."""

from typing import BinaryIO

_LENGTH = 8  # bytes


class TooLong(ValueError):
    """A frame is longer than the reader takes."""


def send(pipe: BinaryIO, *frames: bytes) -> None:
    """Write the frames and flush. Raises OSError where nobody reads on."""
    for frame in frames:
        pipe.write(len(frame).to_bytes(_LENGTH, "big"))
        pipe.write(frame)
    pipe.flush()


def receive(pipe: BinaryIO, longest: int) -> bytes:
    """One frame. Raises EOFError where the other side ended, TooLong for more than `longest` bytes."""
    length = int.from_bytes(_exactly(pipe, _LENGTH), "big")
    if length > longest:
        raise TooLong(f"{length} bytes")
    return _exactly(pipe, length)


def _exactly(pipe: BinaryIO, count: int) -> bytes:
    read = pipe.read(count)
    if len(read) < count:
        raise EOFError
    return read
