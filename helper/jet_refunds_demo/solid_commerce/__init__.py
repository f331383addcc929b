"""The stand-in for Solid Commerce: ``processor`` takes files and answers them by the rules of ``verdict``."""
