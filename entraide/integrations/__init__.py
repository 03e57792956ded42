"""The outside world: files, spreadsheets, banks, images, keys."""
