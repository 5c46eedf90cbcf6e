"""The verbs of the product; each writes its change and its news in one transaction."""
