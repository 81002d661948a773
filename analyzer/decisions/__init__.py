"""What people decided: claims confirmed, corrected or rejected, and deviations accepted.

It stands in `decisions.toml` and in `goldenthread.toml`.
`model` is what may stand there, `file` reads and writes it, `finding` tells which claims of a text are meant, `deciding` applies
what was decided before anything is judged, `accepting` says what an accepted deviation excuses, `register` what is wrong with
the entries, and `told` is what a review says of them.
"""
