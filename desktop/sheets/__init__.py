"""Files and paper out: workbooks, documents, printed pages. Imported by windows and cli."""
