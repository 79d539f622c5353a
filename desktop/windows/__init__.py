"""Main window, start page, dialogs, menus: arrangement and commands, no arithmetic. Imported by app."""
