"""The seller's site by its protocol: each an adapter of the interface Site.

ftp, ftp_site, ftp_client   FTP, explicit and implicit FTPS: the only ones that have heard of ftplib
sftp, sftp_connection       SFTP: the only ones that have heard of paramiko
folder                      a plain folder, such as a mounted share
network                     finding the host and reaching it
fingerprint                 how a site proves who it is, and what is said when it does not
filename_encoding           names of files: UTF-8, else latin-1
"""
