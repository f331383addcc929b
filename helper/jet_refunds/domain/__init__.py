"""Refunds, orders, money and the rules, as plain values. Nothing here asks the world."""
