"""Bringing refunds to the site exactly once, and reading what the processor answers.

courier        one tick: prepare, deliver, collect
heartbeat      whether the courier still works
undo_times     when refunds that can be undone go on
batching       which refunds go into which file
naming         under which name
upload         one file to its place
witness        what proves that it has arrived
site_marks     what is left on the site for other computers
ack_collector  the acknowledgements
"""
