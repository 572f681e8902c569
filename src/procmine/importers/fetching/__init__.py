"""How pages are fetched from a tool: politely, so that nothing is lost, and only once.

`client` asks and waits, `budget` reads what a host still allows, `archive` keeps every page, `secrets` knows where keys lie.
"""
