"""Steampipe: tables that are recognised, and the collector."""
