"""Okta: its exports, and the collector of its live state."""
