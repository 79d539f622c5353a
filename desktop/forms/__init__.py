"""Form layouts as data and the fields they show. No Qt, no openpyxl. Imported by reading, sheets and screens."""
