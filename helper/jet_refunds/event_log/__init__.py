"""The log: what was done and what failed, by ids; never a buyer, a title, a note, a password or a token.

entry     one entry: how it is written, and how it is read again
events    saying that something has happened, with the seconds it took and who asked for it
faults    a defect of ours as a traceback, without the messages that may quote a seller's text
log_file  the files: private, rotated, read in order, followed
"""
