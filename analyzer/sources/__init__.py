"""Sources of evidence, a folder each: exports that are recognised, and collectors that bring them."""
