"""The ways of wording, the one that keeps most of the promise first. Each yields whole texts in the place of a claim's own."""
