"""The other pages of a year: basics, funds, base data, tasks, texts, evidence. Imported by windows; read the hall alone."""
