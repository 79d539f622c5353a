"""What the clerk sees and touches: windows, paper, files in and out, and the command line.

The rooms and who may import whom are contracts in ``pyproject.toml``.
"""
