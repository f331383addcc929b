"""Where passwords are kept (interface Secrets): the keychain, or the environment on a computer nobody sits at."""
