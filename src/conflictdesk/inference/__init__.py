"""Text to a reading: the only room that loads ONNX Runtime; late, offline, one thread unless told otherwise."""

from conflictdesk.inference.encoder import Encoder

__all__ = ["Encoder"]
