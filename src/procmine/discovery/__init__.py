"""How does the work really flow?"""
