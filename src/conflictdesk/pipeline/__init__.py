"""The order of the stages: what is added, coded, linked, verified, and what is already done.

One module per command. Nothing heavy is imported until a command asks for it.
"""
