"""`python -m conflictdesk` is `conflictdesk`."""

from conflictdesk.cli import main

if __name__ == "__main__":
    main()
