"""The command line: the same work without a window, by the same functions; its JSON is what ``cli.md`` promises others.

Imported by ``__main__`` only. May use workspace, reading, sheets, charts, forms and kit; the heavy ones when a command
needs them, so that ``ziping parse`` starts at once.
"""
