"""Amazon Web Services: exports that are recognised, and the collector."""
