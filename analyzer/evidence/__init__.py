"""Evidence: files and lockers in, typed tables and observations out. Nothing here judges."""
