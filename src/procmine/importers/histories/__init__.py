"""What ticket tools tell, in one neutral form, and how it becomes events.

Every tool's parser emits the same few kinds of rows (`rows`): items as they are now, changes of their fields, steps that
happened, statuses, people. What a version already holds is joined with what came (`merging`), checked for gaps
(`chains`), and told as stays in a status or as transitions (`staging`).
"""
