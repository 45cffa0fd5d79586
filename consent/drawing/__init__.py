"""Opens files that strangers sent and draws anew what can be seen in them, and nothing else.

It touches neither database nor storage, so that it can run in a process that has neither.
"""
