"""All that is this processor's own: file names, the CSV, the acknowledgement. Pure."""
