"""Collecting from PostgreSQL servers."""
