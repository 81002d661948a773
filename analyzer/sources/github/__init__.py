"""Collecting from GitHub, and the exports that are recognised as its own."""
