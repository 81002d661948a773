"""`python -m analyzer`: the command line without the installed command."""

from .cli import main

if __name__ == "__main__":
    main()
