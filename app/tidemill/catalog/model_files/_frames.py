"""The bytes of a pickle as an unpickler sees them: frames first, then the file itself.

What stands in a frame is read from it alone (PEP 3154). joblib reads its arrays from the file
beside the frames, so that both have to be kept apart as the unpickler does.
"""

from tidemill.catalog.model_files._streams import Ended, Stream

MOST_FRAME = 64 << 20


class Frames:
    """Reads opcodes and their arguments; has what `pickletools` asks of a file."""

    def __init__(self, file: Stream) -> None:
        """Begin without a frame."""
        self.file = file
        self._frame = b""
        self._at = 0

    def begin_frame(self, n_bytes: int) -> None:
        """A FRAME opcode was read: the next `n_bytes` are a frame of their own."""
        if self._at < len(self._frame):
            raise ValueError("a frame begins before the last one ends")
        if n_bytes > MOST_FRAME:
            raise ValueError("a frame is too large")
        self._frame, self._at = self.file.exactly(n_bytes), 0

    @property
    def is_in_frame(self) -> bool:
        """Whether something is left of a frame."""
        return self._at < len(self._frame)

    def read(self, n: int) -> bytes:
        """The next `n` bytes of the frame, else of the file; fewer at the file's end."""
        if not self.is_in_frame:
            return self.file.read(n)
        found = self._frame[self._at : self._at + n]
        if len(found) < n:
            raise Ended("a value goes beyond its frame")
        self._at += n
        return found

    def readline(self) -> bytes:
        """The next line, likewise."""
        if not self.is_in_frame:
            return self.file.readline()
        end = self._frame.find(b"\n", self._at)
        if end < 0:
            raise Ended("a line goes beyond its frame")
        return self.read(end + 1 - self._at)

    def skip(self, n: int) -> None:
        """Pass over bytes, likewise."""
        if self.is_in_frame:
            self.read(n)
        else:
            self.file.skip(n)

    def tell(self) -> int:
        """Where the file stands; for messages only."""
        return self.file.tell()
