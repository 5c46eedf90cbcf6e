"""The face for scripts and notebooks: logging that never harms training, and looking things up.

Light to import: what speaks to the store is imported in the sender's thread, when first needed.
"""
