"""Arbitrary bytes for all that reads what others have written: acknowledgements, documents, files, addresses, raw data.

targets.py is what is tried, corpus/ the fixed inputs that the suite runs (beside those that large_inputs.py makes), and
campaign.py the search for new ones, with atheris, for scripts/test.py --explore. The reader of order texts is
JavaScript: order_text.js is its target, order_text.test.js runs it with node.
"""
