"""What a sentence is about by its meaning, where wording alone does not tell: a sentence encoder and a small classifier."""

from .encoder import Encoder
from .recogniser import Judgement, Recogniser, Signals, load_recogniser

__all__ = ["Encoder", "Judgement", "Recogniser", "Signals", "load_recogniser"]
