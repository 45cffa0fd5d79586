"""The page on which a business sets itself up and closes itself."""
