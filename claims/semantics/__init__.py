"""What a sentence is about by its meaning, where wording alone does not tell: a sentence encoder and a small classifier."""

from .recogniser import Judgement, Recogniser, Signals, load_recogniser

__all__ = ["Judgement", "Recogniser", "Signals", "load_recogniser"]
