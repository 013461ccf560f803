"""``python -m bot`` is ``clio``."""

if __name__ == "__main__":  # the processes that read pages import this module too
    import sys

    from bot.cli import main

    sys.exit(main())
