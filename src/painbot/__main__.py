"""Run painbot as `python -m painbot`."""

from painbot.cli import main

if __name__ == "__main__":
    main(prog_name="painbot")
