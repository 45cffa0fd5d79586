"""What a business takes away to use elsewhere: cards to print, a form to embed, the plain texts.

Everything is made of one version's frozen or drafted texts, and says which version it is.
"""
