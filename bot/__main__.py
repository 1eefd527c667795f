"""`python -m bot` is `waiqin`."""

from bot.cli import main

main()
