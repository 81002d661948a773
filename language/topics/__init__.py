"""The classifier that tells what a sentence is about: its labelled text, its training, its scores."""
