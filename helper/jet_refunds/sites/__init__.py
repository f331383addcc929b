"""The seller's site by its protocol: each an adapter of the port Site.

ftp.py           FTP, explicit and implicit FTPS, with ftp_client.py: the two that have heard of ftplib
sftp.py          SFTP: the only one that has heard of paramiko
folder.py        a plain folder, such as a mounted share
network.py       finding the host and reaching it
fingerprint.py   how a site proves who it is, and what is said when it does not
names.py         names of files: UTF-8, else latin-1
"""
