"""The locked door: a running helper, asked at its socket by who means no good."""
