"""The rules, a module each; see the package above."""
