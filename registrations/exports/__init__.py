"""What can be taken away of a filing: a dossier for reviewers, and its facts for other providers.

Everything is made of one round: of its answers as they were handed in, or, while it is still being
written, as they would be.
"""
