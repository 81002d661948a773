"""CloudQuery: tables that are recognised, and the collector."""
