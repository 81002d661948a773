"""The assurance tests, one file each."""
