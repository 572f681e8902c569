"""Who carries it, and is that fair?"""
