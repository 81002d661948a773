"""Builds the sample company: its documents from the text beside this package, its exports from a fixed seed."""
