"""`python -m rirbilingual` does what the command does."""

from rirbilingual.cli import main

if __name__ == "__main__":
    main()
