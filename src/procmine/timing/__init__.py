"""How long, where and why does it wait?"""
