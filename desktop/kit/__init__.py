"""Small tools every room of the desktop needs: settings, tasks, faults, wording, safe files, paths. Imports no other room."""
