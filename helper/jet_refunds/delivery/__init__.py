"""Bringing refunds to the site exactly once, and reading what the processor answers.

courier        one tick: prepare, deliver, collect
heartbeat      whether the courier still works
batching       which refunds go into which file
upload         one file to its place
ack_collector  the acknowledgements
"""
